#!/usr/bin/env python3
"""Writes one small image in every tile compression (python -m pip install astropy).

Pixels are 3 x + 7 y + 11 (x y mod 5) over 48 columns and 40 rows.
"""
from pathlib import Path

import numpy as np
from astropy.io import fits

HERE = Path(__file__).parent
y, x = np.mgrid[0:40, 0:48]
pixels = (3 * x + 7 * y + 11 * ((x * y) % 5)).astype("i4")
header = fits.Header(
    [("CTYPE1", "RA---TAN"), ("CTYPE2", "DEC--TAN"), ("CRPIX1", 24.0), ("CRPIX2", 20.0),
     ("CRVAL1", 150.0), ("CRVAL2", 2.0), ("CD1_1", -1.1e-4), ("CD2_2", 1.1e-4), ("FILTER", "r")]
)
for method in ["RICE_1", "GZIP_1", "GZIP_2", "HCOMPRESS_1", "PLIO_1"]:
    data = pixels.astype("i2") if method == "PLIO_1" else pixels
    unit = fits.CompImageHDU(data, header, compression_type=method, tile_shape=(20, 24))
    path = HERE / f"{method.lower()}.fits.fz"
    fits.HDUList([fits.PrimaryHDU(), unit]).writeto(path, overwrite=True)
floats = fits.CompImageHDU(
    pixels.astype("f4"), header, compression_type="GZIP_2", quantize_level=0.0
)
fits.HDUList([fits.PrimaryHDU(), floats]).writeto(HERE / "floats.fits.fz", overwrite=True)
