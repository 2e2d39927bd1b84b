"""One fault, then the same command once more in peace: what came of both."""
import os, resource, shutil, subprocess, tempfile, time

# What each call may fail with.
ERRORS = {"write": [5, 28], "pwrite": [5, 28], "fsync": [5], "rename": [5, 28], "open": [5, 24], "mmap": [12], "read": [5],
          "close": [5], "ftruncate": [28], "mkdir": [28, 13], "unlink": [5]}

# The sizes of requests for memory of which one is refused: any, and those that are large enough for a program to do something.
LEAST = [0, 4096, 65536]
# How the program ends where what follows a refused request would have ended it in a signal.
OUT_OF_MEMORY = ["Error: stopped: the system refused memory", "Error: stopped: more memory was needed"]


class Result:
    def __init__(self, kind, what, fault, outcome, bad=(), text="", again=""):
        self.kind, self.what, self.fault, self.outcome, self.bad, self.text, self.again = kind, what, fault, outcome, list(bad), text, again


def title(line):
    words = line.split()
    return " ".join(words[:2]) if words[0] in ("plot", "teach", "compare", "download") else words[0]


def judge(status, text, room, where, step, mayBeKilled=False):
    """The outcome of a disturbed run, and its faults."""
    bad, outcome = [], "told"
    if status is None:
        bad.append("hang")
    elif status == 0:
        outcome = "unharmed"
        if not room.is_right(where, step, text):
            bad.append("wrong")
    elif status == -9 and mayBeKilled:
        outcome = "killed"
    elif status == 1 and any(words in text for words in OUT_OF_MEMORY):
        outcome = "memory"
    elif status == 127 and "error while loading shared libraries" in text:
        pass  # the system's loader, before anything of ours
    elif status not in (1, 64) or not text.strip():
        bad.append("crash")
    if room.holds_half(where, step):
        bad.append("half")
    return outcome, bad


def once_more(room, where, step):
    """The same command in peace: it must end as if nothing had been. It says itself when it wants --resume."""
    line, bad = step[0], []
    status, words = room.run(line, where)
    for option in ("--resume", "--overwrite"):
        if status != 0 and option in words:
            status, words = room.run(f"{line} {option}", where)
    # `init` writes over nothing, not even its own.
    isThere = line.startswith("init") and status == 1 and "is there already" in words
    if status != 0 and not isThere or not room.is_right(where, step, words):
        bad.append("lost")
    if room.leftovers(where):
        bad.append("left")
    return bad, words


def fault(room, kind, step, **how):
    where = room.fresh(step[1])
    status, text = room.run(step[0], where, **how)
    outcome, bad = judge(status, text, room, where, step, mayBeKilled=kind == "kill")
    more, words = once_more(room, where, step)
    shutil.rmtree(where)
    return Result(kind, title(step[0]), how, outcome, bad + more, text, words)


def count(room, step, least=0):
    """How often an undisturbed run makes each call on files below its folder, and asks for so much memory (malloc)."""
    where, log, found = room.fresh(step[1]), tempfile.mktemp(dir=room.path), {}
    status, text = room.run(step[0], where, mode="count", log=log, least=least)
    assert status == 0, f"{step[0]}: {text}"
    shutil.rmtree(where)
    with open(log) as file:
        for line in file:
            name, number, _ = line.split()
            found[name] = max(found.get(name, 0), int(number))  # of several processes
    return found


def limit(room, step, name, value):
    """A shell's limit (ulimit) that is too small, for the first run."""
    where = room.fresh(step[1])
    number = getattr(resource, "RLIMIT_" + name)
    def lower():
        if name == "NPROC":  # is asked of everybody but root, and counts all that a user runs: so each try is a user of its own
            os.setgid(65534)
            os.setuid(100000 + os.getpid() % 50000)
        resource.setrlimit(number, (value, value))
    if name == "NPROC":
        subprocess.run(["chmod", "-R", "a+rwX", where])
    status, text = room.run(step[0], where, limits=lower)
    outcome, bad = judge(status, text, room, where, step)
    more, words = once_more(room, where, step)
    shutil.rmtree(where)
    return Result("limit", name, dict(line=step[0], value=value), outcome, bad + more, text, words)


def disk(room, step, spare):
    """A disk with room for the inputs and some kilobytes more; afterwards it grows."""
    where = tempfile.mkdtemp(dir=room.path)
    size = sum(os.path.getsize(f"{f}/{n}") + 4096 for need in step[1] for f, _, ns in
               list(os.walk(f"{room.base}/{need}")) or [(room.base, [], [need])] for n in ns) // 1024 + 64 + spare
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "torture", where], check=True)
    try:
        room.fill(where, step[1])
        status, text = room.run(step[0], where)
        outcome, bad = judge(status, text, room, where, step)
        subprocess.run(["mount", "-o", "remount,size=64m", where], check=True)
        more, words = once_more(room, where, step)
    finally:
        subprocess.run(["umount", where], check=True)
        os.rmdir(where)
    return Result("disk", title(step[0]), dict(spare=spare), outcome, bad + more, text, words)


def pair(room, steps, delay=0, kind="pair"):
    """Two commands at once that write the same: one of them works, the other says so, agrees, or comes after it. What stands there at
    last is what one of those made that ended well."""
    where, bad, running = room.fresh(steps[0][1]), [], []
    variables = dict(os.environ, SWIFT_BACKTRACE="enable=no", OPENBLAS_NUM_THREADS="1")
    for line, _, _ in steps:
        running.append(subprocess.Popen([room.program] + line.split(), cwd=where, env=variables, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        time.sleep(delay)
    texts = [p.communicate()[0].decode(errors="replace") for p in running]
    codes = [p.returncode for p in running]
    if any(c not in (0, 1, 64) for c in codes):
        bad.append("crash")
    if all(codes):
        bad.append("lost")
    # A run that came behind the other replaces its frames, and says so where it stops at its cutouts.
    isBehind = any(codes) and steps[0] != steps[1] and room.is_of_either(where, steps)
    if not isBehind and not any(code == 0 and room.is_right(where, step, text) for step, code, text in zip(steps, codes, texts)):
        bad.append("wrong")
    if room.leftovers(where):
        bad.append("left")
    # Once more in peace: what the other made stays where the first may not replace it, with a sentence.
    status, words = room.run(steps[0][0], where)
    if not (room.is_right(where, steps[0], words) if status == 0 else words.strip() and room.is_of_either(where, steps)):
        bad.append("lost")
    if room.leftovers(where):
        bad.append("left")
    shutil.rmtree(where)
    return Result(kind, title(steps[0][0]), dict(delay=delay, lines=[s[0] for s in steps]), "told" if any(codes) else "unharmed",
                  bad, " | ".join(texts), words)
