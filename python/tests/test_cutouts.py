"""Cutout sets against astropy's own readers."""

import shutil
import warnings

import astropy.units as u
import numpy as np
import pytest
from astropy.io import fits
from astropy.nddata import Cutout2D
from astropy.table import Table
from astropy.wcs import WCS, FITSFixedWarning

import galaxy_aep as ga


def files(cutouts):
    return sorted(cutouts.path.glob("cutouts-*.fits"))


def everything(cutouts, name=0):
    parts = []
    for path in files(cutouts):
        with fits.open(path, memmap=False) as units:
            parts.append(np.array(units[name].data))
    return np.concatenate(parts)


def test_pixels_are_those_that_astropy_reads(cutouts):
    expected = everything(cutouts)
    assert len(files(cutouts)) == 2 and cutouts.shape == expected.shape and len(cutouts) == len(expected)
    assert np.array_equal(np.asarray(cutouts), expected)
    assert all(np.array_equal(one, other) for one, other in zip(cutouts, expected))


@pytest.mark.parametrize("key", [
    5, -1, slice(3, 9), slice(35, 60), slice(None, None, 7), slice(60, 20, -3), slice(9, 2, -1), slice(4, 0, -2), slice(3, None, -1),
    slice(90, 95), [0, 80, 3], (slice(None), 2), (7, 1), (slice(2, 70), 3, slice(20, 40), slice(20, 44)), (Ellipsis, 5),
    ([1, 2, 84], slice(None), 7), (slice(0, 3), [0, 2]), Ellipsis, (4, Ellipsis, 3), np.int64(8), np.array([2, 50]),
])
def test_whatever_is_chosen_is_what_numpy_chooses(cutouts, key):
    chosen = cutouts[key]
    assert np.array_equal(chosen, everything(cutouts)[key]) and chosen.dtype == np.dtype(">f4")


def test_masks_and_bands_by_name(cutouts):
    expected = everything(cutouts)
    bright = np.asarray(cutouts.table["MAG"]) < 20
    assert 0 < bright.sum() < len(cutouts) and np.array_equal(cutouts[bright], expected[bright])
    assert np.array_equal(cutouts[7, "r"], expected[7, 2])
    assert np.array_equal(cutouts[:, ["i", "g"], 24:40], expected[:, [3, 1], 24:40])


def test_what_lies_in_one_file_is_not_copied(cutouts):
    whole = cutouts[0].base
    assert isinstance(whole, (np.memmap, np.ndarray)) and not cutouts[0].flags.owndata
    first = len(fits.getdata(files(cutouts)[0], 0))
    for part in (cutouts[3], cutouts[2:9], cutouts[:first, "g"], cutouts[first:, 1:3, 4:8]):
        assert not part.flags.owndata and not part.flags.writeable
    assert np.shares_memory(cutouts[3], cutouts[0:5])
    assert cutouts[first - 1:first + 1].flags.owndata


@pytest.mark.parametrize("key, sentence", [
    (1000, "there is no cutout 1000 among 85"),
    ((0, "Y"), "there is no band Y among u, g, r, i, z"),
    (np.ones(3, bool), "a mask of (3,) does not fit 85 cutouts"),
    (None, "a cutout set has the four axes cutout, band, y, x"),
    (1.5, "cutouts are chosen by a number, a slice, a list of numbers or a mask"),
])
def test_what_cannot_be_chosen(cutouts, key, sentence):
    with pytest.raises((IndexError, TypeError)) as told:
        cutouts[key]
    assert str(told.value) == sentence or isinstance(told.value, TypeError)


def test_the_table_is_astropys_with_units(cutouts):
    table = cutouts.table
    with pytest.warns(u.UnitsWarning):
        expected = Table.read(files(cutouts)[1], "CATALOG", mask_invalid=False)
    expected.convert_bytestring_to_unicode()
    own = table[-len(expected):]
    assert own.colnames == expected.colnames
    for name in own.colnames:
        ours, theirs = np.asarray(own[name]), np.asarray(expected[name])
        assert np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f"), name
    assert table["FLUX"].unit == u.nanomaggy and table["RA"].unit == u.deg and table["CD1_1"].unit == u.deg / u.pix
    assert not any(isinstance(c.unit, u.UnrecognizedUnit) for c in table.columns.values())
    flux = (1.0 * table["FLUX"].unit).to(u.uJy, u.zero_point_flux(3631 * u.Jy))
    assert abs(flux.value - 3.631) < 1e-9
    assert np.allclose(cutouts.coordinates.ra.deg, table["RA"])
    assert cutouts.unit == u.nanomaggy and cutouts.pixel_scale == 0.396 * u.arcsec / u.pix
    assert len(cutouts.dropped) == sum(header["NDROPEDG"] for header in cutouts.headers)


