#ifndef CMPI_H
#define CMPI_H

#include <stddef.h>

// The few calls of MPI that this program makes, from whichever MPI library the machine has, loaded while the program
// runs: a program that is started alone needs none. Open MPI 4 and 5 (libmpi.so.40) and what keeps the common ABI of
// MPICH (libmpi.so.12: MPICH, Intel MPI, MVAPICH, Cray MPICH) are known.
//
// One thread makes all calls. Counts and places are bytes. What returns an int returns 0 when all went well and MPI's
// own error number otherwise; an MPI library ends the program by itself at most errors.

/// Loads `library`, or the first of the usual names where it is NULL, and joins the others that were started together.
/// `by_pmi`: whether MPICH's launcher, or one like it, started them. Where that fails 1 is returned, and why (at most
/// `room` bytes, the closing 0 counted) in `why`.
int aep_mpi_join(const char *library, int by_pmi, char *why, size_t room);

/// The number of this process, from 0, and how many there are. Only after `aep_mpi_join`.
int aep_mpi_rank(void);
int aep_mpi_count(void);

/// Every process has `counts[rank]` bytes of `all` at `places[rank]`, and gets those of the others. `counts` and
/// `places` have a number for every process, the same for all; `all` holds `places[i] + counts[i]` bytes at least.
int aep_mpi_share(void *all, const int *counts, const int *places);

/// `count` bytes of the process `from` become everybody's.
int aep_mpi_broadcast(void *bytes, int count, int from);

/// Waits until all are here.
int aep_mpi_meet(void);

/// Leaves the others, once all have come here.
int aep_mpi_leave(void);

/// Ends all processes with this status.
void aep_mpi_abort(int status);

#endif
