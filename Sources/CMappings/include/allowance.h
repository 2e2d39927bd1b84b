#ifndef GALAXY_AEP_ALLOWANCE_H
#define GALAXY_AEP_ALLOWANCE_H

#include <stddef.h>

/// Bounds what this process and those it starts may allocate (RLIMIT_DATA). 0 where the system took it.
int memoryKeep(size_t bytes);

/// Looks whether memory is limited, for the whole run. From now on, what a refused allocation does to the program ends in a sentence.
void memoryWatch(void);

/// Whether memory is limited, by a shell or by `memoryKeep`.
int memoryIsLimited(void);

/// Ends the program in a sentence that says how much was refused, if that is known (not 0).
_Noreturn void memoryRefused(size_t bytes);

/// Ends the program in a sentence where memory was limited at `memoryWatch` and no longer suffices for the work space of a matrix
/// product: OpenBLAS tries for ever to get it.
void memoryRequireWorkSpace(void);

#endif
