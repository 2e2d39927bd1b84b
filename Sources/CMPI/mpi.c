#include "cmpi.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>

// A communicator and a type of data are pointers in Open MPI and ints in MPICH. On the 64-bit processors of Linux both go
// in one register each, of which who expects an int reads the lower half.
typedef uintptr_t handle;

static struct {
  handle world, byte;
  const void *in_place;
  int (*init_thread)(int *, char ***, int, int *);
  int (*comm_rank)(handle, int *);
  int (*comm_size)(handle, int *);
  int (*allgatherv)(const void *, int, handle, void *, const int *, const int *, handle, handle);
  int (*bcast)(void *, int, handle, int, handle);
  int (*barrier)(handle);
  int (*finalize)(void);
  int (*abort)(handle, int);
  int rank, count;
} mpi;

static int say(char *why, size_t room, const char *text) {
  if (room > 0) snprintf(why, room, "%s", text != NULL ? text : "it does not say why");
  return 1;
}

static void *load(const char *library, int by_pmi) {
  static const char *const usual[] = {"libmpi.so.40", "libmpi.so.12", "libmpich.so.12", "libmpi_cray.so.12", "libmpi.so"};
  // Its plug-ins look for the library's own names among those of the whole program.
  const int how = RTLD_NOW | RTLD_GLOBAL;
  if (library != NULL) return dlopen(library, how);
  const size_t count = sizeof usual / sizeof *usual;
  for (size_t i = 0; i < count; i++) {
    // Where both are there, MPICH's family knows the launcher that Open MPI does not.
    void *found = dlopen(usual[by_pmi ? (i + 1) % count : i], how);
    if (found != NULL) return found;
  }
  return NULL;
}

int aep_mpi_join(const char *library, int by_pmi, char *why, size_t room) {
  void *found = load(library, by_pmi);
  if (found == NULL) return say(why, room, dlerror());
  void *world = dlsym(found, "ompi_mpi_comm_world"), *byte = dlsym(found, "ompi_mpi_byte");
  if (world != NULL && byte != NULL) {  // Open MPI's mpi.h
    mpi.world = (handle)world;
    mpi.byte = (handle)byte;
    mpi.in_place = (const void *)(intptr_t)1;
  } else {  // MPICH's, which others of its ABI share
    mpi.world = 0x44000000;
    mpi.byte = 0x4c00010d;
    mpi.in_place = (const void *)(intptr_t)-1;
  }
  const struct {
    const char *name;
    void *place;
  } wanted[] = {
      {"MPI_Init_thread", &mpi.init_thread}, {"MPI_Comm_rank", &mpi.comm_rank}, {"MPI_Comm_size", &mpi.comm_size},
      {"MPI_Allgatherv", &mpi.allgatherv},   {"MPI_Bcast", &mpi.bcast},         {"MPI_Barrier", &mpi.barrier},
      {"MPI_Finalize", &mpi.finalize},       {"MPI_Abort", &mpi.abort},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    void *symbol = dlsym(found, wanted[i].name);
    if (symbol == NULL) return say(why, room, dlerror());
    *(void **)wanted[i].place = symbol;
  }
  int given = 0;
  const int serialized = 2;  // MPI_THREAD_SERIALIZED: threads may be there, one of them calls at a time
  if (mpi.init_thread(NULL, NULL, serialized, &given) != 0) return say(why, room, "MPI_Init_thread failed");
  if (mpi.comm_rank(mpi.world, &mpi.rank) != 0 || mpi.comm_size(mpi.world, &mpi.count) != 0)
    return say(why, room, "the library does not tell how many processes there are");
  return 0;
}

int aep_mpi_rank(void) { return mpi.rank; }
int aep_mpi_count(void) { return mpi.count; }

int aep_mpi_share(void *all, const int *counts, const int *places) {
  // What this process adds lies in place already; count and type of it are not looked at.
  return mpi.allgatherv(mpi.in_place, 0, mpi.byte, all, counts, places, mpi.byte, mpi.world);
}

int aep_mpi_broadcast(void *bytes, int count, int from) { return mpi.bcast(bytes, count, mpi.byte, from, mpi.world); }

int aep_mpi_meet(void) { return mpi.barrier(mpi.world); }

int aep_mpi_leave(void) { return mpi.finalize(); }

void aep_mpi_abort(int status) { mpi.abort(mpi.world, status); }
