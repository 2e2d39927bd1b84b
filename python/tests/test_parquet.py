"""The recipe of docs/files.md: a table of ours as Parquet."""

import subprocess
import sys
from pathlib import Path

import astropy.units as u
import numpy as np
import pytest
from astropy.table import Table

import galaxy_aep as ga

pyarrow = pytest.importorskip("pyarrow")
pytest.importorskip("pandas", reason="astropy reads Parquet with it")
RECIPE = Path(__file__).parents[2] / "docs/examples/table_to_parquet.py"


def test_a_table_becomes_parquet_with_all_columns_and_units(survey, tmp_path):
    out = tmp_path / "scores.parquet"
    done = subprocess.run([sys.executable, RECIPE, survey.scores, out], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout + done.stderr == ""
    scores = ga.Scores(survey.scores)
    import pyarrow.parquet

    plain = pyarrow.parquet.read_table(out)
    assert plain.column_names == scores.colnames and plain.num_rows == len(scores)
    assert str(plain.schema.field("CODE").type) == "fixed_size_list<element: float>[30]"
    assert plain["ID"].to_pylist() == list(scores["ID"])
    again = Table.read(out)
    assert again["FLUX_r"].unit == u.nanomaggy and again["RA"].unit == u.deg
    for name in scores.colnames:
        ours, theirs = np.asarray(scores[name]), np.asarray(again[name])
        assert np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f"), name
