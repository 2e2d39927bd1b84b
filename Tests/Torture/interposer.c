// Loaded before libc (LD_PRELOAD) by scripts/torture: makes the Nth call of one function fail.
//   FAULT_CALL   write pwrite fsync rename open mmap read close unlink mkdir ftruncate malloc
//   FAULT_N      which call (1-based) fails
//   FAULT_ERRNO  number (default 5, EIO); 4 = EINTR, 28 = ENOSPC, 12 = ENOMEM
//   FAULT_MODE   once (default) | after (that call and all later) | short (write/pwrite half) |
//                kill (SIGKILL before the call) | torn (half of a write, then SIGKILL) | count (log at the end how many of each) |
//                signal (FAULT_ERRNO is a signal number, sent before the call) | pause (FAULT_ERRNO seconds)
//   FAULT_PREFIX only calls whose file lies below this folder count (all but malloc)
//   FAULT_LEAST  only requests of at least so many bytes count (malloc, and all that allocates on the heap)
//   FAULT_LOG    file to which one line is appended when the fault fires
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char call[32], mode[16], prefix[PATH_MAX], logname[PATH_MAX];
static int number = -1, code = EIO, ready;
static size_t least;
static atomic_int counter;
static const char *const names[] = {"write", "pwrite", "fsync", "rename", "open", "mmap", "read", "close", "unlink", "mkdir", "ftruncate", "malloc"};
enum { nameCount = sizeof names / sizeof *names };
static atomic_int counts[nameCount];
static int counting;

/// Before it, when other libraries begin, nothing fails: there is no environment yet.
__attribute__((constructor)) static void begin(void) {
  ready = 1;
  const char *v;
  if ((v = getenv("FAULT_CALL"))) snprintf(call, sizeof call, "%s", v);
  if ((v = getenv("FAULT_N"))) number = atoi(v);
  if ((v = getenv("FAULT_ERRNO"))) code = atoi(v);
  if ((v = getenv("FAULT_LEAST"))) least = strtoull(v, NULL, 10);
  snprintf(mode, sizeof mode, "%s", (v = getenv("FAULT_MODE")) ? v : "once");
  counting = !strcmp(mode, "count");
  if ((v = getenv("FAULT_PREFIX"))) snprintf(prefix, sizeof prefix, "%s", v);
  if ((v = getenv("FAULT_LOG"))) snprintf(logname, sizeof logname, "%s", v);
}

