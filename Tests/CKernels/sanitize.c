/* Calls every kernel of every instruction set this processor has on random shapes, with buffers of
 * exactly the sizes that CKernels.h asks for: built by scripts/sanitize with AddressSanitizer and
 * UndefinedBehaviorSanitizer, which stop at the first access beyond them. */
#include "CWideKernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static ptrdiff_t upTo(ptrdiff_t most) { /* 1...most */
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return 1 + (ptrdiff_t)(state % (uint64_t)most);
}

/* Exactly `count` floats, so that the sanitizer sees what lies beyond. */
static float *numbers(ptrdiff_t count) {
  float *values = malloc((size_t)count * sizeof *values + 1);
  for (ptrdiff_t i = 0; i < count; i++) values[i] = (float)upTo(2000) / 1000 - 1;
  return values;
}

/* The same in bfloat16. */
static uint16_t *halves(const CKKernels *k, ptrdiff_t count) {
  float *exact = numbers(count);
  uint16_t *values = malloc((size_t)count * sizeof *values + 1);
  k->narrow(count, exact, values);
  free(exact);
  return values;
}

/* Images of bfloat16, which end where the description lets them end. */
static void pairs(const CKKernels *k, const CKCorrelation *g, ptrdiff_t inputs, ptrdiff_t outputs) {
  const ptrdiff_t rows = g->runs * g->length, stride = ckPadded(k, g->channels);
  const ptrdiff_t split = upTo(rows) - 1;
  uint16_t *in = halves(k, inputs + 2 * k->lanes - 1), *near = halves(k, inputs + k->lanes - 1),
           *read = halves(k, outputs);
  float *weights = numbers(rows * g->channels), *out = numbers(outputs);
  float *packed = calloc((size_t)k->pairCount(g), sizeof *packed);
  k->packPairs(g, weights, split, g->channels, 1, 0, packed);
  k->packPairs(g, weights + split, rows - split, 1, rows, split, packed);
  k->correlatePairs(g, in, packed, out);
  float *gradient = numbers(rows * stride), *space = numbers(k->weighSpace(g));
  k->weighPairs(g, near, read, gradient, stride, space);
  free(in), free(near), free(read), free(weights), free(out), free(packed), free(gradient);
  free(space);
}

static void correlations(const CKKernels *k) {
  ptrdiff_t offsets[5];
  CKCorrelation g = {.rows = upTo(6), .columns = upTo(20), .runs = upTo(5), .length = upTo(70)};
  if (upTo(40) == 1) g.columns = 300; /* more pixels than a block holds */
  g.channels = upTo(upTo(2) == 1 ? 8 : 130);
  g.inColumn = upTo(66);
  g.inRow = g.columns * g.inColumn;
  g.outColumn = g.channels + upTo(3) - 1;
  g.outRow = g.columns * g.outColumn;
  g.offsets = offsets;
  ptrdiff_t furthest = 0;
  for (ptrdiff_t i = 0; i < g.runs; i++) {
    offsets[i] = upTo(200) - 1;
    if (offsets[i] > furthest) furthest = offsets[i];
  }
  const ptrdiff_t used =
      (g.rows - 1) * g.inRow + (g.columns - 1) * g.inColumn + furthest + g.length;
  const ptrdiff_t inputs = used + k->lanes - 1;
  const ptrdiff_t outputs = (g.rows - 1) * g.outRow + (g.columns - 1) * g.outColumn + g.channels;
  const ptrdiff_t rows = g.runs * g.length, stride = ckPadded(k, g.channels);
  float *in = numbers(inputs), *weights = numbers(rows * g.channels), *out = numbers(outputs);
  float *packed = calloc((size_t)k->packedCount(&g), sizeof *packed);
  k->pack(&g, weights, rows, g.channels, 1, 0, packed);
  float *scale = numbers(g.channels), *shift = numbers(g.channels);
  const CKFinish finish = {upTo(2) == 1 ? scale : NULL, shift, (float)(upTo(3) - 1) / 2};
  k->correlate(&g, in, packed, out, upTo(2) == 1 ? &finish : NULL);
  free(scale), free(shift);
  float *read = numbers(outputs + 2 * k->lanes), *gradient = numbers(rows * stride);
  float *space = numbers(k->weighSpace(&g));
  k->weigh(&g, in, read, gradient, stride, space);
  free(in), free(weights), free(out), free(packed), free(read), free(gradient), free(space);
  pairs(k, &g, used, outputs);
}

