#ifndef GALAXY_AEP_MAPPINGS_H
#define GALAXY_AEP_MAPPINGS_H

#include <stddef.h>

#include "allowance.h"

/// Remembers that memory shows a file, so that a file that is cut short while it is read ends the program in a
/// sentence that names it (SIGBUS). More than a few thousand at once are not remembered.
void mappingsEnter(const void *start, size_t count, const char *path);

/// Forgets memory that is about to be given back.
void mappingsLeave(const void *start);

#endif