static void fired(const char *what, const char *path) {
  if (!logname[0]) return;
  int f = (int)syscall(SYS_openat, AT_FDCWD, logname, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (f < 0) return;
  char line[PATH_MAX + 64];
  int n = snprintf(line, sizeof line, "%s %d %s\n", what, number, path ? path : "?");
  syscall(SYS_write, f, line, n);
  syscall(SYS_close, f);
}
static int below(const char *path) {
  if (!prefix[0]) return 1;
  char full[PATH_MAX * 2];
  if (path[0] != '/') {
    char cwd[PATH_MAX];
    if (!getcwd(cwd, sizeof cwd)) return 0;
    snprintf(full, sizeof full, "%s/%s", cwd, path);
    path = full;
  }
  return strncmp(path, prefix, strlen(prefix)) == 0;
}
static int fdbelow(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = syscall(SYS_readlink, link, path, PATH_MAX - 1);
  if (n < 0) { path[0] = 0; return !prefix[0]; }
  path[n] = 0;
  return path[0] == '/' ? below(path) : !prefix[0];
}

static int due(const char *what) {
  if (counting) {
    for (int i = 0; i < nameCount; i++) if (!strcmp(what, names[i])) atomic_fetch_add(&counts[i], 1);
    return 0;
  }
  if (number < 0 || strcmp(what, call)) return 0;
  int n = atomic_fetch_add(&counter, 1) + 1;
  int yes = strcmp(mode, "after") ? n == number : n >= number;
  if (yes && !strcmp(mode, "kill")) { fired(what, "killed"); syscall(SYS_kill, getpid(), 9); syscall(SYS_exit_group, 137); }
  if (yes && !strcmp(mode, "pause")) { fired(what, "paused"); sleep(code); return 0; }
  if (yes && !strcmp(mode, "signal")) { fired(what, "signalled"); syscall(SYS_kill, getpid(), code); return 0; }
  return yes;
}
__attribute__((destructor)) static void end(void) {
  for (int i = 0; counting && i < nameCount; i++) { number = counts[i]; fired(names[i], "counted"); }
}
static int watched(const char *what) { return counting || number >= 0 && !strcmp(what, call); }

#define REAL(ret, name, ...) static ret (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *b, size_t n) {
  REAL(ssize_t, write, int, const void *, size_t);
  char p[PATH_MAX];
  if (watched("write") && fdbelow(fd, p) && due("write")) {
    fired("write", p);
    if (!strcmp(mode, "short") && n > 1) return real(fd, b, n / 2);
    if (!strcmp(mode, "torn")) { real(fd, b, n / 2); syscall(SYS_kill, getpid(), 9); syscall(SYS_exit_group, 137); }
    errno = code; return -1;
  }
  return real(fd, b, n);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) {
  REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
  char p[PATH_MAX];
  if (watched("pwrite") && fdbelow(fd, p) && due("pwrite")) {
    fired("pwrite", p);
    if (!strcmp(mode, "short") && n > 1) return real(fd, b, n / 2, o);
    if (!strcmp(mode, "torn")) { real(fd, b, n / 2, o); syscall(SYS_kill, getpid(), 9); syscall(SYS_exit_group, 137); }
    errno = code; return -1;
  }
  return real(fd, b, n, o);
}
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return pwrite(fd, b, n, o); }
ssize_t read(int fd, void *b, size_t n) {
  REAL(ssize_t, read, int, void *, size_t);
  char p[PATH_MAX];
  if (watched("read") && fdbelow(fd, p) && due("read")) { fired("read", p); errno = code; return -1; }
  return real(fd, b, n);
}
int fsync(int fd) {
  REAL(int, fsync, int);
  char p[PATH_MAX];
  if (watched("fsync") && fdbelow(fd, p) && due("fsync")) { fired("fsync", p); errno = code; return -1; }
  return real(fd);
}
int close(int fd) {
  REAL(int, close, int);
  char p[PATH_MAX];
  if (watched("close") && fdbelow(fd, p) && due("close")) { fired("close", p); real(fd); errno = code; return -1; }
  return real(fd);
}
int rename(const char *a, const char *b) {
  REAL(int, rename, const char *, const char *);
  if (watched("rename") && below(b) && due("rename")) { fired("rename", b); errno = code; return -1; }
  return real(a, b);
}
int unlink(const char *a) {
  REAL(int, unlink, const char *);
  if (watched("unlink") && below(a) && due("unlink")) { fired("unlink", a); errno = code; return -1; }
  return real(a);
}
int mkdir(const char *a, mode_t m) {
  REAL(int, mkdir, const char *, mode_t);
  if (watched("mkdir") && below(a) && due("mkdir")) { fired("mkdir", a); errno = code; return -1; }
  return real(a, m);
}
int ftruncate(int fd, off_t l) {
  REAL(int, ftruncate, int, off_t);
  char p[PATH_MAX];
  if (watched("ftruncate") && fdbelow(fd, p) && due("ftruncate")) { fired("ftruncate", p); errno = code; return -1; }
  return real(fd, l);
}
int open(const char *path, int flags, ...) {
  REAL(int, open, const char *, int, ...);
  mode_t m = 0;
  if (flags & (O_CREAT | __O_TMPFILE)) { va_list a; va_start(a, flags); m = va_arg(a, mode_t); va_end(a); }
  if (watched("open") && below(path) && due("open")) { fired("open", path); errno = code; return -1; }
  return real(path, flags, m);
}
int open64(const char *path, int flags, ...) {
  mode_t m = 0;
  if (flags & (O_CREAT | __O_TMPFILE)) { va_list a; va_start(a, flags); m = va_arg(a, mode_t); va_end(a); }
  return open(path, flags, m);
}
void *mmap(void *a, size_t n, int pr, int fl, int fd, off_t o) {
  REAL(void *, mmap, void *, size_t, int, int, int, off_t);
  char p[PATH_MAX] = "";
  if (watched("mmap") && (fd >= 0 ? fdbelow(fd, p) : !prefix[0]) && due("mmap")) { fired("mmap", p); errno = code; return MAP_FAILED; }
  return real(a, n, pr, fl, fd, o);
}
void *mmap64(void *a, size_t n, int pr, int fl, int fd, off64_t o) { return mmap(a, n, pr, fl, fd, o); }

// The heap. The program has these functions itself, before any library's, and calls glibc's own names behind them: so both are here,
// and each request is counted where it arrives.
static int refused(size_t n) {
  if (!ready || n < least || !watched("malloc") || !due("malloc")) return 0;
  fired("malloc", "");
  errno = ENOMEM;
  return 1;
}
void *__libc_malloc(size_t n) { REAL(void *, __libc_malloc, size_t); return refused(n) ? NULL : real(n); }
void *__libc_calloc(size_t a, size_t b) { REAL(void *, __libc_calloc, size_t, size_t); return refused(a * b) ? NULL : real(a, b); }
void *__libc_realloc(void *p, size_t n) { REAL(void *, __libc_realloc, void *, size_t); return refused(n) ? NULL : real(p, n); }
void *__libc_memalign(size_t a, size_t n) { REAL(void *, __libc_memalign, size_t, size_t); return refused(n) ? NULL : real(a, n); }
void *malloc(size_t n) { return __libc_malloc(n); }
void *calloc(size_t a, size_t b) { return __libc_calloc(a, b); }
void *realloc(void *p, size_t n) { return __libc_realloc(p, n); }
void *memalign(size_t a, size_t n) { return __libc_memalign(a, n); }
void *aligned_alloc(size_t a, size_t n) { return memalign(a, n); }
int posix_memalign(void **p, size_t a, size_t n) {
  void *found = memalign(a, n);
  if (!found) return ENOMEM;
  *p = found;
  return 0;
}
