#include <wcs.h>
#include <wcshdr.h>
#include <wcsfix.h>
#include <wcserr.h>
