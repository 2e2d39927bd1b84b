"""How time and memory grow with the rows of a table, and what several processes gain: for `compare scale`."""
import json
import math
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

UNITS = 30
FIELD = 1000  # sources a field
BANDS = "ugriz"


def made_up(path, rows, labels=os.devnull, seed=1, field=FIELD, artificial=False):
    """A table as `encode` writes it, with codes and measurements of made-up stars and galaxies, `field` of them in a field, and
    labels of a hundredth; or of artificial stars, ten copies of each."""
    import numpy as np

    per_band = [(f"{what}_{band}", ">f4") for band in BANDS for what in ("MAG", "MAGERR", "FLUX", "FLUXERR")]
    scores = ["CONCENTRATION", "R50", "PSF_MINUS_MODEL", "TEMPLATE_CHI2", "COMPACTNESS", "COMPACTNESS_ERR", "MAG_STACK"]
    kind = np.dtype(
        [("ID", "S16"), ("FIELD", "S10"), ("RA", ">f8"), ("DEC", ">f8"), ("MAG", ">f4"), ("FLAGS", ">i4"),
         ("EDGE", ">f4"), ("X", ">f8"), ("Y", ">f8"), ("HALFLIGHT_ARCSEC", ">f4"), *per_band,
         *((name, ">f8") for name in scores), ("SATURATED", "S1"), ("SHARP", "S1"), ("CODE", ">f4", (UNITS,)),
         *((name, ">f8") for name in ("ORIGINAL_RA", "ORIGINAL_DEC") if artificial)]
    )
    forms = {"S16": "16A", "S10": "10A", ">f8": "D", ">f4": "E", ">i4": "J", "|S16": "16A", "|S10": "10A", "|S1": "L"}
    cards = [
        ("XTENSION", "'BINTABLE'"), ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", str(kind.itemsize)),
        ("NAXIS2", str(rows)), ("PCOUNT", "0"), ("GCOUNT", "1"), ("TFIELDS", str(len(kind.names))),
    ]
    for number, name in enumerate(kind.names, 1):
        form = f"{UNITS}E" if name == "CODE" else forms[kind[name].str]
        cards += [(f"TTYPE{number}", f"'{name:8}'"), (f"TFORM{number}", f"'{form:8}'")]
    cards += [
        ("EXTNAME", "'CODES   '"), ("MODELID", "'made-up '"), ("BANDS", "'u,g,r,i,z'"), ("REFBAND", "'r       '"),
        ("UBANDS", "'g,r,i   '"),
    ]

    def header(cards):
        text = "".join(f"{key:8}= {value:>20}".ljust(80) for key, value in cards) + "END"
        return text.ljust(-(-len(text) // 2880) * 2880).encode()

    def numbered(letter, numbers, digits):
        """Texts such as f000123, without a Python object for each."""
        text = np.full((len(numbers), digits + 1), ord(letter), "u1")
        for place in range(digits):
            text[:, digits - place] = numbers // 10**place % 10 + ord("0")
        return text

    random = np.random.default_rng(seed)
    centres = np.random.default_rng(1).normal(size=(6, UNITS)).astype("f4")
    with open(path, "wb") as file, open(labels, "w") as truth:
        truth.write("ra,dec,class\n")
        file.write(header([("SIMPLE", "T"), ("BITPIX", "8"), ("NAXIS", "0"), ("EXTEND", "T")]))
        file.write(header(cards))
        step = 200 * field
        for start in range(0, rows, step):
            count = min(step, rows - start)
            number = np.arange(start, start + count)
            table = np.zeros(count, kind)
            magnitude = 16 + 7 * random.random(count) ** 0.5
            star = random.random(count) < (1 if artificial else 0.75 - 0.08 * (magnitude - 16))
            error = 0.01 * 10 ** (0.22 * (magnitude - 16))
            here, place = number // field, number % field
            names = numbered("f", here, 6), numbered("-", place, 5)
            table["FIELD"] = np.ascontiguousarray(names[0]).view("S7")[:, 0]
            table["ID"] = np.ascontiguousarray(np.hstack(names)).view("S13")[:, 0]
            # Fields of a tenth of a degree on a grid over the sky.
            table["RA"] = here % 3000 * 0.1 + random.random(count) * 0.098
            table["DEC"] = here // 3000 * 0.1 - 10 + random.random(count) * 0.098
            table["MAG"], table["MAG_STACK"] = magnitude, magnitude
            table["X"], table["Y"] = 2000 * random.random((2, count)) + 1
            table["HALFLIGHT_ARCSEC"] = np.where(star, 0.7, 1.2)
            for name, _ in per_band:
                table[name] = magnitude + random.standard_normal(count, "f4") if name.startswith("MAG_") else 1
            table["COMPACTNESS"] = np.where(star, 1, 0.72 + 0.1 * random.normal(size=count)) + error * random.normal(size=count)
            table["COMPACTNESS_ERR"] = np.hypot(error, 0.012)
            table["CONCENTRATION"] = table["COMPACTNESS"] + error * random.normal(size=count)
            table["R50"], table["PSF_MINUS_MODEL"] = 3 - table["COMPACTNESS"], table["COMPACTNESS"] - 1
            table["TEMPLATE_CHI2"] = np.where(star, 3, -3) / (50 * error) + random.normal(size=count)
            table["SATURATED"], table["SHARP"] = b"F", b"F"
            if artificial:
                table["FLAGS"] = 4096
                copied = number // 10 * 10 - start
                table["ORIGINAL_RA"], table["ORIGINAL_DEC"] = table["RA"][copied], table["DEC"][copied]
            group = np.where(star, 0, random.integers(1, 6, count))
            spread = (0.5 + 4 * error)[:, None].astype("f4")
            table["CODE"] = centres[group] + spread * random.standard_normal((count, UNITS), "f4")
            file.write(table.tobytes())
            for row in np.flatnonzero(random.random(count) < 0.01):
                truth.write(f"{table['RA'][row]:.7f},{table['DEC'][row]:.7f},{'STAR' if star[row] else 'GALAXY'}\n")
        size = rows * kind.itemsize
        file.write(bytes(-size % 2880))


def run(command, **more):
    """Seconds of the wall clock and of processors, and megabytes at most of a command; anything but success ends all."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(f"compare: {' '.join(map(str, command))}: {complaint.decode()[-500:]}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def tables(program, sizes, folder, threads, only=""):
    """Seconds and megabytes of every command that reads tables, or of those of that name, at every number of rows."""
    measured = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            place = Path(place)

            def do(name, *words):
                # Others need what these two make.
                if only not in name and name not in ("cluster", "classify"):
                    return
                seconds, busy, megabytes = run([program, *words, "--quiet"], cwd=place)
                measured.setdefault(name, {})[rows] = {
                    "seconds": round(seconds, 2), "processor_seconds": round(busy, 2), "megabytes": round(megabytes),
                }
                print(f"{name:20} {rows:>10,} rows  {seconds:8.1f} s  {busy:8.1f} s busy  {megabytes:8.0f} MB", flush=True)

            made_up(place / "codes.fits", rows, place / "labels.csv")
            many = ["--threads", threads]
            do("cluster", "cluster", "codes.fits", *many)
            os.remove(place / "codes.fits")
            do("classify", "classify", "clusters.fits", *many)
            made_up(place / "stars.fits", rows // 10, seed=2, field=FIELD // 10, artificial=True)
            do("classify --injected", "classify", "clusters.fits", "--injected", "stars.fits", "--out", "taught.fits", *many)
            for done in "clusters.fits", "stars.fits", "taught.fits":
                (place / done).unlink(missing_ok=True)
            do("evaluate", "evaluate", "scores.fits", "--catalog", "labels.csv", *many)
            do("similar", "similar", "scores.fits", "f000000-00007", *many)
            do("plot roc", "plot", "roc", "scores.fits", "--catalog", "labels.csv", "--out", "roc.png")
            do("completeness", "plot", "completeness", "scores.fits", "--catalog", "labels.csv", "--out", "completeness.png")
            do("export csv", "export", "scores.fits", "--format", "csv", "--out", "-")
            do("outliers", "outliers", "scores.fits", "--out", "odd.fits", *many)
    for name, by_rows in measured.items():
        print(f"{name:20} processor time grows as n^{exponent(by_rows, 'processor_seconds'):.2f}, memory as n^{exponent(by_rows, 'megabytes'):.2f}")
    return measured


def exponent(by_rows, what):
    """The slope of a straight line through the logarithms."""
    points = [(math.log(rows), math.log(max(values[what], 1e-2))) for rows, values in by_rows.items()]
    if len(points) < 2:
        return float("nan")
    x, y = (statistics.fmean(side) for side in zip(*points))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def ranks(program, folder, turns):
    """Rates of one process with two threads beside two processes with one, in turns."""
    environment = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    place = Path(tempfile.mkdtemp(dir=folder))
    run([program, "simulate", "--fields", "8", "--seed", "3", "--out", "frames", "--quiet"], cwd=place)
    run([program, "ingest", "frames", "--out", "cutouts", "--quiet"], cwd=place)
    run([program, "pretrain", "cutouts", "--epochs", "1", "--quiet"], cwd=place)
    work = {
        "ingest": ["ingest", "frames", "--out", "again"],
        "encode": ["encode", "model.safetensors", "cutouts", "--out", "again.fits"],
        "pretrain": ["pretrain", "cutouts", "--epochs", "2", "--out", "again.safetensors"],
    }
    launch = ["mpirun", "--bind-to", "none", "--oversubscribe", "-n", "2"]
    result = {}
    for name, words in work.items():
        alone, together, busy = [], [], {"alone": [], "together": []}
        for _ in range(turns):
            for times, start, threads in ((alone, [], "2"), (together, launch, "1")):
                kind = "together" if start else "alone"
                for left in ("again", "again.fits", "again.safetensors"):
                    shutil.rmtree(place / left, ignore_errors=True)
                    (place / left).unlink(missing_ok=True)
                seconds, used, _ = run([*start, program, *words, "--threads", threads, "--quiet"], cwd=place, env=environment)
                times.append(seconds)
                busy[kind].append(used)
                print(f"    {name:10} {kind:9} {seconds:7.2f} s, {used:7.2f} s busy", flush=True)
        one, two = statistics.median(alone), statistics.median(together)
        result[name] = {
            "seconds_of_one_process_with_two_threads": round(one, 2),
            "seconds_of_two_processes_with_one": round(two, 2), "efficiency": round(one / two, 3),
            "processor_seconds": {kind: round(statistics.median(used), 2) for kind, used in busy.items()},
        }
        print(f"{name:20} {one:7.2f} s alone, {two:7.2f} s as two processes: efficiency {one / two:.2f}", flush=True)
    shutil.rmtree(place)
    return result


def compare(options, about, folder):
    path = folder / "scale.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    sizes = [int(float(text)) for text in options.rows.split(",") if text]
    scratch = options.scratch or tempfile.gettempdir()
    if shutil.which("mpirun") and "ranks" in options.parts:
        known["ranks"] = ranks(options.program, scratch, options.repeats or 3) | about(2)
    if sizes and "tables" in options.parts:
        # What was measured at other numbers of rows stays.
        before = {
            name: {int(rows): values for rows, values in entry["rows"].items()}
            for name, entry in known.get("tables", {}).items() if isinstance(entry, dict)
        }
        measured = tables(options.program, sizes, scratch, "2", options.only)
        measured = {name: before.get(name, {}) | by_rows for name, by_rows in measured.items()}
        known["tables"] = known.get("tables", {}) | {
            name: {"rows": by_rows, "exponent_of_time": round(exponent(by_rows, "processor_seconds"), 2),
                   "exponent_of_memory": round(exponent(by_rows, "megabytes"), 2)}
            for name, by_rows in measured.items()
        } | about(2)
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")
    print(f"written to {path}")
