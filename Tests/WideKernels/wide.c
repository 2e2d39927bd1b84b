/* The 16-lane code of avx512.c for processors without AVX-512: slow, built for tests only. */
#include "CWideKernels.h"
#define NAME "wide"
#define TABLE ckWide
#define LANES 16
#define FUSED 0
#define TILE_PIXELS 9
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
