"""Makes wcs.json: headers, pixels and the sky positions that astropy finds for them.

    python3 -m venv venv && venv/bin/pip install astropy && venv/bin/python make-wcs.py

Pixels count from 0. The sky is converted to pixels separately, from positions of its own.
"""

import json
import pathlib

import astropy
import numpy as np
from astropy.wcs import WCS
from astropy.io import fits

TAN = {
    "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CUNIT1": "deg", "CUNIT2": "deg",
    "RADESYS": "ICRS", "CRPIX1": 1025.0, "CRPIX2": 745.0,
    "CRVAL1": 229.537988811, "CRVAL2": 42.7632764344,
    "CD1_1": 6.12244995309e-05, "CD1_2": 9.14089391883e-05,
    "CD2_1": 9.13919502146e-05, "CD2_2": -6.12100865715e-05,
}
SIP = TAN | {
    "CTYPE1": "RA---TAN-SIP", "CTYPE2": "DEC--TAN-SIP", "CRVAL1": 0.01, "CRVAL2": -60.0,
    "A_ORDER": 3, "B_ORDER": 3,
    "A_2_0": 2.1e-6, "A_1_1": -1.3e-6, "A_0_2": 0.7e-6, "A_3_0": 1.1e-9, "A_1_2": -0.9e-9,
    "B_2_0": -1.7e-6, "B_1_1": 0.6e-6, "B_0_2": 1.9e-6, "B_0_3": 0.8e-9, "B_2_1": 1.2e-9,
}
TPV = TAN | {
    "CTYPE1": "RA---TPV", "CTYPE2": "DEC--TPV", "CRVAL1": 150.1, "CRVAL2": 2.2,
    "PV1_0": 2.0e-5, "PV1_1": 1.0004, "PV1_2": 1.1e-4, "PV1_4": -2.3e-3, "PV1_5": 1.4e-3,
    "PV1_6": -0.8e-3, "PV1_7": 3.0e-2,
    "PV2_0": -1.0e-5, "PV2_1": 0.9996, "PV2_2": -0.9e-4, "PV2_4": 1.9e-3, "PV2_5": -1.1e-3,
    "PV2_6": 0.7e-3, "PV2_10": -2.0e-2,
}
SWAPPED = {
    "CTYPE1": "DEC--TAN", "CTYPE2": "RA---TAN", "CUNIT1": "deg", "CUNIT2": "deg",
    "RADESYS": "FK5", "EQUINOX": 2000.0, "CRPIX1": 100.5, "CRPIX2": 60.25,
    "CRVAL1": 89.7, "CRVAL2": 12.0, "CDELT1": 0.000275, "CDELT2": -0.000275, "CROTA2": 0.0,
}
NAMED_TAN = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN"}
PV = {key: value for key, value in TPV.items() if key.startswith("PV")}
HEADERS = {
    "TAN": TAN, "SIP": SIP, "TPV": TPV, "SWAPPED": SWAPPED,
    # SCAMP before 2012; beside a SIP polynomial; PTF: SIP's name and both polynomials; TPV and SIP;
    # SIP without its name; PV that is no distortion; another turn of the circle.
    "SCAMP": TPV | NAMED_TAN, "SCAMP-SIP": SIP | PV | NAMED_TAN, "PTF": SIP | PV,
    "TPV-SIP": SIP | TPV, "SIP-UNNAMED": SIP | NAMED_TAN,
    "TAN-PV": TAN | {"PV1_1": 0.0, "PV1_2": 90.0, "PV2_1": 1.0},
    "NEGATIVE": TAN | {"CRVAL1": -155.25},
}


def case(name, cards):
    wcs = WCS(fits.Header(list(cards.items())), relax=True)
    random = np.random.default_rng(20030429)
    x = random.uniform(-50, 2100, 50)
    y = random.uniform(-50, 1540, 50)
    first, second = wcs.all_pix2world(x, y, 0)
    if name == "NEGATIVE":
        first = first % 360
    ra, dec = (second, first) if name == "SWAPPED" else (first, second)
    u = random.uniform(0, 2048, 50)
    v = random.uniform(0, 1489, 50)
    sky = np.array(wcs.all_pix2world(u, v, 0)).round(7)
    px, py = wcs.all_world2pix(*sky, 0, tolerance=1e-12)
    skyRA, skyDec = sky[::-1] if name == "SWAPPED" else sky
    return {
        "name": name, "cards": cards,
        "scale": float(np.sqrt(abs(np.linalg.det(wcs.pixel_scale_matrix))) * 3600),
        "x": x.tolist(), "y": y.tolist(), "ra": ra.tolist(), "dec": dec.tolist(),
        "skyRA": skyRA.tolist(), "skyDec": skyDec.tolist(),
        "pixelX": px.tolist(), "pixelY": py.tolist(),
    }


content = {
    "madeBy": f"make-wcs.py with astropy {astropy.__version__}",
    "cases": [case(name, cards) for name, cards in HEADERS.items()],
}
path = pathlib.Path(__file__).with_name("wcs.json")
path.write_text(json.dumps(content, indent=None, separators=(",", ":")) + "\n")
