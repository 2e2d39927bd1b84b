#!/usr/bin/env python3
"""Compares the sources of a cutout set with those that SEP's Python module finds in the same sum.

    python3 Tests/Peers/detection_against_sep.py CUTOUTS FRAME_G FRAME_R FRAME_I

g and i, less their sky and over their noise, are laid on the pixels of r (scipy, linear), added to
it, and scaled to the same noise where a band shows nothing; sep extracts at 2 sigma, 5 pixels. Needs
astropy, scipy and sep. Exit status 1 where a source of either has none of the other within a pixel.

Recorded with sep 1.4.1 on SDSS 003918-3-0213: 917 sources there and here, every one of the 888 that
were kept within a pixel of one of sep's (these are barycentres, ours are windowed where that holds).
"""
import bz2
import glob
import io
import sys
import warnings

import numpy as np
import sep
from astropy.io import fits
from astropy.wcs import WCS
from scipy.ndimage import map_coordinates

NODES = 64


def frame(path):
    opener = bz2.open if path.endswith(".bz2") else open
    with opener(path, "rb") as file:
        unit = fits.open(io.BytesIO(file.read()))[0]
    pixels = unit.data.astype("f4")
    sky = sep.Background(pixels)
    return (pixels - sky) / sky.globalrms, WCS(unit.header)


def laid_on(reference, other):
    (grid, wcs), (pixels, own) = reference, other
    y, x = np.mgrid[0 : grid.shape[0] + NODES : NODES, 0 : grid.shape[1] + NODES : NODES]
    ra, dec = wcs.all_pix2world(x.ravel(), y.ravel(), 0)
    theirs = own.all_world2pix(ra, dec, 0)
    rows, columns = np.mgrid[0 : grid.shape[0], 0 : grid.shape[1]]
    place = [rows / NODES, columns / NODES]
    across, up = (map_coordinates(t.reshape(x.shape), place, order=1) for t in theirs)
    return map_coordinates(pixels, [up, across], order=1, cval=np.nan)


def main():
    warnings.simplefilter("ignore")
    g, r, i = (frame(path) for path in sys.argv[2:5])
    layers = [laid_on(r, g), r[0], laid_on(r, i)]
    shown = sum(np.isfinite(layer) for layer in layers)
    total = (sum(np.nan_to_num(layer) for layer in layers) / np.sqrt(shown)).astype("f4")
    sky = sep.Background(total)
    sep.set_extract_pixstack(3_000_000)
    kernel = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], "f4")
    found = sep.extract(total - sky, 2, err=sky.globalrms, minarea=5, filter_kernel=kernel)
    tables = [fits.open(path)["CATALOG"].data for path in sorted(glob.glob(sys.argv[1] + "/*.fits"))]
    x = np.concatenate([table["X"] for table in tables]) - 1
    y = np.concatenate([table["Y"] for table in tables]) - 1
    nearest = np.array([np.hypot(found["x"] - a, found["y"] - b).min() for a, b in zip(x, y)])
    print(f"sep finds {len(found)}; the set holds {len(x)}, at most {nearest.max():.2f} pixels off")
    sys.exit(0 if nearest.max() < 1 else 1)


main()
