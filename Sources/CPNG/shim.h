#ifndef CPNG_SHIM_H
#define CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* libpng reports errors by longjmp, which must never cross a Swift frame. The functions below jump
   only inside themselves: they return 0, or 1 with libpng's words in `message`. Whatever changes
   between setjmp and longjmp lives in a struct of the caller, never in a local variable.

   Texts cross the border as one packed block, for each text: a kind byte ('L' Latin-1, 'U' UTF-8),
   the keyword, a zero byte, the text, a zero byte. */

typedef struct {
  unsigned char *bytes; /* malloc'ed; the caller frees */
  size_t count;
  size_t capacity;
  char message[128];
} cpng_output;

typedef struct {
  const unsigned char *bytes;
  size_t count;
  size_t position;
} cpng_source;

typedef struct {
  png_structp png;
  png_infop info;
  png_text *texts;
  cpng_output *output;
} cpng_session;

static inline int cpng_append(cpng_output *output, const void *bytes, size_t count) {
  if (count > output->capacity - output->count) {
    size_t capacity = (output->count + count) * 2 + 256;
    unsigned char *grown = (unsigned char *)realloc(output->bytes, capacity);
    if (!grown) return 0;
    output->bytes = grown;
    output->capacity = capacity;
  }
  memcpy(output->bytes + output->count, bytes, count);
  output->count += count;
  return 1;
}

static inline void cpng_failed(png_structp png, png_const_charp words) {
  cpng_output *output = (cpng_output *)png_get_error_ptr(png);
  strncpy(output->message, words, sizeof output->message - 1);
  png_longjmp(png, 1);
}

static inline void cpng_warned(png_structp png, png_const_charp words) {
  (void)png;
  (void)words;
}

static inline void cpng_write(png_structp png, png_bytep bytes, size_t count) {
  if (!cpng_append((cpng_output *)png_get_io_ptr(png), bytes, count))
    png_error(png, "out of memory");
}

static inline void cpng_flush(png_structp png) { (void)png; }

static inline void cpng_read(png_structp png, png_bytep bytes, size_t count) {
  cpng_source *source = (cpng_source *)png_get_io_ptr(png);
  if (count > source->count - source->position) png_error(png, "the file ends too early");
  memcpy(bytes, source->bytes + source->position, count);
  source->position += count;
}

static inline __attribute__((noinline)) int cpng_encode_guarded(
    cpng_session *session, const unsigned char *rgb, uint32_t width, uint32_t height,
    uint32_t pixels_per_metre, const char *packed, int text_count) {
  png_structp png = session->png;
  if (setjmp(png_jmpbuf(png))) return 1;
  png_set_write_fn(png, session->output, cpng_write, cpng_flush);
  png_set_IHDR(png, session->info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, session->info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_pHYs(png, session->info, pixels_per_metre, pixels_per_metre, PNG_RESOLUTION_METER);
  for (int i = 0; i < text_count; i++) {
    png_text *text = session->texts + i;
    int latin = *packed++ == 'L';
    text->compression = latin ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
    text->key = (png_charp)packed;
    packed += strlen(packed) + 1;
    text->text = (png_charp)packed;
    text->text_length = strlen(packed);
    packed += text->text_length + 1;
    text->lang = (png_charp)(latin ? NULL : "");
    text->lang_key = (png_charp)(latin ? NULL : "");
  }
  if (text_count > 0) png_set_text(png, session->info, session->texts, text_count);
  png_write_info(png, session->info);
  for (uint32_t row = 0; row < height; row++)
    png_write_row(png, rgb + (size_t)row * width * 3);
  png_write_end(png, session->info);
  return 0;
}

/* Encodes 8-bit RGB rows, top row first, with the packed texts. */
static inline int cpng_encode(const unsigned char *rgb, uint32_t width, uint32_t height,
                              uint32_t pixels_per_metre, const char *packed, int text_count,
                              cpng_output *output) {
  cpng_session session = {0};
  session.output = output;
  session.texts = (png_text *)calloc((size_t)text_count + 1, sizeof(png_text));
  session.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, output, cpng_failed, cpng_warned);
  if (session.png) session.info = png_create_info_struct(session.png);
  int failed = 1;
  if (session.texts && session.info)
    failed = cpng_encode_guarded(&session, rgb, width, height, pixels_per_metre, packed, text_count);
  else
    strncpy(output->message, "out of memory", sizeof output->message - 1);
  if (session.png) png_destroy_write_struct(&session.png, &session.info);
  free(session.texts);
  return failed;
}

static inline int cpng_collect(cpng_session *session, png_infop info) {
  png_textp texts = NULL;
  int count = 0;
  png_get_text(session->png, info, &texts, &count);
  for (int i = 0; i < count; i++) {
    char kind = texts[i].compression >= PNG_ITXT_COMPRESSION_NONE ? 'U' : 'L';
    const char *text = texts[i].text ? texts[i].text : "";
    if (!cpng_append(session->output, &kind, 1) ||
        !cpng_append(session->output, texts[i].key, strlen(texts[i].key) + 1) ||
        !cpng_append(session->output, text, strlen(text) + 1))
      return 0;
  }
  return 1;
}

static inline __attribute__((noinline)) int cpng_texts_guarded(
    cpng_session *session, cpng_source *source, png_infop end) {
  png_structp png = session->png;
  if (setjmp(png_jmpbuf(png))) return 1;
  png_set_read_fn(png, source, cpng_read);
  png_set_benign_errors(png, 1);
  png_set_chunk_malloc_max(png, 4 << 20);
  png_set_chunk_cache_max(png, 512);
  png_set_user_limits(png, 40000, 40000);
  png_read_info(png, session->info);
  /* Texts may also follow the pixels, and libpng gets there only by decoding them row by row. */
  uint32_t height = png_get_image_height(png, session->info);
  int passes = png_set_interlace_handling(png);
  png_start_read_image(png);
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t row = 0; row < height; row++) png_read_row(png, NULL, NULL);
  png_read_end(png, end);
  if (!cpng_collect(session, session->info) || !cpng_collect(session, end))
    png_error(png, "out of memory");
  return 0;
}

/* Reads every text of a PNG held in memory into `output` as packed texts; pixels are not kept. */
static inline int cpng_texts(const unsigned char *bytes, size_t count, cpng_output *output) {
  cpng_session session = {0};
  cpng_source source = {bytes, count, 0};
  png_infop end = NULL;
  session.output = output;
  session.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, output, cpng_failed, cpng_warned);
  if (session.png) session.info = png_create_info_struct(session.png);
  if (session.info) end = png_create_info_struct(session.png);
  int failed = 1;
  if (end)
    failed = cpng_texts_guarded(&session, &source, end);
  else
    strncpy(output->message, "out of memory", sizeof output->message - 1);
  if (session.png) png_destroy_read_struct(&session.png, &session.info, &end);
  return failed;
}

/* Opens a PNG in memory for decoding to 8-bit RGB; libpng's simplified interface never jumps out. */
static inline int cpng_open(png_image *image, const void *bytes, size_t count) {
  memset(image, 0, sizeof *image);
  image->version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(image, bytes, count)) return 1;
  image->format = PNG_FORMAT_RGB;
  return 0;
}

static inline int cpng_decode(png_image *image, void *rgb) {
  return !png_image_finish_read(image, NULL, rgb, 0, NULL);
}

#endif
