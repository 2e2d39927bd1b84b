/* One lane, and every correlation as it is defined: slow, plain, what the others are tested by. */
#include "CKernels.h"
#define NAME "reference"
#define TABLE ckReference
#define LANES 1
#define FUSED 0
#include "vector.inc"
#include "bfloat.inc"
#include "pointwise.inc"
#include "losses.inc"
#include "arrays.inc"
#include "stretch.inc"
#include "classes.inc"
#include "noise.inc"
#include "images.inc"
#include "tiles.inc"

static ptrdiff_t packedCount(const CKCorrelation *g) {
  return g->runs * g->length * g->channels;
}

static void pack(const CKCorrelation *g, const float *weights, ptrdiff_t count, ptrdiff_t strideK,
                 ptrdiff_t strideN, ptrdiff_t first, float *packed) {
  for (ptrdiff_t k = 0; k < count; k++)
    for (ptrdiff_t n = 0; n < g->channels; n++)
      packed[(first + k) * g->channels + n] = weights[k * strideK + n * strideN];
}

static void correlate(const CKCorrelation *g, const float *in, const float *panels, float *out,
                      const CKFinish *finish) {
  for (ptrdiff_t y = 0; y < g->rows; y++)
    for (ptrdiff_t x = 0; x < g->columns; x++)
      for (ptrdiff_t n = 0; n < g->channels; n++) {
        const float *from = in + y * g->inRow + x * g->inColumn;
        double sum = 0;
        for (ptrdiff_t run = 0; run < g->runs; run++)
          for (ptrdiff_t j = 0; j < g->length; j++)
            sum += (double)from[g->offsets[run] + j] *
                   panels[(run * g->length + j) * g->channels + n];
        if (finish && finish->scale) {
          sum = sum * finish->scale[n] + finish->shift[n];
          if (!(sum > 0)) sum *= finish->slope;
        }
        out[y * g->outRow + x * g->outColumn + n] = (float)sum;
      }
}

static ptrdiff_t pairCount(const CKCorrelation *g) {
  return g->runs * ((g->length + 1) / 2) * g->channels;
}

