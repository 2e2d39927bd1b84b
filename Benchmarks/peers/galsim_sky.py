"""A survey drawn by another simulator (GalSim 2.8), for judging the program on a sky that its own did not make.

    galaxy-aep simulate --fields 1 --seed 77 --out templates
    python galsim_sky.py templates sky 24 0.55    # fields, half-light radius in arcseconds at r = 20

Moffat point spreads whose width and shape are tilted over the frame, stars, exponential disks with Sérsic bulges; noise,
calibration and world coordinates are those of the templates. Writes sky/frame-*.fits and sky/truth.csv.
"""
import csv
import functools
import multiprocessing
import sys
import warnings
from pathlib import Path

import galsim
import numpy as np
from astropy.io import fits
from astropy.wcs import WCS

BANDS = "ugriz"
SCALE = 0.396  # arcseconds a pixel
SEEING = (1.18, 1.08, 1, 0.95, 0.93)  # of r's
BULGE = (0.55, 0.8, 1, 1.1, 1.15)
PLACED = ("CRPIX1", "CRPIX2", "CD1_1", "CD1_2", "CD2_1", "CD2_2")
FAST = galsim.GSParams(folding_threshold=1e-2, maxk_threshold=1e-2, maximum_fft_size=8192)


def magnitudes(random, count, slope, low, high=23.3):
    """Numbers that grow as 10^(slope m)."""
    least, most = 10 ** (slope * low), 10 ** (slope * high)
    return np.log10(least + random.random(count) * (most - least)) / slope


def star(random, r):
    warmth = random.beta(1.2, 1.6)
    gr = 0.2 + 1.25 * warmth
    ri = 0.05 + 0.35 * gr + max(gr - 1.25, 0) * 4 * random.random()
    ug = 0.85 + 1.2 * warmth + 0.1 * random.normal()
    return colours(r, ug, gr + 0.05 * random.normal(), ri + 0.04 * random.normal(), 0.5 * ri + 0.04 * random.normal())


def galaxy(random, r, radius):
    z, early = random.gamma(3, 0.06 + 0.02 * max(r - 18, 0)), random.random() < 0.35
    gr = (0.65 if early else 0.35) + 1.3 * min(z, 0.5) + 0.1 * random.normal()
    ri = 0.25 + 0.5 * min(z, 0.6) + 0.07 * random.normal()
    iz = 0.2 + 0.2 * z + 0.06 * random.normal()
    ug = (1.6 if early else 1.05) + 0.15 * random.normal() - 0.3 * min(z, 0.5)
    shape = {
        "r50": np.clip(radius * 10 ** (-0.06 * (r - 20) + 0.22 * random.normal()), 0.06, 5),
        "bulge": random.beta(5, 2) if early else random.beta(1, 4),
        "q": random.uniform(0.2, 1),
        "angle": random.uniform(0, 180) * galsim.degrees,
    }
    return colours(r, ug, gr, ri, iz), shape


def colours(r, ug, gr, ri, iz):
    return r + gr + ug, r + gr, r, r - ri, r - ri - iz


def profile(shape, band, psf):
    if shape is None:
        return psf
    r50, bulge = shape["r50"], min(shape["bulge"] * BULGE[band], 1)
    disk = galsim.Exponential(half_light_radius=1.15 * r50, gsparams=FAST)
    core = galsim.Sersic(3.5, half_light_radius=max(0.6 * r50, 0.05), trunc=5 * max(r50, 0.3), gsparams=FAST)
    both = disk * (1 - bulge) + core * bulge if bulge < 0.98 else core
    return galsim.Convolve(both.shear(q=shape["q"], beta=shape["angle"]), psf, gsparams=FAST)


def draw(image, light, method, x, y, size):
    """Adds a profile around a place, counted from 1."""
    left, bottom = int(np.floor(x + 0.5)) - size // 2, int(np.floor(y + 0.5)) - size // 2
    stamp = galsim.ImageF(galsim.BoundsI(left, left + size - 1, bottom, bottom + size - 1), scale=SCALE)
    seen = stamp.bounds & image.bounds
    if seen.isDefined():
        light.drawImage(stamp, center=galsim.PositionD(x, y), method=method)
        image[seen] += stamp[seen]


def field(number, templates, out, radius):
    """One field's frames; returns its rows of the truth."""
    random = np.random.default_rng(9000 + number)
    sources = [("STAR", star(random, r), None) for r in magnitudes(random, random.poisson(330), 0.17, 14.5)]
    sources += [("GALAXY", *galaxy(random, r, radius)) for r in magnitudes(random, random.poisson(720), 0.36, 16)]
    width, height = templates["r"]["NAXIS1"], templates["r"]["NAXIS2"]
    places = np.column_stack([random.uniform(1, side, len(sources)) for side in (width, height)])
    seeing, tilt, lean = random.uniform(1.05, 1.45), random.normal(0, 0.05, 2), random.normal(0, 0.03, (2, 2))
    for band, name in enumerate(BANDS):
        header = templates[name].copy()
        for key in PLACED:
            header[key] = templates["r"][key]
        header["RUN"], header["CAMCOL"], header["FRAME"] = 200001, 1 + number % 6, 11 + number // 6
        header["CRVAL1"], header["CRVAL2"] = 20 + 0.4 * number, -3.0
        for key in ("CHECKSUM", "DATASUM", "MOFFAT"):
            header.remove(key, ignore_missing=True)
        header["SEEING"] = seeing * SEEING[band]
        image = galsim.ImageF(width, height, scale=SCALE)
        for (kind, mags, shape), (x, y) in zip(sources, places):
            at = np.array([2 * x / width - 1, 2 * y / height - 1])
            g1, g2 = np.clip(lean @ at, -0.1, 0.1)
            psf = galsim.Moffat(beta=3.2, fwhm=header["SEEING"] * (1 + tilt @ at), gsparams=FAST).shear(g1=g1, g2=g2)
            r50 = shape["r50"] if shape else 0
            size = int(np.clip(20 + 12.8 * r50 / SCALE + 18 * max(0, 20 - mags[2]), 32, 240)) // 2 * 2
            light = profile(shape, band, psf).withFlux(10 ** (0.4 * (22.5 - mags[band])))
            draw(image, light, "auto" if shape else "no_pixel", x, y, size)
        light = image.array.astype("f8")
        noise = np.sqrt(header["SKYSIG"] ** 2 + np.maximum(light, 0) * header["NMGY"] / header["GAIN"])
        light = np.minimum(light + noise * random.normal(size=light.shape), header["SATURATE"])
        path = out / f"frame-{name}-200001-{header['CAMCOL']}-{header['FRAME']:04d}.fits"
        fits.PrimaryHDU(light.astype("f4"), header).writeto(path, overwrite=True)
    sky = WCS(header).wcs_pix2world(places, 1)
    return [(f"{ra:.7f}", f"{dec:.7f}", kind, f"{mags[2]:.4f}") for (ra, dec), (kind, mags, _) in zip(sky, sources)]


def main():
    templates, out, fields, radius = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    out.mkdir(exist_ok=True)
    headers = {name: fits.getheader(sorted(templates.glob(f"frame-{name}-*"))[0]) for name in BANDS}
    with open(out / "truth.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["ra", "dec", "class", "mag"])
        with multiprocessing.Pool() as pool:
            one = functools.partial(field, templates=headers, out=out, radius=radius)
            for number, found in enumerate(pool.imap(one, range(fields)), 1):
                rows.writerows(found)
                print(f"field {number} of {fields}", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the templates spell RADESYS the old way
    main()
