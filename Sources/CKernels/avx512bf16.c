/* 16 lanes, and an instruction for products of bfloat16 (AVX512-BF16: Cooper Lake, Zen 4, Sapphire
 * Rapids and later). */
#include "CKernels.h"
#if defined(__x86_64__)
#define NAME "avx512bf16"
#define TABLE ckAVX512BF16
#define LANES 16
#define FUSED 1
#define TILE_PIXELS 9
#define NARROW_PIXELS 9
typedef __bf16 Bfloats __attribute__((vector_size(64)));
#define DOT_PAIRS(sum, x, w) __builtin_ia32_dpbf16ps_512(sum, (Bfloats)(x), (Bfloats)(w))
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma"))), apply_to = function)
#include "vector.inc"
#include "bfloat.inc"
#include "correlation.inc"
#include "few.inc"
#include "tiles.inc"
#include "weights.inc"
#include "points.inc"
#include "pointwise.inc"
#include "losses.inc"
#include "arrays.inc"
#include "stretch.inc"
#include "classes.inc"
#include "noise.inc"
#include "images.inc"
#include "resampling.inc"
#pragma clang attribute pop
#include "table.inc"
#endif
