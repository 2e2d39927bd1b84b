/* One lane, and every correlation as it is defined: slow, plain, what the others are tested by. */
#include "CKernels.h"
#define NAME "reference"
#define TABLE ckReference
#define LANES 1
#define FUSED 0
#include "vector.inc"
#include "pointwise.inc"
#include "losses.inc"
#include "arrays.inc"
#include "stretch.inc"

static ptrdiff_t packedCount(const CKCorrelation *g) {
  return g->runs * g->length * g->channels;
}

static void pack(const CKCorrelation *g, const float *weights, ptrdiff_t count, ptrdiff_t strideK,
                 ptrdiff_t strideN, ptrdiff_t first, float *packed) {
  for (ptrdiff_t k = 0; k < count; k++)
    for (ptrdiff_t n = 0; n < g->channels; n++)
      packed[(first + k) * g->channels + n] = weights[k * strideK + n * strideN];
}

static void correlate(const CKCorrelation *g, const float *in, const float *panels, float *out) {
  for (ptrdiff_t y = 0; y < g->rows; y++)
    for (ptrdiff_t x = 0; x < g->columns; x++)
      for (ptrdiff_t n = 0; n < g->channels; n++) {
        const float *from = in + y * g->inRow + x * g->inColumn;
        double sum = 0;
        for (ptrdiff_t run = 0; run < g->runs; run++)
          for (ptrdiff_t j = 0; j < g->length; j++)
            sum += (double)from[g->offsets[run] + j] *
                   panels[(run * g->length + j) * g->channels + n];
        out[y * g->outRow + x * g->outColumn + n] = (float)sum;
      }
}

static ptrdiff_t weighSpace(const CKCorrelation *g) {
  (void)g;
  return 0;
}

static void weigh(const CKCorrelation *g, const float *in, const float *out, float *gradient,
                  ptrdiff_t gradientRow, float *space) {
  (void)space;
  for (ptrdiff_t run = 0; run < g->runs; run++)
    for (ptrdiff_t j = 0; j < g->length; j++)
      for (ptrdiff_t n = 0; n < g->channels; n++) {
        double sum = 0;
        for (ptrdiff_t y = 0; y < g->rows; y++)
          for (ptrdiff_t x = 0; x < g->columns; x++)
            sum += (double)in[y * g->inRow + x * g->inColumn + g->offsets[run] + j] *
                   out[y * g->outRow + x * g->outColumn + n];
        gradient[(run * g->length + j) * gradientRow + n] += (float)sum;
      }
}

#include "table.inc"
