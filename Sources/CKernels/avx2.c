/* 8 lanes with fused multiply-add: 16 registers hold a tile of 6 × 2 vectors. */
#include "CKernels.h"
#if defined(__x86_64__)
#define NAME "avx2"
#define TABLE ckAVX2
#define LANES 8
#define FUSED 1
#define TILE_PIXELS 6
#define VECTOR_REGISTER "+x"
#define NARROW_PIXELS 9
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
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