def test_world_coordinates_are_those_of_the_frame(survey, cutouts):
    """A pixel of a cutout has the place on the sky that the frame gives it, and its value."""
    field = cutouts.table["FIELD"][0]
    path = survey.frames / f"frame-g-{field[:6]}-{field[7]}-{field[9:]}.fits"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FITSFixedWarning)  # SDSS's headers have RADECSYS
        frame, world = fits.getdata(path, 0), WCS(fits.getheader(path, 0))
    looked = 0
    for index in np.flatnonzero((cutouts.table["EDGE"] == 0) & (cutouts.table["FIELD"] == field)):
        own = cutouts.wcs(index, "g")
        x, y = world.world_to_pixel(own.pixel_to_world([0, 63, 40], [0, 63, 20]))
        shift = np.array([x[0], y[0]])
        assert np.abs(shift - np.round(shift)).max() < 1e-4
        assert np.abs(np.array([x[2] - x[0], y[2] - y[0]]) - [40, 20]).max() < 1e-4
        left, bottom = np.round(shift).astype(int)
        around = Cutout2D(frame, (left + 31.5, bottom + 31.5), 64)
        assert np.array_equal(around.data, cutouts[index, "g"])
        looked += 1
    assert looked > 5


def test_the_reference_band_is_the_usual_one(cutouts):
    own, table = cutouts.wcs(3), cutouts.table
    x, y = own.world_to_pixel(cutouts.coordinates[3])
    assert abs(x - 32 - table["OFFSET_X"][3][2]) < 1e-5 and abs(y - 32 - table["OFFSET_Y"][3][2]) < 1e-5
    assert own.pixel_shape == (64, 64)


def test_colour_images(cutouts):
    image = cutouts.rgb(0)
    assert image.shape == (64, 64, 3) and image.dtype == np.uint8 and image.max() > image.min()
    assert np.array_equal(image, cutouts.rgb(0, ["i", "r", "g"]))
    assert np.array_equal(image[..., 0], cutouts.rgb(0, "gri")[..., 2])
    with pytest.raises(ga.GalaxyAEPError, match="made of three bands, not of 2"):
        cutouts.rgb(0, ["i", "r"])


def test_missing_pixels(cutouts, weighted):
    edge = np.asarray(cutouts.table["EDGE"])
    share = cutouts.missing(slice(None)).mean(axis=(1, 2, 3))
    assert edge.max() > 0 and np.all((share == 0) == (edge == 0))
    assert np.array_equal(cutouts.missing(int(edge.argmax())), cutouts.missing([int(edge.argmax())])[0])
    assert cutouts.invvar is None
    weights = everything(weighted, "INVVAR")
    assert np.array_equal(np.asarray(weighted.invvar), weights) and np.array_equal(weighted.invvar[3, "r"], weights[3, 1])
    masked = np.asarray(weighted.table["FLAGS"]) & ga.Flags.MASKED != 0
    assert masked.any() and np.array_equal(weighted.missing(masked), weights[masked] == 0)


def test_names(cutouts):
    name = cutouts.table["ID"][40]
    assert cutouts.index(name) == 40 and cutouts.index(name, cutouts.table["FIELD"][40]) == 40
    with pytest.raises(ga.GalaxyAEPError, match="has no cutout of the name nobody"):
        cutouts.index("nobody")


def broken(cutouts, folder, spoil):
    shutil.copytree(cutouts.path, folder)
    spoil(folder)
    with pytest.raises(ga.GalaxyAEPError) as told:
        ga.Cutouts(folder)
    return str(told.value).replace(str(folder), "SET")


def test_sets_that_are_none(cutouts, tmp_path):
    def cut(folder):
        path = folder / "cutouts-00001.fits"
        path.write_bytes(path.read_bytes()[:100_000])

    def other(folder):
        with fits.open(folder / "cutouts-00001.fits", mode="update") as units:
            units[0].header["RUNHASH"] = "0"

    assert broken(cutouts, tmp_path / "a", lambda folder: (folder / "cutouts-00000.fits").unlink()) == (
        "the cutout set SET has no cutouts-00000.fits though later files are there; run galaxy-aep ingest again to "
        "complete it")
    assert broken(cutouts, tmp_path / "b", cut) == (
        "SET/cutouts-00001.fits is cut short: its pixels are not where its header says; make the cutout set again with "
        "galaxy-aep ingest")
    assert broken(cutouts, tmp_path / "c", other) == (
        "SET/cutouts-00001.fits does not belong to SET/cutouts-00000.fits: they come from different runs; delete the "
        "folder and make the cutout set again")
    assert broken(cutouts, tmp_path / "d", lambda folder: (folder / "cutouts-00000.fits").write_text("x")) == (
        "SET/cutouts-00000.fits is no part of a cutout set: it is no FITS file; make the cutout set again with galaxy-aep "
        "ingest")
    with pytest.raises(ga.GalaxyAEPError, match="cannot read the cutout set .*: No such file or directory"):
        ga.Cutouts(tmp_path / "nothing")