static void pointwise(const CKKernels *k) {
  CKPointwise p = {.rows = upTo(6), .columns = upTo(9), .channels = upTo(upTo(2) == 1 ? 9 : 140)};
  p.step = upTo(3) == 1 ? p.channels : 0;
  p.slope = (float)(upTo(3) - 1) / 2;
  p.curve = upTo(4) == 1 ? CKSigmoid : upTo(4) == 1 ? CKTanh : CKNoCurve;
  const ptrdiff_t count = p.rows * p.columns * p.channels, affine = p.step ? count : p.channels;
  const ptrdiff_t outRow = p.columns * p.channels + upTo(9) - 1;
  const ptrdiff_t outs = (p.rows - 1) * outRow + p.columns * p.channels;
  float *y = numbers(count), *da = numbers(count), *out = numbers(outs), *k0 = numbers(affine),
        *k1 = numbers(affine), *k2 = numbers(affine), *scale = numbers(affine),
        *shift = numbers(affine);
  double *sums = calloc((size_t)(2 * p.channels), sizeof *sums);
  k->activate(&p, y, scale, shift, out, outRow);
  k->sums(y, p.rows * p.columns, p.channels, sums);
  k->gradientSums(&p, da, y, scale, shift, sums);
  k->unactivate(&p, da, y, scale, shift, (const float *const[]){k0, k1, k2}, out, outRow);
  k->columnMoments(y, p.rows * p.columns, p.channels, p.channels, k0, k1);
  k->columnGradientSums(da, y, p.rows * p.columns, p.channels, p.channels, p.slope, p.curve, scale,
                        shift, k0, k1, k2);
  free(y), free(da), free(out), free(k0), free(k1), free(k2), free(scale), free(shift), free(sums);
}

static void arrays(const CKKernels *k) {
  const ptrdiff_t count = upTo(300), channels = upTo(9);
  float *x = numbers(count), *y = numbers(count), *m = numbers(count), *v = numbers(count);
  float *logits = numbers(count * channels), *targets = numbers(count * channels),
        *gradient = numbers(count * channels);
  char *bytes = malloc((size_t)count * 4 + 1);
  memset(bytes, 1, (size_t)count * 4 + 1);
  k->swapBytes(count, bytes + 1, y); /* FITS data need not be aligned */
  k->asinhStretch(count, x, 2, 0.5f, 3, 0, y);
  k->add(count, 0.5f, x, y);
  k->multiply(count, x, y);
  double sum = k->sumOfSquares(count, x) + k->sum(count, x);
  sum += k->squaredError(x, y, upTo(2) == 1 ? m : NULL, count, 1, upTo(2) == 1 ? v : NULL);
  sum += k->binaryCrossEntropy(x, y, upTo(2) == 1 ? m : NULL, count, 1, upTo(2) == 1 ? v : NULL);
  sum += k->softmaxCrossEntropy(logits, targets, upTo(2) == 1 ? m : NULL, count, channels, 1,
                                upTo(2) == 1 ? gradient : NULL);
  const ptrdiff_t classes = channels + 1, pixels = count / 2;
  double *weights = calloc((size_t)classes, sizeof *weights),
         *sums = calloc((size_t)(2 + 3 * classes), sizeof *sums);
  float *rates = numbers(classes), *values = numbers(pixels * classes),
        *some = numbers(pixels * classes);
  for (ptrdiff_t i = 0; i < pixels; i++) v[i] = (float)(upTo((int)classes + 2) - 1);
  k->sumClasses(some, v, pixels, classes, weights, upTo(2) == 1 ? values : NULL, sums);
  k->classGradient(v, pixels, classes, rates, rates, rates, values);
  free(weights), free(sums), free(rates), free(values), free(some);
  for (ptrdiff_t i = 0; i < count; i++) v[i] = v[i] * v[i];
  const CKAdam adam = {0.1f, 0.9f, 0.99f, 1e-3f, 0.5f, 0.5f, 0.1f};
  k->adam(&adam, count, x, y, m, v);
  k->descend(count, 0.1f, 0.9f, 0.1f, x, y, m);
  if (sum != sum) abort();
  free(x), free(y), free(m), free(v), free(logits), free(targets), free(gradient), free(bytes);
}

