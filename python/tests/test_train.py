"""Training in PyTorch: what it writes, the program reads, with equal codes both ways."""

import numpy as np
import pytest

import galaxy_aep as ga

torch = pytest.importorskip("torch", reason="PyTorch is not installed: `pip install torch` to run these")


@pytest.fixture(scope="module")
def trained(survey, tmp_path_factory):
    from galaxy_aep import train

    torch.set_num_threads(1)
    out = tmp_path_factory.mktemp("train") / "model.safetensors"
    words = [str(survey.cutouts), "--out", str(out), "--epochs", "4", "--batch-size", "8", "--crop", "32"]
    assert train.main(words) == 0
    return ga.Model(out)


def test_codes_are_equal_both_ways(survey, cutouts, trained, tmp_path):
    codes = ga.encode(trained, cutouts, out=tmp_path / "codes.fits", quiet=True).codes
    for backend in ("torch", "numpy"):
        assert (np.abs(trained.encode(cutouts, backend=backend) - codes) / codes.std(0)).max() < 1e-5
    theirs = ga.Model(survey.model)
    codes = ga.Codes(survey.codes).codes
    assert (np.abs(theirs.encode(cutouts, backend="torch") - codes) / codes.std(0)).max() < 1e-5


def test_the_program_knows_what_was_trained(survey, cutouts, trained, tmp_path):
    trained.verify()
    told = ga.info(trained, json=True)[0]["data"]
    assert (told["epochs"], told["seed"], told["step"], told["fingerprint"]) == (4, 1, "pretrain", trained.fingerprint)
    codes = ga.encode(trained, cutouts, out=tmp_path / "codes.fits", quiet=True)
    clusters = ga.cluster(codes, out=tmp_path / "clusters.fits", clusters=20, runs=2, quiet=True)
    evaluation = ga.evaluate(clusters, catalog=survey.frames / "truth.csv", out=tmp_path / "evaluation.json", quiet=True)
    assert evaluation.label_ledger["pretrain"] == "none"
    ga.plot.loss(trained.path.with_name("metrics.csv"), out=tmp_path / "loss.png", quiet=True)
    ga.export(trained, out=tmp_path / "encoder.onnx", quiet=True)


def test_it_learns_as_the_program_does(survey, cutouts, trained, tmp_path):
    """Not the same bits, but the same loss: the first epoch's and the last's within a third of the program's."""
    ga.pretrain(cutouts, out=tmp_path / "model.safetensors", epochs=4, batch_size=8, crop=32, quiet=True)
    losses = [
        np.genfromtxt(path, delimiter=",", names=True)["training_loss"]
        for path in (trained.path.with_name("metrics.csv"), tmp_path / "metrics.csv")]
    assert losses[0][-1] < losses[0][0]
    assert np.all(np.abs(np.log(losses[0] / losses[1])[[0, -1]]) < np.log(4 / 3))


def test_batches_made_anew_are_those_that_are_kept(cutouts, tmp_path):
    from galaxy_aep.train import train

    options = {"epochs": 1, "batch_size": 16, "crop": 16, "stretch": "peak", "device": "cpu"}
    kept = train(cutouts, tmp_path / "a.safetensors", **options)
    anew = train(cutouts, tmp_path / "b.safetensors", memory=0, **options)
    assert kept.fingerprint == anew.fingerprint


def test_nothing_is_written_over(trained, survey, capsys):
    from galaxy_aep import train

    assert train.main([str(survey.cutouts), "--out", str(trained.path)]) == 1
    assert capsys.readouterr().err == (
        f"Error: cannot write {trained.path}: it is there already; choose another name or say overwrite\n")
