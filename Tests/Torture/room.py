"""The program, a folder for every try, and what stands in it afterwards."""
import os, re, shutil, signal, subprocess, tempfile

from commands import NEEDED, OTHER_PIPELINE, PAIRS, PIPELINE, STEPS

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# After so many seconds without an end a command hangs; a machine with much else to do needs more.
PATIENCE = float(os.environ.get("PATIENCE", 180))
TEMPORARY = re.compile(r"\.partial$|\.lock$|\.version$")


class Room:
    def __init__(self):
        self.program = os.path.abspath(os.environ.get("PROGRAM") or ROOT + "/.build/release/galaxy-aep")
        self.path = tempfile.mkdtemp(prefix="torture-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
        os.chmod(self.path, 0o755)
        self.base = self.path + "/base"
        self.interposer = self.path + "/interposer.so"
        subprocess.run(["cc", "-O1", "-w", "-shared", "-fPIC", "-o", self.interposer, HERE + "/interposer.c", "-ldl"], check=True)

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def run(self, line, where, limits=None, environment=None, **fault):
        """Status (None where it never ended) and all that was said."""
        variables = dict(os.environ, SWIFT_BACKTRACE="enable=no", OPENBLAS_NUM_THREADS="1", **(environment or {}))
        if fault:
            variables.update({"FAULT_" + k.upper(): str(v) for k, v in fault.items()}, LD_PRELOAD=self.interposer,
                             FAULT_PREFIX=os.path.realpath(where))
        running = subprocess.Popen([self.program] + line.split(), cwd=where, env=variables, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=limits)
        try:
            said, _ = running.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            return None, ""
        return running.returncode, said.decode(errors="replace")

    def fresh(self, needs):
        where = tempfile.mkdtemp(dir=self.path)
        self.fill(where, needs)
        return where

    def fill(self, where, needs):
        for need in needs:
            (shutil.copytree if os.path.isdir(f"{self.base}/{need}") else shutil.copy)(f"{self.base}/{need}", f"{where}/{need}")

    @staticmethod
    def contents(where, outputs):
        """The bytes of what was written, by name. A model's head tells the command line that made it: its tensors count."""
        found = {}
        for out in outputs:
            top = f"{where}/{out}"
            names = [f"{f}/{n}" for f, _, ns in os.walk(top) for n in ns] if os.path.isdir(top) else [top] * os.path.isfile(top)
            for name in names:
                if TEMPORARY.search(name):
                    continue
                with open(name, "rb") as file:
                    data = file.read()
                if name.endswith(".safetensors"):
                    data = data[8 + int.from_bytes(data[:8], "little"):]
                found[name[len(where) + 1:]] = data
        return found

    @staticmethod
    def leftovers(where):
        return [f"{f}/{n}" for f, _, ns in os.walk(where) for n in ns if TEMPORARY.search(n)]

    def prepare(self):
        os.mkdir(self.base)
        with open(self.base + "/p.yaml", "w") as file:
            file.write(PIPELINE)
        with open(self.base + "/q.yaml", "w") as file:
            file.write(OTHER_PIPELINE)
        for name, every in [("digits", 7), ("more", 5)]:
            with open(f"{self.base}/{name}.idx", "wb") as file:
                file.write(bytes([0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 28, 0, 0, 0, 28]) + bytes(i * i // every % 256 for i in range(40 * 784)))
        with open(self.base + "/labels.csv", "w") as file:
            file.write("id,class\n" + "".join(f"{name}-{i:05d},{i % 4}\n" for name in ("digits", "more") for i in range(40)))
        shutil.copy(ROOT + "/Tests/Fixtures/Tiles/rice_1.fits.fz", self.base + "/tiles.fits.fz")
        first = 19  # what makes what others need
        for line in [s[0] for s in self.steps()[:first]] + NEEDED + [s[0] for s in self.steps()[first:]]:
            if line.startswith("report"):
                shutil.copytree(self.base + "/set", self.base + "/rep/cutouts")
                for name, part in [("scores.fits", "scores.fits"), ("e.json", "evaluation.json")]:
                    shutil.copy(f"{self.base}/{name}", f"{self.base}/rep/{part}")
            status, text = self.run(line, self.base)
            assert status == 0, f"{line}: {text}"
        self.expected = {}
        for step in self.steps() + [s for pair in self.pairs() for s in pair]:
            runs = []
            for _ in range(2):
                where = self.fresh(step[1])
                status, text = self.run(step[0], where)
                assert status == 0, f"{step[0]}: {text}"
                runs.append(self.contents(where, step[2]) or {"": text})
                shutil.rmtree(where)
            # What differs between two undisturbed runs (dates, seconds) cannot be compared.
            self.expected[step[0]] = {n: b for n, b in runs[0].items() if runs[1].get(n) == b}
            assert self.expected[step[0]], f"{step[0]}: nothing of it is the same twice"

    def steps(self):
        return [s for s in STEPS if not s[0].startswith("download")]

    def pairs(self):
        """Two steps each, which write the same with other settings."""
        return [((f"{line} {one}", needs, outputs), (f"{line} {other}", needs, outputs)) for line, one, other, needs, outputs in PAIRS]

    def is_right(self, where, step, text):
        line, _, outputs = step
        found = self.contents(where, outputs) or {"": text}
        return all(found.get(n) == b for n, b in self.expected[line].items())

    def is_of_either(self, where, steps):
        """Whether every file is whole, as one of two commands makes it."""
        return all(any(self.expected[line].get(n, b) == b for line, _, _ in steps) for n, b in self.contents(where, steps[0][2]).items())

    def holds_half(self, where, step):
        """Whether a final name stands over other bytes than it should."""
        line, _, outputs = step
        expected = self.expected[line]
        return any(n in expected and b != expected[n] for n, b in self.contents(where, outputs).items())
