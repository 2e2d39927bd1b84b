"""Models in numpy and PyTorch against the program."""

import importlib.util
import json

import numpy as np
import pytest

import galaxy_aep as ga


def apart(ours, theirs):
    """The largest difference in units of a code unit's own standard deviation, as docs/files.md has it."""
    return np.abs(ours - theirs).max(axis=0).max() if len(theirs) < 2 else (np.abs(ours - theirs) / theirs.std(0)).max()


@pytest.fixture(scope="module", params=["matched", "peak", "asinh", "linear"])
def trained(request, survey, weighted, tmp_path_factory):
    """A set, a model of it with this stretch, and what the program gives its network."""
    folder = tmp_path_factory.mktemp(request.param)
    made = []
    for name, cutouts in (("edge", ga.Cutouts(survey.cutouts)), ("weighted", weighted)):
        crop = {"crop": 40, "softening": 2} if name == "edge" else {"crop": 48}
        model = ga.pretrain(
            cutouts, out=folder / f"{name}.safetensors", epochs=4, batch_size=16, stretch=request.param, quiet=True, **crop)
        images = ga.export(model, cutouts=cutouts, out=folder / f"{name}-images.safetensors", quiet=True)
        made.append((cutouts, model, ga.stretched(images), folder / name))
    return made


def test_the_network_is_given_the_very_numbers(trained):
    """Edges of frames, masks and cut-outs of cutouts included; the curve of asinh to its last digits."""
    for cutouts, model, images, _ in trained:
        ours = model.images(cutouts)
        assert ours.shape == images.shape and ours.dtype == np.float32
        most = 2e-7 * np.maximum(1, np.abs(images)) if model.stretch.kind == "asinh" else 0
        assert np.all(np.abs(ours - images) <= most), model.stretch.kind
        assert (np.asarray(cutouts.table["EDGE"]) > 0).any()
        some = [len(cutouts) - 1, 2]
        assert np.array_equal(model.images(cutouts, some), ours[some])


def test_codes_are_those_of_the_program(trained):
    for cutouts, model, images, path in trained:
        for symmetries in (True, False):
            codes = ga.encode(
                model, cutouts, symmetries=symmetries, out=f"{path}-{symmetries}.fits", quiet=True).codes
            assert apart(model.encode(cutouts, symmetries=symmetries), codes) < 1e-5
        assert apart(model.encode(images, symmetries=False, batch=7), codes) < 1e-5
        assert apart(model.encode(images, symmetries=False, dtype=np.float64), codes) < 1e-5


def test_a_stretch_fitted_here_is_the_programs(trained):
    for cutouts, model, _, _ in trained:
        own = model.stretch
        crop = {"crop": own.size, "softening": own.softening}
        fitted = ga.Stretch.fit(own.kind, cutouts, **crop)
        assert np.allclose(fitted.typical_noise, own.typical_noise, rtol=1e-6)
        assert (fitted.kind, fitted.size, fitted.softening, fitted.apodisation, fitted.bands, fitted.channels) == (
            own.kind, own.size, own.softening, own.apodisation, own.bands, own.channels)
        assert ga.Stretch.from_json(own.to_json()) == own


def test_reconstructions_cost_what_the_program_says(survey, cutouts, tmp_path):
    model = ga.Model(survey.model)
    ga.compare.models(cutouts, model, out=tmp_path / "c.csv", json=tmp_path / "c.json", quiet=True)
    told = json.loads((tmp_path / "c.json").read_text())
    images = model.images(cutouts)
    made = model.decode(model.encode(images, symmetries=False))
    assert made.shape == images.shape
    error = float(((made - images) ** 2).mean(dtype=np.float64))
    assert abs(error / _first(told, "error") - 1) < 1e-4


def _first(value, word):
    """The first number under a key that has the word in it."""
    if isinstance(value, dict):
        for key, part in value.items():
            if word in key and isinstance(part, (int, float)):
                return part
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            found = _first(part, word)
            if found is not None:
                return found
    return None


