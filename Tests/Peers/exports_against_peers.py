#!/usr/bin/env python3
"""Compares exports with what other programs make of them.

    python3 Tests/Peers/exports_against_peers.py RUN [--program .build/release/galaxy-aep]

RUN is a run's folder with model.safetensors, cutouts and codes.fits. The model goes through
`export` to ONNX, with and without the mean over symmetries, and onnxruntime must give the codes of
`encode` to 1e-5 of each code unit's standard deviation, from pixels or, with the matched stretch,
from the images that `export --cutouts` writes; onnx checks the file itself. PyTorch does the same by
docs/examples/encode_with_pytorch.py where torch is installed. The codes go
through `export` to VOTable and CSV, and astropy must read the same numbers, units and known UCDs.
Needs numpy, astropy, safetensors, onnx and onnxruntime. Exit status 1 where something differs.

Recorded with onnxruntime 1.31.1, PyTorch 2.13.0 and astropy 8.0.2 on the 1579 cutouts of three SDSS fields with the
matched stretch: largest difference 4.4e-6 standard deviations without symmetries (4.3e-6 of codes up to 6.6), for
onnxruntime and PyTorch alike.
"""
import argparse
import csv
import glob
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from astropy.io import fits
from astropy.io.votable import parse
from astropy.io.votable.ucd import parse_ucd
from safetensors import safe_open
from safetensors.numpy import load_file

from checks import Checks

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("run", help="the run's folder")
parser.add_argument("--program", default=".build/release/galaxy-aep")
options = parser.parse_args()
scratch = tempfile.mkdtemp()
checks = Checks(options.program)
call, expect = checks.call, checks.expect


def pixels():
    parts = [], [], []
    for name in sorted(glob.glob(f"{options.run}/cutouts/cutouts-*.fits")):
        with fits.open(name) as shard:
            table = shard["CATALOG"].data
            for part, array in zip(parts, (shard[0].data, table["NOISE"], table["SKY"])):
                part.append(np.array(array, "f4"))
    return dict(zip(("pixels", "noise", "sky"), map(np.concatenate, parts)))


model, images = f"{options.run}/model.safetensors", f"{scratch}/images.safetensors"
call("export", model, "--cutouts", f"{options.run}/cutouts", "--out", images, "--count", "1000000")
with safe_open(model, "numpy") as file:
    is_matched = json.loads(file.metadata()["stretch"])["kind"] == "matched"
inputs = load_file(images) if is_matched else pixels()
for flag in "--symmetries", "--no-symmetries":
    graph, table = f"{scratch}/encoder.onnx", f"{scratch}/codes.fits"
    call("export", model, "--out", graph, flag)
    call("encode", model, f"{options.run}/cutouts", "--out", table, flag)
    onnx.checker.check_model(onnx.load(graph), full_check=True)
    session = onnxruntime.InferenceSession(graph)
    count = len(next(iter(inputs.values())))
    theirs = np.concatenate([
        session.run(None, {n: a[i:i + 64] for n, a in inputs.items()})[0]
        for i in range(0, count, 64)])
    ours = fits.getdata(table, "CODES")["CODE"]
    largest = (abs(theirs - ours) / ours.std(0)).max()
    expect(f"ONNX {flag}: largest difference {largest:.2g} standard deviations "
           f"({abs(theirs - ours).max():.2g} of codes up to {abs(ours).max():.3g})", largest < 1e-5)
if importlib.util.find_spec("torch"):
    example = Path(__file__).parents[2] / "docs/examples/encode_with_pytorch.py"
    result = subprocess.run([sys.executable, example, model, images, table], text=True,
                            capture_output=True)
    expect("PyTorch: " + (result.stdout or result.stderr).strip(), result.returncode == 0)

call("export", f"{options.run}/codes.fits", "--out", f"{scratch}/codes.vot")
call("export", f"{options.run}/codes.fits", "--out", f"{scratch}/codes.csv")
table = parse(f"{scratch}/codes.vot", verify="exception").get_first_table()
rows = list(csv.DictReader(open(f"{scratch}/codes.csv")))
with fits.open(f"{options.run}/codes.fits") as file:
    data, columns = file["CODES"].data, file["CODES"].columns
    for column, field in zip(columns, table.fields):
        parse_ucd(field.ucd, check_controlled_vocabulary=True)
        values = data[column.name]
        same = np.array_equal(np.array(table.array[column.name]), values,
                              equal_nan=values.dtype.kind == "f")
        expect(f"VOTable {column.name} [{field.unit}] {field.ucd}", same)
        if values.ndim == 1 and values.dtype.kind == "f":
            read = np.array([float(row[column.name] or "nan") for row in rows], values.dtype)
            expect(f"CSV {column.name}", np.array_equal(read, values, equal_nan=True))
sys.exit(checks.failures > 0)
