#ifndef CKERNELS_H
#define CKERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The program's inner loops, once per instruction set.
 *
 * A `CKKernels` is a table of the same loops compiled for one instruction set; `ckBest` picks the
 * table this processor runs fastest. Images are row-major [y][x][channel] float32.
 */

/* Which inputs every output pixel is made of: for the output at (y, x), runs of `length`
 * consecutive floats that start at in + y·inRow + x·inColumn + offsets[run].
 *
 * A convolution is one such correlation (a run is a row of its kernel); its transpose is one for
 * every residue of the output position modulo the stride (Dumoulin & Visin 2016,
 * arXiv:1603.07285). All distances count floats.
 */
typedef struct {
  ptrdiff_t rows, columns;
  ptrdiff_t inRow, inColumn;
  ptrdiff_t outRow, outColumn;
  ptrdiff_t runs;
  const ptrdiff_t *offsets;
  ptrdiff_t length;
  ptrdiff_t channels;
} CKCorrelation;

/* What is done with a correlation's outputs before they are written: a = f(scale·y + shift) of every
 * channel, where f(v) = v for v > 0 and slope·v otherwise, slope ≤ 1; y itself where scale is NULL.
 * The sums of long correlations are then taken in pieces, which are added at last: that rounds
 * less. */
typedef struct {
  const float *scale, *shift;
  float slope;
} CKFinish;

/* rows × columns tiles of an image whose rows lie `row` floats apart and whose pixels `column`: of 4×4
 * pixels of a big image, with those after them along both axes, and of 2×2 pixels of a small one. The
 * first `channels` numbers of a pixel count, a multiple of `lanes`. See tiles.inc. */
typedef struct {
  ptrdiff_t rows, columns, channels;
  ptrdiff_t row, column;
} CKTiles;

/* A batch normalisation or bias, and the activation function after it, of one image:
 * a = f(scale·y + shift), where f(v) = v for v > 0 and slope·v otherwise, or a curve.
 *
 * `step` is 0 where scale and shift hold one value a channel, and `channels` where they hold one
 * value for every number of the image.
 */
typedef struct {
  ptrdiff_t rows, columns, channels;
  ptrdiff_t step;
  float slope;
  int curve; /* CKNoCurve, CKSigmoid, CKTanh */
} CKPointwise;

enum { CKNoCurve = 0, CKSigmoid = 1, CKTanh = 2 };

typedef struct {
  float rate, momentum, memory, epsilon;
  float correction1, correction2; /* 1 − momentumᵗ and 1 − memoryᵗ */
  float decay;                    /* the part of the weight taken away besides the gradient */
} CKAdam;

/* Points beside centres: rows of `width` floats, `stride` apart, where `stride` is at least `width`
 * rounded up to four and all of a row can be read. */
typedef struct {
  ptrdiff_t width, stride;
  ptrdiff_t centres; /* how many */
} CKPoints;

/* A square picture on another grid: every new pixel is a sum over four columns of four rows of old
 * ones. Along each axis `first`, from 0 to side − 4, says where the four of every new pixel begin,
 * and `across` and `along` hold their four weights. */
typedef struct {
  ptrdiff_t side, size; /* old and new pixels along an edge */
  const ptrdiff_t *firstColumn, *firstRow;
  const float *across, *along;
  float level, factor; /* an old pixel counts as factor·(value − level) */
  bool hasHoles;       /* whether pixels of exactly 0 are missing ones, which count as 0 */
} CKResampling;

