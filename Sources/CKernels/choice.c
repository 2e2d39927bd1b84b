#include "CKernels.h"
#include <string.h>

extern const CKKernels ckReference, ckBaseline;

#if defined(__x86_64__)
extern const CKKernels ckAVX2, ckAVX512, ckAVX512BF16;

static bool hasAVX2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool hasAVX512(void) {
  return hasAVX2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

static bool hasAVX512BF16(void) { return hasAVX512() && __builtin_cpu_supports("avx512bf16"); }
#endif

const CKKernels *ckNamed(const char *name) {
#if defined(__x86_64__)
  if (strcmp(name, "avx512bf16") == 0) return hasAVX512BF16() ? &ckAVX512BF16 : NULL;
  if (strcmp(name, "avx512") == 0) return hasAVX512() ? &ckAVX512 : NULL;
  if (strcmp(name, "avx2") == 0) return hasAVX2() ? &ckAVX2 : NULL;
#endif
  if (strcmp(name, "baseline") == 0) return &ckBaseline;
  if (strcmp(name, "reference") == 0) return &ckReference;
  return NULL;
}

const CKKernels *ckBest(void) {
  const CKKernels *best = NULL;
#if defined(__x86_64__)
  /* Intel's processors start a product of bfloat16 pairs every other cycle (Sapphire Rapids, measured),
   * two of float32 in every one: widening the halves is faster there. All else is the same code. */
  if (!__builtin_cpu_is("intel")) best = ckNamed("avx512bf16");
#endif
  if (!best) best = ckNamed("avx512");
  if (!best) best = ckNamed("avx2");
  return best ? best : &ckBaseline;
}
