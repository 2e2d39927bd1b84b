"""Changed inputs: by the ten thousand for every reader in a sanitised process, and some for whole commands."""
import os, random, re, shutil, signal, subprocess

from tries import Result

TOKENS = [b"-1", b"1e300", b"NaN", b"9" * 19, b"0", b"2147483648"]


def changed(data, dice):
    """A file with one to four damages."""
    data = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at, size = dice.randrange(len(data) + 1), dice.choice([1, 2, 4, 8, 80, 2880])
        way = dice.randrange(7)
        if way == 0 and at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        elif way == 1 and at < len(data):
            data[at] = dice.choice([0, 255, 32, 48, dice.randrange(256)])
        elif way == 2:
            data[at:at + size] = bytes(dice.randrange(256) for _ in range(min(size, 80)))
        elif way == 3 and dice.random() < .3:
            del data[at:]
        elif way == 4:
            del data[at:at + size]
        elif way == 5:
            data[at:at] = data[at // 80 * 80:at // 80 * 80 + size]
        else:
            numbers = list(re.finditer(rb"\d+(\.\d+)?", bytes(data[:20000])))
            if numbers:
                m = dice.choice(numbers)
                data[m.start():m.end()] = dice.choice(TOKENS)[:max(1, m.end() - m.start())].ljust(m.end() - m.start())
        if not data:
            break
    return bytes(data)


def command(room, reader, seed, keep):
    """One changed file for a whole command, which keeps what it likes least in processes of their own."""
    source, line, needs = reader
    name = os.path.basename(source)
    where, bad = room.fresh(needs), []
    os.mkdir(where + "/in")
    with open(f"{room.base}/{source}", "rb") as sound, open(f"{where}/in/{name}", "wb") as file:
        file.write(changed(sound.read(), random.Random(seed)))
    status, text = room.run(line.format("in/" + name), where)
    if status is None:
        bad.append("hang")
    elif status not in (0, 1, 64):
        bad.append("crash")
    if room.leftovers(where):
        bad.append("left")
    if bad:
        shutil.copy(f"{where}/in/{name}", f"{keep}/fault-{seed}-{name}")
    shutil.rmtree(where)
    return Result("changed input", line.split()[0], dict(seed=seed, file=name), "unharmed" if status == 0 else "told", bad, text)


def sanitised(program, corpus, room, seed, first, count, keep):
    """`count` changed files in one process; after a crash another one goes on behind it."""
    found, at, end = [], first, first + count
    os.makedirs(room, exist_ok=True)
    while at < end:
        options = "detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=2048:hard_rss_limit_mb=4096:handle_abort=1"
        running = subprocess.run(
            [program, corpus, "--seed", str(seed), "--from", str(at), "--count", str(end - at), "--room", room],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(
                os.environ, ASAN_OPTIONS=options, SWIFT_BACKTRACE="enable=no", OPENBLAS_NUM_THREADS="1", TMPDIR=room))
        said = running.stderr.decode(errors="replace")
        for line in running.stdout.decode().splitlines():
            reader, told, unharmed, wrong = line.split()
            for outcome, number in [("told", told), ("unharmed", unharmed)]:
                found += [Result("sanitised", reader, {}, outcome)] * int(number)
            found += [Result("sanitised", reader, dict(seed=seed), "unharmed", ["wrong"], "see wrong-*")] * int(wrong)
        if running.returncode == 0:
            break
        try:
            with open(room + "/NEXT") as file:
                number, path = file.read().split(" ", 1)
        except FileNotFoundError:
            number, path = -1, ""
        path, number = path.strip(), int(number)
        if number < at:
            raise SystemExit(f"torture: {program} does not start: {said[-2000:]}")
        reader = os.path.basename(os.path.dirname(path))
        shutil.copy(path, f"{keep}/fault-{seed}-{number}-{reader}-{os.path.basename(path)}")
        with open(f"{keep}/fault-{seed}-{number}-{reader}.log", "w") as log:
            log.write(said)
        what = "hang" if running.returncode == -signal.SIGALRM else "crash"
        found.append(Result("sanitised", reader, dict(seed=seed, number=number), "told", [what], said[-300:]))
        at = number + 1
    for name in os.listdir(room):
        if name.startswith("wrong-"):
            shutil.move(f"{room}/{name}", f"{keep}/{name}")
    return found
