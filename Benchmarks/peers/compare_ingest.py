"""Ingest beside its peers: cutting out, reading back, and decompressing, on one thread.

Called by `Benchmarks/compare ingest`. The frames are SDSS's under GALAXY_AEP_DATA; rates are of
processor time, the best of several turns.
"""
import bz2
import json
import os
import resource
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
    """The processor time of a command, its peak memory in MB, and its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / 1024, output


def positions(truth, path):
    """Every labelled position, several times, a little displaced."""
    rows = [line.split(",")[:2] for line in truth.read_text().splitlines()[1:] if line]
    with open(path, "w") as file:
        file.write("ra,dec\n")
        for copy in range(COPIES):
            for ra, dec in rows:
                file.write(f"{float(ra) + copy * 1e-5},{float(dec) + copy * 1e-5}\n")


def run(program, python, processor, turns=3):
    data = Path(os.environ.get("GALAXY_AEP_DATA", HERE.parents[2] / "shared" / "data")) / "sdss"
    packed = [data / f"frame-{band}-{FIELD}.fits.bz2" for band in BANDS]
    if not all(path.exists() for path in packed):
        sys.exit(f"compare: there are no frames of field {FIELD} in {data}; set GALAXY_AEP_DATA")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        frames = []
        for path in packed:
            frames.append(folder / path.stem)
            frames[-1].write_bytes(bz2.decompress(path.read_bytes()))
        catalog = folder / "positions.csv"
        positions(data / f"labels-{FIELD}.csv", catalog)
        cutouts, ingest, decode = folder / "cutouts", [], []
        for _ in range(turns):
            subprocess.run(["rm", "-rf", cutouts], check=True)
            ingest.append(spent([program, "ingest", *packed, "--out", cutouts, "--threads", "1"]))
            start = time.process_time()
            for path in packed:
                bz2.decompress(path.read_bytes())
            decode.append(time.process_time() - start)
        ours, theirs = [], []
        for _ in range(turns):
            command = [program, "profile-ingest", *frames, "--catalog", catalog, "--set", cutouts]
            ours.append(json.loads(spent(command)[2]))
            theirs.append(json.loads(spent([python, HERE / "cutouts_ingest.py", catalog, *frames])[2]))
    rate = max(result["cutoutsPerSecond"] for result in ours)
    peers = {
        name: max(result["rates"][name] for result in theirs) for name in ["astropy", "fitsio"]
    }
    seconds = min(result[0] for result in ingest)
    return {
        "processor": processor, "threads": 1,
        "cutouts_per_second": round(rate),
        "peers_cutouts_per_second": {name: round(value) for name, value in peers.items()},
        "ratios": {name: round(rate / value, 1) for name, value in peers.items()},
        "sums": {"ours": ours[0]["sum"], **theirs[0]["sums"]},
        "set_gigabytes_per_second": round(
            max(result["setBytesPerSecond"] for result in ours) / 1e9, 2
        ),
        "ingest_seconds": round(seconds, 2), "bzip2_seconds": round(min(decode), 2),
        "share_of_bzip2_rate": round(min(decode) / seconds, 3),
        "ingest_megabytes": round(max(result[1] for result in ingest)),
        "versions": theirs[0]["versions"],
    }