typedef struct {
  const char *name;
  int lanes;

  /* Packs weights for `correlate`: the rows first..<first + count of its runs·length ones, where
   * element(k, n) = weights[k·strideK + n·strideN]. `packed` has room for `packedCount` floats, zero
   * at first: the padding is never written. */
  void (*pack)(const CKCorrelation *, const float *weights, ptrdiff_t count, ptrdiff_t strideK,
               ptrdiff_t strideN, ptrdiff_t first, float *packed);
  ptrdiff_t (*packedCount)(const CKCorrelation *);

  /* out(y, x)[n] = Σ runs, j: in[…]·weight(run·length + j, n), finished if `finish` is not NULL. Up
   * to `lanes` − 1 floats are read past the end of a run; they must be finite, as they may count with
   * a weight of zero. */
  void (*correlate)(const CKCorrelation *, const float *in, const float *packed, float *out,
                    const CKFinish *finish);

  /* gradient[run·length + j][n] += Σ y, x: in[…]·out(y, x)[n]; rows of `gradient`
   * lie `gradientRow` floats apart and are written up to `ckPadded(channels)`; `space` has room for
   * `weighSpace` floats. Up to `lanes` − 1 floats are read past the end of a run, and up to two
   * vectors past the last output. */
  void (*weigh)(const CKCorrelation *, const float *in, const float *out, float *gradient,
                ptrdiff_t gradientRow, float *space);
  ptrdiff_t (*weighSpace)(const CKCorrelation *);

  /* The same products of bfloat16, the upper halves of floats, two neighbours along the summed axis
   * at a time; sums are float32. */

  /* Rounds to bfloat16, to the nearest, of two the even one; infinities and NaN stay. */
  void (*narrow)(ptrdiff_t count, const float *x, uint16_t *out);

  /* Rounds and packs weights for `correlatePairs`, as `pack` does; `packed` has room for `pairCount`
   * words of 32 bits, zero at first. */
  void (*packPairs)(const CKCorrelation *, const float *weights, ptrdiff_t count,
                    ptrdiff_t strideK, ptrdiff_t strideN, ptrdiff_t first, void *packed);
  ptrdiff_t (*pairCount)(const CKCorrelation *);

  /* `correlate` of a bfloat16 image, whose distances count values. Up to 2·`lanes` − 1 values are
   * read past the end of a run; they must be finite, as they count with a weight of zero. */
  void (*correlatePairs)(const CKCorrelation *, const uint16_t *in, const void *packed,
                         float *out);

  /* `weigh` of bfloat16 images; `space` has room for `weighSpace` floats. Up to `lanes` − 1 values
   * are read past the end of a run. */
  void (*weighPairs)(const CKCorrelation *, const uint16_t *in, const uint16_t *out,
                     float *gradient, ptrdiff_t gradientRow, float *space);

  /* A 3×3 correlation in steps of two by 25 products a tile. Tiles of the big image have 25·channels
   * floats and those of the small one 9·channels, group by group: see tiles.inc. `splitBig` reads the
   * padded big image from the first pixel that the first tile sees, `splitSmall` the small one. */
  void (*splitBig)(const CKTiles *, const float *big, float *tiles);
  void (*splitSmall)(const CKTiles *, const float *small, float *tiles);
  /* Small pixels of the sums of the groups, finished if `finish` is not NULL. */
  void (*joinSmall)(const CKTiles *, const float *tiles, float *small, const CKFinish *finish);
  /* Big pixels of what 25 products gave, of a bare image: the rows first..<first + rows of `all` rows of
   * tiles, which are joined in their order, as neighbours share pixels. The first tile's second pixel
   * is the image's first where the phase is 0, its first one where it is 1. */
  void (*joinBig)(const CKTiles *, ptrdiff_t first, ptrdiff_t all, int phase, const float *tiles,
                  float *big);

  /* Applies scale, shift and activation to the contiguous image y; rows of out lie outRow apart. */
  void (*activate)(const CKPointwise *, const float *y, const float *scale, const float *shift,
                   float *out, ptrdiff_t outRow);

  /* Adds Σ y and Σ y² of every channel to sums[0..<channels] and sums[channels..<2·channels]. */
  void (*sums)(const float *y, ptrdiff_t pixels, ptrdiff_t channels, double *sums);

  /* The same of g and g·y, where g = da·f′(scale·y + shift). */
  void (*gradientSums)(const CKPointwise *, const float *da, const float *y, const float *scale,
                       const float *shift, double *sums);

  /* out = k[0]·g + k[1]·y + k[2], where k holds three rows as long as scale. */
  void (*unactivate)(const CKPointwise *, const float *da, const float *y, const float *scale,
                     const float *shift, const float *const k[3], float *out, ptrdiff_t outRow);

  /* Mean and (biased) variance of every column; rows lie `stride` apart. */
  void (*columnMoments)(const float *y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride,
                        float *mean, float *variance);
  /* Column sums of g and of g·(y − mean). */
  void (*columnGradientSums)(const float *da, const float *y, ptrdiff_t rows, ptrdiff_t columns,
                             ptrdiff_t stride, float slope, int curve, const float *scale,
                             const float *shift, const float *mean, float *sum, float *product);

  /* Losses over `count` values: each returns Σ of the loss and writes rate·∂Σ/∂y. Weights and
   * gradient may be NULL. */
  double (*squaredError)(const float *y, const float *target, const float *weights,
                         ptrdiff_t count, float rate, float *gradient);
  double (*binaryCrossEntropy)(const float *y, const float *target, const float *weights,
                               ptrdiff_t count, float rate, float *gradient);
  /* The same of `pixels` rows of `channels` logits; weights hold one value a pixel. */
  double (*softmaxCrossEntropy)(const float *y, const float *target, const float *weights,
                                ptrdiff_t pixels, ptrdiff_t channels, float rate,
                                float *gradient);

  /* Of `pixels` rows of 2 to 255 logits and labels, which are numbers of classes or count nowhere: adds
   * Σ w(t), −Σ w(t)·ln p(t), and of every class Σ p·t, Σ p and Σ t to `sums`, 2 + 3·classes. Unless it is NULL,
   * `probabilities` gets those of the labelled pixels, and zeros. */
  void (*sumClasses)(const float *y, const float *labels, ptrdiff_t pixels, ptrdiff_t classes,
                     const double *weights, float *probabilities, double *sums);
  /* Turns probabilities into the gradient with respect to the logits of Σ rates(t)·(−ln p(t)) and what
   * has the derivative own(c) with respect to p(c) where the pixel has that class, and else other(c). */
  void (*classGradient)(const float *labels, ptrdiff_t pixels, ptrdiff_t classes,
                        const float *rates, const float *own, const float *other, float *values);

  /* w, and the moments m and v, after one step of Adam with decoupled weight decay. */
  void (*adam)(const CKAdam *, ptrdiff_t count, float *w, const float *g, float *m, float *v);
  /* m = momentum·m + g + decay·w; w −= rate·m. */
  void (*descend)(ptrdiff_t count, float rate, float momentum, float decay, float *w,
                  const float *g, float *m);

  void (*add)(ptrdiff_t count, float factor, const float *x, float *y); /* y += factor·x */
  void (*multiply)(ptrdiff_t count, const float *x, float *y);          /* y *= x */
  double (*sum)(ptrdiff_t count, const float *x);
  double (*sumOfSquares)(ptrdiff_t count, const float *x);

  /* Points in panels for `findAbove`, of `panelCount` floats. */
  void (*packPoints)(const CKPoints *, const float *points, ptrdiff_t count, float *panels);
  ptrdiff_t (*panelCount)(const CKPoints *, ptrdiff_t points);
  /* Centres in tiles, `centreCount` floats; with −|c|²/2 as their heads or with zeros. */
  void (*packCentres)(const CKPoints *, const float *centres, bool heads, float *packed);
  ptrdiff_t (*centreCount)(const CKPoints *);

  /* Of every point the centre with the greatest score x·c + head, of several the first, that score
   * and, where asked for (not NULL), the second greatest; `space` has room for `panelCount` floats
   * of one point. */
  void (*nearest)(const CKPoints *, const float *points, ptrdiff_t count, const float *packed,
                  float *space, int32_t *nearest, float *scores, float *secondScores);
  /* Adds every point to row nearest[point] of `sums`, and one to its count. */
  void (*addPoints)(const CKPoints *, const float *points, ptrdiff_t count,
                    const int32_t *nearest, float *sums, int32_t *counts);
  /* Adds every column of the points to `sums`. */
  void (*addColumns)(const CKPoints *, const float *points, ptrdiff_t count, double *sums);
  /* The points, which lie `stride` apart here, less `origin`, padded with zeros up to the stride of
   * the description, and their squared norms. */
  void (*centrePoints)(const CKPoints *, const float *points, ptrdiff_t count, ptrdiff_t stride,
                       const float *origin, float *out, float *norms);
  /* Σ of the squared distances from the points to centres[nearest[point]]. */
  double (*squaredDistances)(const CKPoints *, const float *points, ptrdiff_t count,
                             const float *centres, const int32_t *nearest);
  /* Lists for every centre the points in panels whose score x·c − |x|²/2 + head is above its limit:
   * found[centre] places and scores from centre·room on, in ascending order; room ≥ count. */
  void (*findAbove)(const CKPoints *, const float *panels, ptrdiff_t count, const float *packed,
                    const float *limits, ptrdiff_t room, int32_t *places, float *scores,
                    ptrdiff_t *found);

  /* Adds Gaussian noise to at most 2³² values: the numbers of the stream `key`, the same bits on
   * every processor. */
  void (*addNoise)(ptrdiff_t count, uint64_t key, float spread, float *pixels);
  /* One of the eight ways to lay an image onto itself: bit 0 mirrors left and right, bit 1 up and
   * down, bit 2 (of a square one) swaps the axes of what comes in. */
  void (*turnImage)(int symmetry, ptrdiff_t height, ptrdiff_t width, ptrdiff_t channels,
                    const float *in, float *out);
  /* Resamples big-endian floats, side², to out, size²: rows are summed first. `space` has room for
   * (side + 1)·side floats. The same bits on every processor. */
  void (*resample)(const CKResampling *, const void *bigEndian, float *space, float *out);
  /* Lays planes of size² pixels side by side, times their scales, cut to −1…1.5 and faded:
   * out[y][x][c] = cut(planes[c][y][x]·scales[c])·(taper[x]·(fades[c]·taper[y])); the same bits on
   * every processor. */
  void (*layPlanes)(ptrdiff_t size, ptrdiff_t channels, const float *planes, const float *scales,
                    const float *fades, const float *taper, float *out);
  bool (*areFinite)(ptrdiff_t count, const float *x);
  /* Does 12·lanes multiply-adds a round, without memory: how fast the processor can be. */
  float (*spin)(ptrdiff_t rounds, float factor, float term);

  /* Big-endian floats to native ones. */
  void (*swapBytes)(ptrdiff_t count, const void *bigEndian, float *out);
  /* y = factor·asinh(scale·x + shift), where what lies beyond ±10¹⁸ counts as that: infinite pixels
   * give finite ones; NaN gives `missing`. */
  void (*asinhStretch)(ptrdiff_t count, const float *x, float scale, float shift, float factor,
                       float missing, float *out);
} CKKernels;

/* The table called "reference", "baseline", "avx2", "avx512" or "avx512bf16"; NULL for other names and for those
 * this processor cannot run. */
const CKKernels *ckNamed(const char *name);
const CKKernels *ckBest(void);

/* Channels rounded up as the panels of `kernels` round them. */
static inline ptrdiff_t ckPadded(const CKKernels *kernels, ptrdiff_t channels) {
  return (channels + kernels->lanes - 1) / kernels->lanes * kernels->lanes;
}

/* Zeroed memory, 64-byte aligned; on huge pages where it is large. NULL when there is none. */
void *ckAllocate(size_t bytes, bool zeroed);
void ckFree(void *memory);

#endif
