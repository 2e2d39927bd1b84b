// Reading mapped memory beyond the end of its file raises SIGBUS: another program cut the file short, or a disk or a
// network failed. The handler looks up whose memory it is, says so and ends the program; it calls what is safe in a
// handler (write, _exit) and nothing else. Half-written results bear temporary names, which the next run removes.
#include "mappings.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { most = 4096, longest = 1024 };

typedef struct {
  // Zero where the place is free; written last and cleared first.
  _Atomic(const char *) start;
  size_t count;
  char path[longest];
} Mapping;

static Mapping mappings[most];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction before;

static void say(const char *text) {
  size_t rest = strlen(text);
  while (rest > 0) {
    ssize_t written = write(STDERR_FILENO, text, rest);
    if (written <= 0) return;
    text += written;
    rest -= (size_t)written;
  }
}

static void busError(int number, siginfo_t *info, void *context) {
  (void)context;
  const char *address = info->si_addr;
  for (int i = 0; i < most; i++) {
    const char *start = atomic_load(&mappings[i].start);
    if (!start || address < start || address >= start + mappings[i].count) continue;
    say("Error: cannot read ");
    say(mappings[i].path);
    say(": it was cut short or could no longer be read while it was in use; run the same command again when no "
        "other program writes it\n");
    _exit(1);
  }
  // Not ours: what would have happened happens when the same address is touched again.
  sigaction(number, &before, NULL);
}

void mappingsEnter(const void *start, size_t count, const char *path) {
  pthread_mutex_lock(&lock);
  static int listens;
  if (!listens) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = busError;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    listens = sigaction(SIGBUS, &action, &before) == 0;
  }
  for (int i = 0; i < most; i++) {
    if (atomic_load(&mappings[i].start)) continue;
    mappings[i].count = count;
    size_t length = strlen(path);
    if (length >= longest) length = longest - 1;
    for (size_t k = 0; k < length; k++) {
      unsigned char c = (unsigned char)path[k];
      mappings[i].path[k] = c < 32 || c == 127 ? '?' : (char)c;
    }
    mappings[i].path[length] = 0;
    atomic_store(&mappings[i].start, start);
    break;
  }
  pthread_mutex_unlock(&lock);
}

void mappingsLeave(const void *start) {
  pthread_mutex_lock(&lock);
  for (int i = 0; i < most; i++) {
    if (atomic_load(&mappings[i].start) != start) continue;
    atomic_store(&mappings[i].start, NULL);
    break;
  }
  pthread_mutex_unlock(&lock);
}
