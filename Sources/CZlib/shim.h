#include <zlib.h>

/// inflateInit2 is a macro, which Swift does not see. 15 + 16: the gzip format, largest window.
static inline int galaxyInflateInitGzip(z_streamp stream) {
  return inflateInit2(stream, 15 + 16);
}