static void points(const CKKernels *k) {
  CKPoints p = {.width = upTo(40), .centres = upTo(40)};
  p.stride = (p.width + 3) / 4 * 4 + 4 * (upTo(2) - 1);
  const ptrdiff_t count = upTo(90), room = count + upTo(3) - 1;
  float *x = numbers(count * p.stride), *centres = numbers(p.centres * p.stride);
  float *packed = numbers(k->centreCount(&p)), *space = numbers(k->panelCount(&p, 1));
  float *panels = numbers(k->panelCount(&p, count)), *scores = numbers(count);
  float *seconds = numbers(count), *sums = numbers(p.centres * p.stride);
  float *limits = numbers(p.centres), *above = numbers(p.centres * room);
  int32_t *nearest = malloc((size_t)count * sizeof *nearest);
  int32_t *places = malloc((size_t)(p.centres * room) * sizeof *places);
  ptrdiff_t *found = malloc((size_t)p.centres * sizeof *found);
  k->packCentres(&p, centres, upTo(2) == 1, packed);
  k->nearest(&p, x, count, packed, space, nearest, scores, upTo(2) == 1 ? seconds : NULL);
  int32_t *counts = calloc((size_t)p.centres, sizeof *counts);
  double *columns = calloc((size_t)p.width, sizeof *columns);
  k->addPoints(&p, x, count, nearest, sums, counts);
  k->addColumns(&p, x, count, columns);
  if (k->squaredDistances(&p, x, count, centres, nearest) < 0) abort();
  float *narrow = numbers(count * p.width), *padded = numbers(count * p.stride);
  k->centrePoints(&p, narrow, count, p.width, centres, padded, scores);
  free(counts), free(columns), free(narrow), free(padded);
  k->packPoints(&p, x, count, panels);
  k->findAbove(&p, panels, count, packed, limits, room, places, above, found);
  for (ptrdiff_t n = 0; n < p.centres; n++)
    if (found[n] < 0 || found[n] > count) abort();
  free(x), free(centres), free(packed), free(space), free(panels), free(scores), free(seconds);
  free(sums), free(limits), free(above), free(nearest), free(places), free(found);
}

static void images(const CKKernels *k) {
  const ptrdiff_t side = upTo(9), channels = upTo(7), count = side * side * channels;
  float *x = numbers(count), *y = numbers(count);
  k->turnImage((int)upTo(8) - 1, side, side, channels, x, y);
  k->addNoise(count, (uint64_t)upTo(1000), 0.5f, y);
  if (!k->areFinite(count, y) || k->spin(upTo(9), 0.9f, 0.1f) < 0) abort();
  free(x), free(y);
}

static void resampling(const CKKernels *k) {
  CKResampling r = {.side = 3 + upTo(12), .size = upTo(17), .level = 0.1f, .factor = 2};
  r.hasHoles = upTo(2) == 1;
  ptrdiff_t *firsts = malloc((size_t)(2 * r.size) * sizeof *firsts);
  for (ptrdiff_t i = 0; i < 2 * r.size; i++) firsts[i] = upTo(r.side - 3) - 1;
  float *across = numbers(4 * r.size), *along = numbers(4 * r.size);
  r.firstColumn = firsts, r.firstRow = firsts + r.size, r.across = across, r.along = along;
  const ptrdiff_t channels = upTo(9), area = r.size * r.size;
  char *bytes = malloc((size_t)(r.side * r.side) * 4 + 1);
  memset(bytes, 1, (size_t)(r.side * r.side) * 4 + 1);
  float *space = numbers((r.side + 1) * r.side), *planes = numbers(channels * area),
        *factors = numbers(channels), *out = numbers(channels * area);
  for (ptrdiff_t c = 0; c < channels; c++) k->resample(&r, bytes + 1, space, planes + c * area);
  k->layPlanes(r.size, channels, planes, factors, factors, across, out);
  free(firsts), free(across), free(along), free(bytes), free(space), free(planes), free(factors);
  free(out);
}

int main(void) {
  const char *names[] = {"reference", "baseline", "avx2", "avx512", "avx512bf16", "wide"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const CKKernels *k = ckNamedOrWide(names[i]);
    if (!k) {
      printf("%s: not on this processor\n", names[i]);
      continue;
    }
    for (int round = 0; round < 150; round++) {
      correlations(k);
      pointwise(k);
      arrays(k);
      points(k);
      images(k);
      resampling(k);
    }
    printf("%s: clean\n", names[i]);
  }
  void *large = ckAllocate((size_t)3 << 20, true);
  if (!large || ((uintptr_t)large & 63) != 0) abort();
  ckFree(large);
  ckFree(ckAllocate(0, false));
  return 0;
}
