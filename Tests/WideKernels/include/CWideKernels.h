#ifndef CWIDEKERNELS_H
#define CWIDEKERNELS_H
#include <CKernels.h>
#include <string.h>

/* The 16-lane code of AVX-512, compiled for any processor. */
extern const CKKernels ckWide;

/* `ckNamed`, which knows "wide" besides. */
static inline const CKKernels *ckNamedOrWide(const char *name) {
  return strcmp(name, "wide") == 0 ? &ckWide : ckNamed(name);
}

#endif
