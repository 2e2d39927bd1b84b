"""A trained autoencoder: read, used and written without the program."""

from __future__ import annotations

import json
import os
from functools import cached_property
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

import numpy as np

from . import _network, _safetensors
from ._cutouts import Cutouts
from ._errors import GalaxyAEPError
from ._stretch import Stretch
from ._tables import PathLike

# The second kind knows of phases, which earlier versions would read past.
FORMATS = ("galaxy-aep model 1", "galaxy-aep model 2")


class Model:
    """A model as `galaxy-aep pretrain` writes it.

    Parameters
    ----------
    path:
        A `model.safetensors`. Nothing in such a file can be executed.

    Attributes
    ----------
    architecture:
        The layers of `encoder` and `decoder`, `inputShape` and `loss`, as the file tells them.
    tensors:
        Weights and running statistics by name: `encoder.0.weights` and so on.
    metadata:
        The header's text: bands, seed, epochs, provenance and others.
    fingerprint:
        Names exactly these weights; tables of codes bear it as MODELID.
    """

    def __init__(self, path: PathLike) -> None:
        self.path: Optional[Path] = Path(path)
        tensors, metadata = _safetensors.read(os.fspath(path))
        form = metadata.get("format")
        if form not in FORMATS:
            raise GalaxyAEPError(
                f"cannot read {path}: it is a safetensors file but not a galaxy-aep model (its format reads "
                f"{form or 'nothing'}, {' or '.join(FORMATS)} was expected)")
        self._set(tensors, metadata, os.fspath(path))

    @classmethod
    def of(
        cls, architecture: Mapping[str, Any], tensors: Mapping[str, np.ndarray], stretch: Stretch, *, seed: int = 1,
        epochs: int = 0, validation_loss: Optional[float] = None, provenance: Optional[Mapping[str, Any]] = None
    ) -> "Model":
        """A model from its parts, to be written with `save`."""
        model = cls.__new__(cls)
        model.path = None
        metadata = {
            "format": FORMATS[_network.has_phases(architecture)], "architecture": _json(architecture), "bands": _json(list(stretch.bands)),
            "stretch": stretch.to_json(), "pixel_scale": repr(stretch.pixel_scale), "seed": str(seed),
            "epochs": str(epochs),
            "provenance": _json(provenance or {"program": "galaxy_aep", "command": "galaxy_aep", "inputs": []}),
        }
        if validation_loss is not None:
            metadata["validation_loss"] = repr(float(validation_loss))
        metadata["fingerprint"] = ""
        model._set(tensors, metadata, "the new model")
        model.metadata["fingerprint"] = model.computed_fingerprint()
        return model

    def _set(self, tensors: Mapping[str, np.ndarray], metadata: Mapping[str, str], name: str) -> None:
        self._name = name
        self.metadata: Dict[str, str] = dict(metadata)
        try:
            self.architecture: Dict[str, Any] = json.loads(metadata["architecture"])
            self.bands: List[str] = json.loads(metadata["bands"])
            layers = [self.architecture["encoder"], self.architecture["decoder"]]
            self.input_shape = tuple(int(n) for n in self.architecture["inputShape"])
        except (KeyError, TypeError, ValueError) as failure:
            raise GalaxyAEPError(f"cannot read {name}: the field {failure} of its header is not understood") from failure
        if self.architecture.get("head") is not None:
            raise GalaxyAEPError(
                f"cannot use {name} as an autoencoder: it holds a classifier; give the model that `galaxy-aep pretrain` "
                "wrote")
        self.tensors: Dict[str, np.ndarray] = dict(tensors)
        self._check(layers, name)

    def _check(self, sections: Sequence[Sequence[_network.Layer]], name: str) -> None:
        known = set(self._order(sections))
        if known != set(self.tensors):
            odd = sorted(known ^ set(self.tensors))[0]
            what = "is missing" if odd in known else "has no place in it"
            raise GalaxyAEPError(f"cannot read {name}: its architecture does not fit its weights; the tensor {odd} {what}")

    def _order(self, sections: Sequence[Sequence[_network.Layer]]) -> List[str]:
        """The tensors' names in the network's order: all weights, then all running statistics."""
        weights, state = [], []
        for section, layers in zip(("encoder", "decoder"), sections):
            for number, layer in enumerate(layers):
                kind, _ = _network.kind_of(layer)
                place = f"{section}.{number}."
                if kind == "batchNormalisation":
                    weights += [place + "scale", place + "shift"]
                    state += [place + "mean", place + "variance"]
                elif kind in ("convolution", "transposedConvolution", "dense"):
                    weights.append(place + "weights")
                    after = layers[number + 1:number + 2]
                    if not (after and _network.kind_of(after[0])[0] == "batchNormalisation"):
                        weights.append(place + "bias")
        return weights + state

    def __repr__(self) -> str:
        shape = "×".join(str(n) for n in self.input_shape)
        return f"<Model {self.fingerprint}: {shape} to {self.code_size} numbers, {','.join(self.bands)}>"

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name exactly these weights."""
        return self.metadata.get("fingerprint", "")

    @property
    def provenance(self) -> Dict[str, Any]:
        """The command line, seed and inputs that made the file."""
        return json.loads(self.metadata.get("provenance", "{}"))

    @cached_property
    def code_size(self) -> int:
        """How many numbers a code has."""
        return self.encode(np.zeros((1, *self._channels_first), np.float32), symmetries=False).shape[1]

    @cached_property
    def stretch(self) -> Stretch:
        """How cutouts become what the network reads."""
        return Stretch.from_json(self.metadata.get("stretch", ""), self._name)

    @property
    def _channels_first(self) -> "tuple[int, int, int]":
        height, width, channels = self.input_shape
        return (channels, height, width)

    def computed_fingerprint(self) -> str:
        """The fingerprint of the weights as they are; about half a second for a million of them."""
        order = self._order([self.architecture["encoder"], self.architecture["decoder"]])
        return _safetensors.fingerprint({name: self.tensors[name] for name in order})

    def verify(self) -> None:
        """Raises where the weights are not those that the file was written with."""
        found = self.computed_fingerprint()
        if found != self.fingerprint:
            raise GalaxyAEPError(
                f"cannot read {self._name}: its weights are not those it was written with (fingerprint {found}, "
                f"{self.fingerprint} was expected); copy or train it again")

    def images(self, cutouts: Cutouts, indices: Any = slice(None)) -> np.ndarray:
        """`(n, channel, y, x)`, float32: cutouts as this network sees them."""
        return self.stretch.apply(cutouts, indices)

    def encode(
        self, images: Union[Cutouts, np.ndarray], *, symmetries: bool = True, backend: str = "numpy",
        batch: int = 64, dtype: Any = np.float32, device: Optional[str] = None
    ) -> np.ndarray:
        """`(N, code_size)`: the codes of images, those of `galaxy-aep encode` to rounding.

        Parameters
        ----------
        images:
            A cutout set, which is stretched as the model asks, or an array `(N, channel, y, x)` that has been: what
            `model.images` gives or `galaxy-aep export MODEL --cutouts SET` writes.
        symmetries:
            Average over the eight turned and mirrored views.
        backend:
            `numpy` or `torch`.
        dtype:
            The precision of numpy; `float64` tells how far rounding goes.
        device:
            Of torch: `cuda`, say; by default the processor.
        """
        if backend not in ("numpy", "torch"):
            raise GalaxyAEPError(f"there is no backend {backend}; choose numpy or torch")
        if not isinstance(images, Cutouts):
            images = np.asarray(images)
            if images.ndim != 4 or images.shape[1:] != self._channels_first:
                raise GalaxyAEPError(
                    f"the model reads images of {self._channels_first} (channel, y, x), not of {images.shape[1:]}; "
                    "stretch cutouts with `model.images` or give the cutout set itself")
        make = self._torch_codes(device) if backend == "torch" else self._numpy_codes(dtype)
        views = 1 if not symmetries else 8 if self.input_shape[0] == self.input_shape[1] else 4
        codes = []
        for start in range(0, len(images), batch):
            part = np.arange(start, min(start + batch, len(images)))
            values = self.images(images, part) if isinstance(images, Cutouts) else images[part[0]:part[-1] + 1]
            mean = make(values)
            for view in range(1, views):
                mean = mean + make(_network.turned(values, view, axes=(2, 3)))
            codes.append(mean / mean.dtype.type(views) if views > 1 else mean)
        return np.concatenate(codes) if codes else np.empty((0, self.code_size), dtype)

    def decode(self, codes: np.ndarray, *, batch: int = 64, dtype: Any = np.float32) -> np.ndarray:
        """`(N, channel, y, x)`: the images that codes stand for, as the network sees images.

        A model of a cross-entropy makes logits; its pixels are 1 / (1 + exp(−x)) of these.
        """
        codes = np.asarray(codes, dtype)
        layers = self.architecture["decoder"]
        parts = [
            _network.run(layers, self.tensors, "decoder", codes[start:start + batch])
            for start in range(0, len(codes), batch)
        ]
        made = np.concatenate(parts) if parts else np.empty((0, *self.input_shape), dtype)
        return made.reshape(-1, *self.input_shape).transpose(0, 3, 1, 2)

    def _numpy_codes(self, dtype: Any) -> Any:
        layers = self.architecture["encoder"]

        def make(values: np.ndarray) -> np.ndarray:
            turned = np.ascontiguousarray(np.asarray(values, dtype).transpose(0, 2, 3, 1))
            return _network.run(layers, self.tensors, "encoder", turned).reshape(len(values), -1)

        return make

    def _torch_codes(self, device: Optional[str]) -> Any:
        import torch

        network = self.to_torch().to(device or "cpu").eval()

        def make(values: np.ndarray) -> np.ndarray:
            with torch.no_grad():
                read = torch.from_numpy(np.ascontiguousarray(values, np.float32)).to(device or "cpu")
                return network.encode(read).cpu().numpy()

        return make

    def to_torch(self) -> Any:
        """The same network as a `torch.nn.Module` with `encode` and `decode`, images `(N, channel, y, x)`."""
        from . import _torch

        network = _torch.Autoencoder(self.architecture)
        network.load(self.tensors)
        return network

    def save(self, path: PathLike) -> "Model":
        """Writes the model as `galaxy-aep` reads it, and returns what was written."""
        _safetensors.write(os.fspath(path), self.tensors, self.metadata)
        return Model(path)


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