static float widened(uint16_t half) {
  const uint32_t bits = (uint32_t)half << 16;
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* Where the weight of value j of a run lies, in bfloat16. */
static ptrdiff_t pairPlace(const CKCorrelation *g, ptrdiff_t run, ptrdiff_t j, ptrdiff_t n) {
  return 2 * ((run * ((g->length + 1) / 2) + j / 2) * g->channels + n) + j % 2;
}

static void packPairs(const CKCorrelation *g, const float *weights, ptrdiff_t count,
                      ptrdiff_t strideK, ptrdiff_t strideN, ptrdiff_t first, void *packed) {
  uint16_t *to = packed;
  for (ptrdiff_t k = 0; k < count; k++)
    for (ptrdiff_t n = 0; n < g->channels; n++)
      to[pairPlace(g, (first + k) / g->length, (first + k) % g->length, n)] =
          rounded1(weights[k * strideK + n * strideN]);
}

static void correlatePairs(const CKCorrelation *g, const uint16_t *in, const void *packed,
                           float *out) {
  const uint16_t *weights = packed;
  for (ptrdiff_t y = 0; y < g->rows; y++)
    for (ptrdiff_t x = 0; x < g->columns; x++)
      for (ptrdiff_t n = 0; n < g->channels; n++) {
        const uint16_t *from = in + y * g->inRow + x * g->inColumn;
        double sum = 0;
        for (ptrdiff_t run = 0; run < g->runs; run++)
          for (ptrdiff_t j = 0; j < g->length; j++)
            sum += (double)widened(from[g->offsets[run] + j]) *
                   widened(weights[pairPlace(g, run, j, n)]);
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

static void weighPairs(const CKCorrelation *g, const uint16_t *in, const uint16_t *out,
                       float *gradient, ptrdiff_t gradientRow, float *space) {
  (void)space;
  for (ptrdiff_t run = 0; run < g->runs; run++)
    for (ptrdiff_t j = 0; j < g->length; j++)
      for (ptrdiff_t n = 0; n < g->channels; n++) {
        double sum = 0;
        for (ptrdiff_t y = 0; y < g->rows; y++)
          for (ptrdiff_t x = 0; x < g->columns; x++)
            sum += (double)widened(in[y * g->inRow + x * g->inColumn + g->offsets[run] + j]) *
                   widened(out[y * g->outRow + x * g->outColumn + n]);
        gradient[(run * g->length + j) * gradientRow + n] += (float)sum;
      }
}

static ptrdiff_t panelCount(const CKPoints *p, ptrdiff_t points) { return points * p->width; }

static void packPoints(const CKPoints *p, const float *points, ptrdiff_t count, float *panels) {
  for (ptrdiff_t i = 0; i < count; i++)
    for (ptrdiff_t k = 0; k < p->width; k++) panels[i * p->width + k] = points[i * p->stride + k];
}

static ptrdiff_t centreCount(const CKPoints *p) { return p->centres * (1 + p->width); }

static double dot(const float *a, const float *b, ptrdiff_t width) {
  double sum = 0;
  for (ptrdiff_t k = 0; k < width; k++) sum += (double)a[k] * b[k];
  return sum;
}

static void packCentres(const CKPoints *p, const float *centres, bool heads, float *packed) {
  for (ptrdiff_t n = 0; n < p->centres; n++, centres += p->stride, packed += 1 + p->width) {
    packed[0] = heads ? (float)(-dot(centres, centres, p->width) / 2) : 0;
    memcpy(packed + 1, centres, (size_t)p->width * sizeof *packed);
  }
}

static void nearest(const CKPoints *p, const float *points, ptrdiff_t count, const float *packed,
                    float *space, int32_t *nearest, float *scores, float *secondScores) {
  (void)space;
  for (ptrdiff_t i = 0; i < count; i++) {
    float best = -INFINITY, second = -INFINITY;
    nearest[i] = 0;
    for (ptrdiff_t n = 0; n < p->centres; n++) {
      const float *centre = packed + n * (1 + p->width);
      const float score = (float)(dot(points + i * p->stride, centre + 1, p->width) + centre[0]);
      if (score > best) {
        second = best;
        best = score;
        nearest[i] = (int32_t)n;
      } else if (score > second) {
        second = score;
      }
    }
    scores[i] = best;
    if (secondScores) secondScores[i] = second;
  }
}

static void findAbove(const CKPoints *p, const float *panels, ptrdiff_t count,
                      const float *packed, const float *limits, ptrdiff_t room, int32_t *places,
                      float *scores, ptrdiff_t *found) {
  for (ptrdiff_t n = 0; n < p->centres; n++, packed += 1 + p->width) {
    found[n] = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
      const float *x = panels + i * p->width;
      const float score =
          (float)(dot(x, packed + 1, p->width) - dot(x, x, p->width) / 2 + packed[0]);
      if (!(score > limits[n])) continue;
      places[n * room + found[n]] = (int32_t)i;
      scores[n * room + found[n]++] = score;
    }
  }
}

static void resample(const CKResampling *r, const void *bigEndian, float *space, float *out) {
  float *const light = space;
  swapBytes(r->side * r->side, bigEndian, light);
  for (ptrdiff_t i = 0; i < r->side * r->side; i++)
    light[i] = r->hasHoles && light[i] == 0 ? 0 : (light[i] - r->level) * r->factor;
  for (ptrdiff_t y = 0; y < r->size; y++)
    for (ptrdiff_t x = 0; x < r->size; x++) {
      float sum = 0;
      for (ptrdiff_t i = 0; i < 4; i++) {
        const float *column = light + r->firstRow[y] * r->side + r->firstColumn[x] + i;
        float part = 0;
        for (ptrdiff_t j = 0; j < 4; j++) part += r->along[4 * y + j] * column[j * r->side];
        sum += r->across[4 * x + i] * part;
      }
      out[y * r->size + x] = sum;
    }
}

static void layPlanes(ptrdiff_t size, ptrdiff_t channels, const float *planes, const float *scales,
                      const float *fades, const float *taper, float *out) {
  for (ptrdiff_t y = 0; y < size; y++)
    for (ptrdiff_t x = 0; x < size; x++)
      for (ptrdiff_t c = 0; c < channels; c++, out++) {
        *out = planes[(c * size + y) * size + x] * scales[c];
        if (*out < -1) *out = -1;
        if (*out > 1.5f) *out = 1.5f;
        *out *= taper[x] * (fades[c] * taper[y]);
      }
}

#include "table.inc"
