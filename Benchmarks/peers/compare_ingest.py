"""Ingest beside its peers: cutting out, reading back, and decompressing, on one thread.

Called by `Benchmarks/compare ingest`. The frames are SDSS's under GALAXY_AEP_DATA; rates are of
processor time. Decompression is Python's bz2 and gzip, that is libbz2 and zlib, of the same bytes.
"""
import bz2
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIELD = "003918-3-0213"
BANDS = "ugriz"
COPIES = 6


def spent(command):
    """The processor time of a command, its own peak memory in MB, and its output."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([*map(str, command)], stdout=output, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"compare: {' '.join(map(str, command))} failed")
        output.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read()


def positions(truth, path):
    """Every labelled position, several times, a little displaced."""
    rows = [line.split(",")[:2] for line in truth.read_text().splitlines()[1:] if line]
    with open(path, "w") as file:
        file.write("ra,dec\n")
        for copy in range(COPIES):
            for ra, dec in rows:
                file.write(f"{float(ra) + copy * 1e-5},{float(dec) + copy * 1e-5}\n")


def decompressed(paths, opener):
    """The processor time of reading files through a decompressor and nothing else."""
    start = time.process_time()
    for path in paths:
        opener(path.read_bytes())
    return time.process_time() - start


def ingested(program, frames, out, threads):
    """The processor and wall time of ingesting frames anew, and the peak memory in MB."""
    subprocess.run(["rm", "-rf", out], check=True)
    start = time.perf_counter()
    seconds, megabytes, _ = spent([program, "ingest", *frames, "--out", out, "--threads", threads])
    return seconds, time.perf_counter() - start, megabytes


def memory(program, frames, folder):
    """Peak memory in MB of ingesting one field, and ten of the same pixels under other names."""
    peaks = {}
    for count in (1, 10):
        paths = []
        for number in range(count):
            for band, frame in zip(BANDS, frames):
                paths.append(folder / f"frame-{band}-{number + 1:06}-3-0213.fits.bz2")
                if not paths[-1].exists():
                    paths[-1].symlink_to(frame)
        peaks[str(count)] = round(ingested(program, paths, folder / "many", "2")[2])
    return peaks


def run(program, python, about, turns=3):
    data = Path(os.environ.get("GALAXY_AEP_DATA", HERE.parents[2] / "shared" / "data")) / "sdss"
    packed = [data / f"frame-{band}-{FIELD}.fits.bz2" for band in BANDS]
    if not all(path.exists() for path in packed):
        sys.exit(f"compare: there are no frames of field {FIELD} in {data}; set GALAXY_AEP_DATA")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        frames, zipped = [], []
        for path in packed:
            frames.append(folder / path.stem)
            frames[-1].write_bytes(bz2.decompress(path.read_bytes()))
            zipped.append(folder / (path.stem + ".gz"))
            zipped[-1].write_bytes(gzip.compress(frames[-1].read_bytes(), 6))
        catalog = folder / "positions.csv"
        positions(data / f"labels-{FIELD}.csv", catalog)
        cutouts, ingest, decode, ingest_gz, decode_gz = folder / "cutouts", [], [], [], []
        for _ in range(turns):
            ingest_gz.append(ingested(program, zipped, cutouts, "1"))
            decode_gz.append(decompressed(zipped, gzip.decompress))
            ingest.append(ingested(program, packed, cutouts, "1"))
            decode.append(decompressed(packed, bz2.decompress))
        ours, theirs = [], []
        for _ in range(turns):
            command = [program, "profile-ingest", *frames, "--catalog", catalog, "--set", cutouts]
            ours.append(json.loads(spent(command)[2]))
            theirs.append(json.loads(spent([python, HERE / "cutouts_ingest.py", catalog, *frames])[2]))
        peaks = memory(program, packed, folder)
    rate = max(result["cutoutsPerSecond"] for result in ours)
    peers = {
        name: max(result["rates"][name] for result in theirs) for name in ["astropy", "fitsio"]
    }
    # Medians of runs in turns: what else the machine does weighs on both alike.
    seconds, bzip2 = statistics.median(run[0] for run in ingest), statistics.median(decode)
    seconds_gz, inflate = statistics.median(run[0] for run in ingest_gz), statistics.median(decode_gz)
    return about | {
        "threads": 1,
        "cutouts_per_second": round(rate),
        "peers_cutouts_per_second": {name: round(value) for name, value in peers.items()},
        "ratios": {name: round(rate / value, 1) for name, value in peers.items()},
        "sums": {"ours": ours[0]["sum"], **theirs[0]["sums"]},
        "set_gigabytes_per_second": round(
            max(result["setBytesPerSecond"] for result in ours) / 1e9, 2
        ),
        "ingest_seconds": round(seconds, 2), "bzip2_seconds": round(bzip2, 2),
        "share_of_bzip2_rate": round(bzip2 / seconds, 3),
        "ingest_gzip_seconds": round(seconds_gz, 2), "gzip_seconds": round(inflate, 2),
        "share_of_gzip_rate": round(inflate / seconds_gz, 3),
        "ingest_megabytes": round(max(result[2] for result in ingest)),
        "megabytes_by_fields": peaks,
        "versions": theirs[0]["versions"],
    }
