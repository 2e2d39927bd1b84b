/* 16 lanes: 32 registers hold a tile of 9 × 2 vectors. */
#include "CKernels.h"
#if defined(__x86_64__)
#define NAME "avx512"
#define TABLE ckAVX512
#define LANES 16
#define FUSED 1
#define TILE_PIXELS 9
#define VECTOR_REGISTER "+v"
#define NARROW_PIXELS 9
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma"))), apply_to = function)
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
