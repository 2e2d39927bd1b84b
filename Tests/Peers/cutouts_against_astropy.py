#!/usr/bin/env python3
"""Compares the pixels of a cutout set with astropy.nddata.Cutout2D, band by band.

    python3 Tests/Peers/cutouts_against_astropy.py CUTOUTS FRAMES... [--count 200] [--venv .venv]

Every source's RA and DEC go through each band's own header (all_world2pix), and the 64x64 pixels
around that position must be the same numbers. Sources are taken evenly over the set; those whose
cutout leaves the frame are among them (mode='partial', fill_value=0). The recorded offsets are
checked too. Installs astropy into a virtual environment where it is missing. Exit status 1 where
a single pixel differs.

Recorded with astropy 8.0.2 on SDSS: 200 sources of three fields, 1000 of 1000 band cutouts equal;
all 671 sources of field 003918-3-0213, 3355 of 3355 equal; largest difference of a pixel 0.
"""
import argparse
import glob
import os
import subprocess
import sys
import warnings


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("cutouts", help="the folder that galaxy-aep ingest wrote")
    parser.add_argument("frames", nargs="+", help="the frames, or folders that hold them")
    parser.add_argument("--count", type=int, default=200, help="how many sources to compare")
    parser.add_argument("--venv", default=".venv", help="where to install astropy if need be")
    return parser.parse_args()


def with_astropy(folder):
    """Starts again in a virtual environment that has astropy, unless this one has."""
    try:
        import astropy  # noqa: F401
        return
    except ImportError:
        pass
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        subprocess.check_call([sys.executable, "-m", "venv", folder])
    if subprocess.call([python, "-c", "import astropy"], stderr=subprocess.DEVNULL) != 0:
        subprocess.check_call([python, "-m", "pip", "-q", "install", "astropy"])
    os.execv(python, [python, os.path.abspath(sys.argv[0])] + sys.argv[1:])


def frames_by_name(paths):
    files = []
    for path in paths:
        files += glob.glob(os.path.join(path, "frame-*.fits*")) if os.path.isdir(path) else [path]
    return {os.path.basename(name).split(".fits")[0]: name for name in files}


def main():
    options = arguments()
    with_astropy(options.venv)
    import numpy as np
    from astropy.io import fits
    from astropy.nddata import Cutout2D
    from astropy.wcs import WCS

    warnings.simplefilter("ignore")
    frames = frames_by_name(options.frames)
    sources = []
    for shard in sorted(glob.glob(os.path.join(options.cutouts, "cutouts-*.fits"))):
        with fits.open(shard) as file:
            rows = len(file["CATALOG"].data)
        sources += [(shard, row) for row in range(rows)]
    if not sources:
        sys.exit("%s holds no cutouts" % options.cutouts)
    step = max(1, len(sources) // options.count)
    sources = sources[::step][: options.count]

    opened, equal, compared, partial, largest, largest_offset = {}, 0, 0, 0, 0.0, 0.0
    current, file = None, None
    for shard, row in sources:
        if shard != current:
            current, file = shard, fits.open(shard, memmap=True)
            opened = {}
        source = file["CATALOG"].data[row]
        bands = file[0].header["BANDS"].split(",")
        size = file[0].header["NAXIS1"]
        partial += source["EDGE"] > 0
        for index, band in enumerate(bands):
            if band not in opened:
                name = frames["frame-%s-%s" % (band, source["FIELD"])]
                with fits.open(name) as frame:
                    opened[band] = frame[0].data.copy(), WCS(frame[0].header)
            image, wcs = opened[band]
            x, y = (float(value) for value in wcs.all_world2pix(source["RA"], source["DEC"], 0))
            peer = Cutout2D(image, (x, y), size, mode="partial", fill_value=0.0).data
            peer = np.where(np.isfinite(peer), peer, 0)
            ours = file[0].data[row, index]
            compared += 1
            equal += np.array_equal(ours, peer)
            largest = max(largest, float(np.abs(ours - peer).max()))
            offset = source["OFFSET_X"][index] - (x - np.ceil(x - size / 2) - size / 2)
            largest_offset = max(largest_offset, abs(float(offset)))
    print(
        "%d sources (%d of them partly outside the frame): %d of %d band cutouts equal "
        "Cutout2D pixel by pixel" % (len(sources), partial, equal, compared))
    print("largest difference of a pixel %g, of an offset %.1e pixel" % (largest, largest_offset))
    sys.exit(0 if equal == compared else 1)


if __name__ == "__main__":
    main()
