#!/usr/bin/env python3
"""Compares a network of classes of pixels in ONNX Runtime, and its maps, with what other programs make of them.

    python3 Tests/Peers/segmentation_against_peers.py MODEL FRAMES [--program .build/release/galaxy-aep]

MODEL is what `teach segmentation` wrote, FRAMES a folder of FITS frames of its bands, each of less than 1900 pixels a
side and with the band's letter in its header (FILTER). `export` writes the network, `segment --tile 2048` its maps: one
tile then holds a whole field. ONNX Runtime is given the frames' pixels with the noise and sky that SEP measures, bands laid
on r by astropy's world coordinates; its probabilities must be those of the maps to the half step of 5e-5 that these
are stored in, and 1e-5 more. astropy and fitsio must read the compressed planes alike, and right checksums, and photutils
and SEP must take SEGMENTS as it is.
Needs numpy, astropy, fitsio, sep, photutils, onnx and onnxruntime. Exit status 1 where something differs.

Recorded with onnxruntime 1.32.0, astropy 8.0.2, fitsio 1.4.2, photutils 3.0.0 on eight simulated fields of 640×480 pixels: largest
difference beyond the half step 9.6e-7.
"""
import argparse
import glob
import os
import sys
import tempfile
import warnings

import fitsio
import numpy as np
import onnx
import onnxruntime
import sep
from astropy.io import fits
from astropy.wcs import WCS, FITSFixedWarning
from photutils.segmentation import SegmentationImage, SourceCatalog

from checks import Checks

warnings.simplefilter("ignore", FITSFixedWarning)
parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("model")
parser.add_argument("frames", help="the folder of frames")
parser.add_argument("--program", default=".build/release/galaxy-aep")
options = parser.parse_args()
scratch = tempfile.mkdtemp()
checks = Checks(options.program)
call, expect = checks.call, checks.expect
side, start = 2048, 48
graph, maps = f"{scratch}/segmentation.onnx", f"{scratch}/maps"
call("export", options.model, "--out", graph)
call("segment", options.model, options.frames, "--tile", str(side), "--out", maps)
loaded = onnx.load(graph)
onnx.checker.check_model(loaded, full_check=True)
facts = {entry.key: entry.value for entry in loaded.metadata_props}
bands, classes = facts["bands"].split(","), facts["classes"].split(",")
session = onnxruntime.InferenceSession(graph)
for given in session.get_inputs() + session.get_outputs():
    print("   ", given.name, given.shape)

frames = {}
for path in glob.glob(f"{options.frames}/*.fits*"):
    header = fits.getheader(path)
    if "FILTER" in header:
        frames[header["RUN"], header["CAMCOL"], header["FRAME"], header["FILTER"].strip()] = path


