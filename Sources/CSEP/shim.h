// sep.h uses size_t without saying where it comes from.
#include <stddef.h>

#include <sep.h>