@pytest.mark.parametrize("architecture, options", [
    ("mnist", {"loss": "squared-error"}), ("dense", {}), ("shallow", {}), ("linear", {}), ("aep", {"variant": "variational"}),
    ("aep", {"variant": "sparse"}),
])
def test_every_architecture(survey, cutouts, tmp_path, architecture, options):
    model = ga.pretrain(
        cutouts, out=tmp_path / "m.safetensors", epochs=1, batch_size=16, architecture=architecture, crop=16, code=8,
        stretch="peak", quiet=True, **options)
    model.verify()
    codes = ga.encode(model, cutouts, out=tmp_path / "c.fits", quiet=True).codes
    assert apart(model.encode(cutouts), codes) < 1e-5
    assert model.code_size == codes.shape[1] and model.decode(codes).shape == (len(cutouts), 5, 16, 16)
    if importlib.util.find_spec("torch") is None:
        return  # the same in numpy has been seen
    import torch

    assert apart(model.encode(cutouts, backend="torch"), codes) < 1e-5
    network = model.to_torch().eval()
    with torch.no_grad():
        made = network.decode(torch.from_numpy(codes)).numpy()
    assert np.abs(made - model.decode(codes)).max() < 1e-5 * max(1, np.abs(made).max())


def test_a_model_goes_through_python_unchanged(survey, cutouts, tmp_path):
    model = ga.Model(survey.model)
    model.verify()
    again = model.save(tmp_path / "again.safetensors")
    assert again.fingerprint == model.fingerprint == again.computed_fingerprint()
    assert (tmp_path / "again.safetensors").read_bytes() == survey.model.read_bytes()


def test_models_that_are_none(survey, cutouts, weighted, tmp_path):
    def sentence(do):
        with pytest.raises(ga.GalaxyAEPError) as told:
            do()
        return str(told.value).replace(str(tmp_path), "DIR")

    whole = survey.model.read_bytes()
    path = tmp_path / "m.safetensors"
    path.write_bytes(whole[:1000])
    assert sentence(lambda: ga.Model(path)).startswith("cannot read DIR/m.safetensors: it is not a safetensors file; ")
    path.write_bytes(whole[:-4000])
    assert "its bytes do not fit its shape" in sentence(lambda: ga.Model(path))
    path.write_bytes(whole.replace(b"galaxy-aep model 2", b"galaxy-aep model 9"))
    assert sentence(lambda: ga.Model(path)) == (
        "cannot read DIR/m.safetensors: it is a safetensors file but not a galaxy-aep model (its format reads galaxy-aep "
        "model 9, galaxy-aep model 1 or galaxy-aep model 2 was expected)")
    path.write_bytes(whole[:-4] + b"\0\0\0\1")
    assert "its weights are not those it was written with" in sentence(ga.Model(path).verify)
    path.write_bytes(whole.replace(b"encoder.9.weights", b"encoder.9.waights"))
    assert "its architecture does not fit its weights; the tensor encoder.9." in sentence(lambda: ga.Model(path))
    model = ga.Model(survey.model)
    assert sentence(lambda: model.encode(weighted)) == (
        f"the model reads cutouts of 64×64 pixels in u,g,r,i,z, but {weighted.path} holds cutouts of 64×64 pixels in "
        "g,r,z; ingest the frames again with the model's bands and size, or train another model")
    assert sentence(lambda: model.encode(cutouts[:3])) == (
        "the model reads images of (6, 64, 64) (channel, y, x), not of (5, 64, 64); stretch cutouts with `model.images` or "
        "give the cutout set itself")


def test_a_set_that_does_not_tell_its_point_spreads(survey, cutouts):
    old = ga.Cutouts(survey.cutouts)
    old.table.remove_column("SEEING")
    with pytest.raises(ga.GalaxyAEPError, match="cannot match the point spreads of .* in Python"):
        ga.Model(survey.model).encode(old)


def test_data_sets_for_pytorch(survey, cutouts):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    plain = ga.torch_dataset(survey.cutouts)
    assert len(plain) == 85 and plain[3].dtype == torch.float32 and np.array_equal(plain[3].numpy(), cutouts[3])
    model = ga.Model(survey.model)
    seen = ga.torch_dataset(cutouts, model, indices=[4, 80, 2])
    batch = next(iter(torch.utils.data.DataLoader(seen, batch_size=3)))
    assert np.array_equal(batch.numpy(), model.images(cutouts, [4, 80, 2]))
    assert ga.torch_dataset(cutouts, "peak")[0].shape == (5, 64, 64)
