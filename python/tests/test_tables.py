"""Tables and evaluations against astropy and json."""

import json
import pickle

import astropy.units as u
import numpy as np
import pytest
from astropy.io import fits
from astropy.table import QTable, Table, vstack

import galaxy_aep as ga


def test_codes_are_astropys_table_with_units(survey):
    codes = ga.Codes(survey.codes)
    with pytest.warns(u.UnitsWarning):
        expected = Table.read(survey.codes, "CODES", mask_invalid=False)
    expected.convert_bytestring_to_unicode()
    assert codes.colnames == expected.colnames and isinstance(codes, Table)
    for name in codes.colnames:
        ours, theirs = np.asarray(codes[name]), np.asarray(expected[name])
        assert np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f"), name
        assert ours.dtype.isnative and codes[name].description
    assert codes["FLUX_r"].unit == u.nanomaggy and codes["HALFLIGHT_ARCSEC"].unit == u.arcsec
    assert not any(isinstance(c.unit, u.UnrecognizedUnit) for c in codes.columns.values())
    assert codes["RA"].meta["ucd"] == "pos.eq.ra;meta.main"
    assert codes.codes.shape == (len(codes), 30) and np.array_equal(codes.codes, expected["CODE"])
    assert codes.meta["MODELID"] == ga.Model(survey.model).fingerprint
    assert codes.coordinates[3].separation(ga.Cutouts(survey.cutouts).coordinates[3]).arcsec == 0


def test_a_table_stays_what_it_is_when_it_is_cut_joined_or_pickled(survey):
    codes = ga.Codes(survey.codes)
    for part in (codes[:5], codes[codes["MAG"] < 21], codes.copy(), vstack([codes[:2], codes[3:]]), pickle.loads(pickle.dumps(codes))):
        assert isinstance(part, ga.Codes) and len(part.coordinates) == len(part) and part["FLUX_g"].unit == u.nanomaggy
    assert QTable(codes)["FLUX_g"].unit == u.nanomaggy


def test_the_best_score_there_is(survey):
    clusters, scores = ga.Scores(survey.clusters), ga.Scores(survey.scores)
    assert np.array_equal(clusters.score, clusters["P_CLUSTERS"]) and np.array_equal(scores.score, scores["P_STAR"])
    assert 0 <= scores.score.min() < scores.score.max() <= 1
    with pytest.raises(ga.GalaxyAEPError, match="has no probability of being a star yet"):
        ga.Codes(survey.codes).score


def test_files_are_opened_as_what_they_hold(survey, tmp_path):
    kinds = [(survey.cutouts, ga.Cutouts), (survey.codes, ga.Codes), (survey.clusters, ga.Scores), (survey.scores, ga.Scores),
             (survey.model, ga.Model), (survey.evaluation, ga.Evaluation)]
    for path, kind in kinds:
        assert type(ga.open(path)) is kind
    for path in (survey.frames, survey.frames / "truth.csv", next(survey.frames.glob("*.fits"))):
        assert ga.open(path) == path
    (tmp_path / "other.json").write_text('{"a": 1}')
    assert ga.open(tmp_path / "other.json") == tmp_path / "other.json"
    with pytest.raises(ga.GalaxyAEPError, match="cannot read .*nothing.fits: No such file"):
        ga.open(tmp_path / "nothing.fits")


def test_tables_that_are_none(survey, tmp_path):
    def sentence(path, kind=ga.Codes):
        with pytest.raises(ga.GalaxyAEPError) as told:
            kind(path)
        return str(told.value).replace(str(path), "PATH")

    text = tmp_path / "text.fits"
    text.write_text("no table")
    assert sentence(text).startswith("cannot read PATH: it is no FITS file")
    assert sentence(tmp_path / "none.fits") == "cannot read PATH: there is no such file"
    frame = next(survey.frames.glob("*.fits"))
    assert sentence(frame) == "cannot read PATH: it holds no table of sources (none has columns ID and FIELD)"
    bare = tmp_path / "bare.fits"
    fits.BinTableHDU(Table({"ID": ["a"], "FIELD": ["f"]}), name="CODES").writeto(bare)
    assert sentence(bare) == "cannot read PATH: its table CODES has no column CODE"
    with pytest.raises(ga.GalaxyAEPError, match="no place on the sky"):
        ga.Sources(bare).coordinates


def test_the_evaluation_says_what_its_file_says(survey, tmp_path):
    told = json.loads(survey.evaluation.read_text())
    evaluation = ga.Evaluation.read(survey.evaluation)
    assert (evaluation.auc, evaluation.score, evaluation.stars, evaluation.galaxies) == (
        told["auc"], "P_STAR", told["stars"], told["galaxies"])
    assert (evaluation.interval.low, evaluation.interval.high) == (told["auc_low"], told["auc_high"])
    assert evaluation.baselines == told["baselines"] and evaluation.values == told
    assert [part.stars for part in evaluation.bins] == [part["stars"] for part in told["bins"]]
    assert evaluation.selections[0].name == told["selections"][0]["name"]
    assert evaluation.label_ledger["pretrain"] == "none" and evaluation.label_ledger["evaluate"].startswith("classes of")
    (tmp_path / "no.json").write_text("[]")
    with pytest.raises(ga.GalaxyAEPError, match="it is no evaluation"):
        ga.Evaluation.read(tmp_path / "no.json")
