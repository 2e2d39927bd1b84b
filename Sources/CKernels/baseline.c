/* 4 lanes: what every x86-64 (SSE2) and arm64 (NEON) processor has. */
#include "CKernels.h"
#define NAME "baseline"
#define TABLE ckBaseline
#define LANES 4
#if defined(__aarch64__)
#define FUSED 1
#define TILE_PIXELS 12
#else
#define FUSED 0
#define TILE_PIXELS 6
#endif
#define NARROW_PIXELS 9
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
#include "table.inc"
