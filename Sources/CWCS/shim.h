#include <wcs.h>
#include <wcshdr.h>
#include <wcsfix.h>
#include <wcserr.h>

/// wcs_errmsg is an array without a length, which Swift does not see.
static inline const char *galaxyWCSMessage(int status) {
  return status >= 0 && status <= 13 ? wcs_errmsg[status] : "unknown error";
}
