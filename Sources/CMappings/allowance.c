// What a shell (ulimit) or --memory allows: too little to begin with is told before the libraries begin, for OpenBLAS
// tries for ever to get its work space; what is refused later, by a limit or by the system, ends in a sentence and not in a
// bare signal.
#include "allowance.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

enum { megabyte = 1 << 20 };
// OpenBLAS's work space, the same for every product.
static const size_t workSpace = (size_t)136 * megabyte;
static int isKept;
// Whether there was a limit when the program began: asked once, for products of matrices are many.
static int isLimited;
// Whether memory that is asked for may be refused before all of it is used.
static int needsAsking;

static void say(const char *text) {
  ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
  (void)ignored;
}

static void sayNumber(unsigned long long number) {
  char text[24];
  int place = sizeof text - 1;
  text[place] = 0;
  do text[--place] = (char)('0' + number % 10);
  while (number /= 10);
  say(text + place);
}

static rlim_t limit(int resource) {
  struct rlimit both;
  return getrlimit(resource, &both) == 0 ? both.rlim_cur : RLIM_INFINITY;
}

int memoryIsLimited(void) { return limit(RLIMIT_AS) != RLIM_INFINITY || limit(RLIMIT_DATA) != RLIM_INFINITY; }

int memoryKeep(size_t bytes) {
  struct rlimit both;
  if (getrlimit(RLIMIT_DATA, &both) != 0) return -1;
  both.rlim_cur = bytes < both.rlim_max ? bytes : both.rlim_max;
  isKept = 1;
  return setrlimit(RLIMIT_DATA, &both);
}

static void sayAllowed(void) {
  rlim_t data = limit(RLIMIT_DATA), all = limit(RLIMIT_AS);
  sayNumber((data < all ? data : all) / megabyte);
  say(" MB that ");
  say(isKept ? "--memory allows" : data < all ? "ulimit -d allows" : "ulimit -v allows");
}

// What the language's and the C libraries do when nothing can be allocated.
static const int signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV};
enum { signalCount = sizeof signals / sizeof *signals };
static struct sigaction before[signalCount];

void memoryRefused(size_t bytes) {
  // Of several threads that are refused at once the first one speaks, and ends all.
  static atomic_flag isSaid = ATOMIC_FLAG_INIT;
  while (atomic_flag_test_and_set(&isSaid)) pause();
  say("Error: stopped: the system refused ");
  if (bytes > 0) {
    sayNumber(bytes < megabyte ? (bytes + 1023) >> 10 : bytes / megabyte);
    say(bytes < megabyte ? " kB of " : " MB of ");
  }
  say("memory");
  if (isLimited) {
    say(" within the ");
    sayAllowed();
    say("; allow more");
  } else {
    say(" that was needed; end other programs");
  }
  say(" and run the same command again\n");
  _exit(1);
}

/// Without a limit only what follows a refused allocation in the same thread is taken for want of memory; all else
/// ends as it would have ended.
static void refused(int number, siginfo_t *info, void *context) {
  (void)context;
  if (isLimited) {
    say("Error: stopped: more memory was needed than the ");
    sayAllowed();
    say(", or the program is at fault; allow more and run the same command again\n");
    _exit(1);
  }
  if (errno == ENOMEM) {
    say("Error: stopped: the system refused memory that was needed, or the program is at fault; end other programs and run "
        "the same command again\n");
    _exit(1);
  }
  for (int i = 0; i < signalCount; i++)
    if (signals[i] == number) sigaction(number, &before[i], NULL);
  // A fault of the processor comes again where it was; what was sent does not.
  if (info->si_code <= 0) raise(number);
}

/// Whether the system promises no more memory than it has (vm.overcommit_memory is 2).
static int isStrict(void) {
  char mode = 0;
  int file = open("/proc/sys/vm/overcommit_memory", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t count = read(file, &mode, 1);
  close(file);
  return count == 1 && mode == '2';
}

void memoryWatch(void) {
  isLimited = memoryIsLimited();
  needsAsking = isLimited || isStrict();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = refused;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  // Where the stack itself runs out, the language's own words for want of memory among it.
  static char stack[1 << 16];
  const stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
  stack_t there;
  if (sigaltstack(NULL, &there) == 0 && there.ss_flags & SS_DISABLE) sigaltstack(&own, NULL);
  for (int i = 0; i < signalCount; i++) {
    struct sigaction old;
    sigaction(signals[i], &action, &old);
    // The second time our own stands there, unless the language put its in between.
    if (old.sa_sigaction != refused) before[i] = old;
  }
}

void memoryRequireWorkSpace(void) {
  if (!needsAsking) return;
  void *room = mmap(NULL, workSpace, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room != MAP_FAILED) {
    munmap(room, workSpace);
    return;
  }
  say("Error: stopped: a matrix product needs ");
  sayNumber(workSpace / megabyte);
  say(" MB of work space, which the ");
  if (isLimited)
    sayAllowed();
  else
    say("system's free ones");
  say(" do not leave; allow more and run the same command again\n");
  _exit(1);
}

/// Before any library begins, the C library's own part excepted.
static void check(int count, char **arguments, char **environment) {
  (void)count, (void)arguments, (void)environment;
  static const struct {
    int resource;
    rlim_t least;
    const char *unit, *what, *flag;
    rlim_t unitSize;
  } needs[] = {
      {RLIMIT_AS, (rlim_t)1024 * megabyte, " MB of ", "memory", "ulimit -v", megabyte},
      {RLIMIT_DATA, (rlim_t)512 * megabyte, " MB of ", "memory", "ulimit -d", megabyte},
      {RLIMIT_STACK, 256 << 10, " kB of ", "stack", "ulimit -s", 1 << 10},
      // Threads and fonts end a program that has fewer in a signal.
      {RLIMIT_NOFILE, 16, " ", "open files", "ulimit -n", 1},
  };
  for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
    rlim_t allowed = limit(needs[i].resource);
    if (allowed == RLIM_INFINITY || allowed >= needs[i].least) continue;
    say("Error: cannot start: ");
    sayNumber(allowed / needs[i].unitSize);
    say(needs[i].unit);
    say(needs[i].what);
    say(" are allowed (");
    say(needs[i].flag);
    say(") and at least ");
    sayNumber(needs[i].least / needs[i].unitSize);
    say(" are needed; allow more\n");
    _exit(1);
  }
  memoryWatch();
}

#if defined(__linux__)
__attribute__((section(".preinit_array"), used)) static void (*first)(int, char **, char **) = check;
#endif
