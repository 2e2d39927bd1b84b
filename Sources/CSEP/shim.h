// sep.h uses size_t without saying where it comes from.
#include <stddef.h>

#include <sep.h>

/// A global pointer, which Swift 6 takes for shared state.
static inline const char *galaxySEPVersion(void) { return sep_version_string; }
