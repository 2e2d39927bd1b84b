"""A tiny survey, made by the program once for all tests: frames, a set, a model, codes, scores."""

import os
import warnings
from types import SimpleNamespace

import pytest

import galaxy_aep as ga

os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def survey(tmp_path_factory):
    """Paths of what the program made of two small fields."""
    folder = tmp_path_factory.mktemp("survey")
    try:
        ga.program()
    except ga.GalaxyAEPError as failure:
        pytest.fail(f"these tests need the program: {failure}")
    made = SimpleNamespace(
        folder=folder, frames=folder / "frames", cutouts=folder / "cutouts", model=folder / "model.safetensors",
        codes=folder / "codes.fits", clusters=folder / "clusters.fits", scores=folder / "scores.fits",
        evaluation=folder / "evaluation.json")
    ga.simulate(fields=2, seed=1, width=500, height=400, out=made.frames, quiet=True)
    ga.ingest(made.frames, out=made.cutouts, quiet=True)
    ga.pretrain(made.cutouts, out=made.model, epochs=1, batch_size=16, quiet=True)
    ga.encode(made.model, made.cutouts, out=made.codes, quiet=True)
    ga.cluster(made.codes, out=made.clusters, clusters=20, runs=2, quiet=True)
    ga.classify(made.clusters, out=made.scores, quiet=True)
    ga.evaluate(made.scores, catalog=made.frames / "truth.csv", out=made.evaluation, quiet=True)
    return made


@pytest.fixture(scope="session")
def weighted(tmp_path_factory):
    """A set with inverse variances, masks and saturated stars: a brick in the likeness of the Legacy Surveys."""
    folder = tmp_path_factory.mktemp("weighted")
    ga.simulate(
        survey="legacy", fields=1, seed=4, width=400, height=400, star_density=5, out=folder / "bricks", quiet=True)
    return ga.ingest(folder / "bricks", out=folder / "cutouts", quiet=True)


@pytest.fixture(scope="session")
def cutouts(survey):
    return ga.Cutouts(survey.cutouts)


@pytest.fixture(autouse=True)
def warnings_are_errors():
    """What we read says nothing on the side."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