def laid(here, there, shape):
    """Where the pixels of one grid lie on another [x or y, y, x], worked out every 64 pixels as the program does, so that what
    lies half way between two pixels goes to the same one."""
    across, up = (-(-length // 64) + 1 for length in shape[::-1])
    v, u = np.mgrid[:up, :across] * 64
    nodes = np.array(there.all_world2pix(*here.all_pix2world(u.ravel(), v.ravel(), 0), 0), "f4")
    nodes = nodes.reshape(2, up, across)
    v, u = np.indices(shape)
    t = (v % 64 / 64).astype("f4")
    left, right = (nodes[:, v // 64, n] * (1 - t) + nodes[:, v // 64 + 1, n] * t
                   for n in (u // 64, u // 64 + 1))
    return left + (right - left) / np.float32(64) * (u % 64).astype("f4")


def field(name):
    """Pixels [band, y, x] on the grid of r, NaN where a band shows nothing, noise and sky of every band."""
    run, camcol, number = (int(part) for part in name.split("-"))
    planes, noise, sky = [], [], []
    reference = WCS(fits.getheader(frames[run, camcol, number, "r"]))
    for band in bands:
        with fits.open(frames[run, camcol, number, band]) as file:
            data = file[0].data.astype("f4")
            there = WCS(file[0].header)
        background = sep.Background(data)
        noise.append(background.globalrms)
        sky.append(background.globalback)
        u, v = np.floor(laid(reference, there, data.shape) + np.float32(0.5)).astype(int)
        inside = (u >= 0) & (v >= 0) & (u < data.shape[1]) & (v < data.shape[0])
        plane = np.full(data.shape, np.nan, "f4")
        plane[inside] = data[v[inside], u[inside]]
        planes.append(plane)
    return np.array(planes, "f4"), np.array(noise, "f4"), np.array(sky, "f4")


worst = 0
for path in sorted(glob.glob(f"{maps}/*.fits")):
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="(Checksum|Datasum)")
        with fits.open(path, checksum=True) as file:
            units = [unit.name for unit in file]
            ours = np.array([file[f"PROB_{name.upper()}"].data for name in classes])
            segments, classes_of = file["SEGMENTS"].data, file["CLASS"].data
            rows, places = file["SEGMENT"].data, [WCS(unit.header) for unit in file[1:-1]]
            name = file[0].header["FIELD"]
    with fitsio.FITS(path) as file:
        theirs = np.array([file[f"PROB_{name.upper()}"].read() for name in classes])
        kinds = {unit.get_extname(): unit.get_comptype() for unit in file if unit.get_exttype() == "IMAGE_HDU"}
    expect(f"{name}: astropy and fitsio read the same probabilities", abs(ours - theirs).max() < 1e-7)
    expect(f"{name}: planes are compressed, CLASS and SEGMENTS are not",
           all((kinds.get(u) == "RICE_1") == u.startswith("PROB_") for u in units[1:-1]))
    expect(f"{name}: every plane lies where SEGMENTS does",
           all(np.allclose(p.all_pix2world(5, 7, 0), places[-1].all_pix2world(5, 7, 0)) for p in places))
    catalog = SourceCatalog(np.ones(segments.shape), SegmentationImage(segments.astype("i4")))
    expect(f"{name}: photutils finds the areas of the table",
           np.array_equal(catalog.label, rows["NUMBER"]) and np.allclose(catalog.area.value, rows["AREA"]))
    native = segments.astype(segments.dtype.newbyteorder("="))
    sums, _, _ = sep.sum_circle(np.ones(native.shape), rows["X"] - 1, rows["Y"] - 1, 3.0, segmap=native,
                                seg_id=rows["NUMBER"].astype("i4"))
    expect(f"{name}: SEP measures on SEGMENTS", len(sums) == len(rows))

    pixels, noise, sky = field(name)
    tile = np.full((1, len(bands), side, side), np.nan, "f4")
    height, width = pixels.shape[1:]
    tile[0, :, start:start + height, start:start + width] = pixels
    found, = session.run(["probabilities"], {"pixels": tile, "noise": noise[None], "sky": sky[None]})
    found = found[0, :, start:start + height, start:start + width]
    shown = classes_of < 255
    beyond = abs(found - ours)[:, shown].max() - 5e-5
    worst = max(worst, beyond)
    expect(f"{name}: ONNX Runtime's probabilities differ by {beyond:.1e} beyond the half step of {shown.sum()} pixels",
           beyond < 1e-5)
    # Any size: a piece of the frame, of sides that are no squares.
    size = int(facts["size_multiple"])
    piece = tile[:, :, start:start + 20 * size, start:start + 9 * size]
    small, = session.run(None, {"pixels": np.concatenate([piece, piece]), "noise": np.array([noise] * 2),
                                "sky": np.array([sky] * 2)})
    expect(f"{name}: two pieces of {9 * size}×{20 * size} pixels",
           small.shape == (2, len(classes), 20 * size, 9 * size)
           and np.allclose(small.sum(1), 1, atol=1e-5) and np.array_equal(small[0], small[1]))
    os.remove(path)
print(f"largest difference beyond the half step: {worst:.1e}")
sys.exit(checks.failures > 0)
