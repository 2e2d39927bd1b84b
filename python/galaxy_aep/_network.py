"""Our networks in numpy: what a trained network makes of images.

Layers are the JSON of a model file's `architecture`; images are `[image, y, x, channel]`, kernels `[y, x, in, out]`,
those of transposed convolutions `[y, x, out, in]`, matrices `[in, out]`.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np

from ._errors import GalaxyAEPError

Layer = Dict[str, Dict[str, Any]]
EPSILON = 1e-5


def aep(channels: int = 6, size: int = 64, code: int = 30, centred: bool = False) -> Dict[str, Any]:
    """The architecture of the galaxy survey's autoencoder, as a model file tells it: three halvings to `size`/8, a code
    of `code` numbers, and the way back, batch-normalised. Centred, four cells of the last halving meet at the image's
    centre, as `galaxy-aep pretrain --grid centred` has it.

    >>> len(aep()["encoder"]), len(aep()["decoder"])
    (11, 11)
    """
    if size % 8:
        raise GalaxyAEPError(f"the network halves its images three times and needs a multiple of 8 pixels, not {size}")
    normal: List[Layer] = [{"batchNormalisation": {}}]
    then: List[Layer] = [*normal, {"relu": {}}]
    # Cells of an odd number lie around the centre anyway.
    phase = {"phase": 1} if centred and size // 8 % 2 == 0 else {}
    encoder: List[Layer] = []
    for number in (32, 64, 128):
        encoder += [
            {"convolution": {"channels": number, "kernel": 3, "stride": 2, **(phase if number == 128 else {})}}, *then]
    decoder: List[Layer] = [
        {"dense": {"units": size * size * 2}}, *then, {"reshape": {"_0": [size // 8, size // 8, 128]}}]
    for number in (64, 32):
        decoder += [
            {"transposedConvolution": {"channels": number, "kernel": 3, "stride": 2, **(phase if number == 64 else {})}},
            *then]
    decoder.append({"transposedConvolution": {"channels": channels, "kernel": 3, "stride": 2}})
    return {
        "inputShape": [size, size, channels], "encoder": [*encoder, {"dense": {"units": code}}, *normal],
        "decoder": decoder, "loss": "meanSquaredError",
    }


def has_phases(architecture: Mapping[str, Any]) -> bool:
    """Whether kernels of a layer begin elsewhere than on the first pixel."""
    layers = [*architecture["encoder"], *architecture["decoder"]]
    return any(kind_of(layer)[1].get("phase") for layer in layers)


def kind_of(layer: Layer) -> Tuple[str, Dict[str, Any]]:
    """A layer's name and options."""
    (kind, options), = layer.items()
    return kind, options


def part_of(tensors: Mapping[str, np.ndarray], section: str, number: int) -> Dict[str, np.ndarray]:
    """The weights of one layer by their names."""
    prefix = f"{section}.{number}."
    return {name[len(prefix):]: values for name, values in tensors.items() if name.startswith(prefix)}


def run(
    layers: Sequence[Layer], tensors: Mapping[str, np.ndarray], section: str, images: np.ndarray
) -> np.ndarray:
    """What the layers of a section make of a batch, in the precision of the batch."""
    x = images
    for number, layer in enumerate(layers):
        kind, options = kind_of(layer)
        part = {name: values.astype(x.dtype, copy=False) for name, values in part_of(tensors, section, number).items()}
        if kind == "convolution":
            x = convolved(x, part["weights"], options["stride"], options.get("phase", 0))
        elif kind == "transposedConvolution":
            x = transposed(x, part["weights"], options["stride"], options.get("phase", 0))
        elif kind == "dense":
            # Thousands of products a sum: added up in 64 bits, whatever the size of the batch.
            rows, matrix = (values.astype(np.float64) for values in (x.reshape(len(x), -1), part["weights"]))
            x = (rows @ matrix).astype(x.dtype)
        elif kind == "batchNormalisation":
            factor = part["scale"].astype(np.float64) / np.sqrt(part["variance"].astype(np.float64) + EPSILON)
            summand = part["shift"] - part["mean"] * factor
            x = x * factor.astype(x.dtype) + summand.astype(x.dtype)
        elif kind == "relu":
            x = np.maximum(x, 0)
        elif kind == "leakyRelu":
            x = np.where(x > 0, x, x * x.dtype.type(options["slope"]))
        elif kind == "sigmoid":
            x = 1 / (1 + np.exp(-x))
        elif kind == "tanh":
            x = np.tanh(x)
        elif kind == "reshape":
            x = x.reshape(len(x), *options["_0"])
        elif kind != "dropout":
            raise GalaxyAEPError(f"the layer {kind} is not known here; it may come from a later version of the program")
        if "bias" in part:
            x = x + part["bias"]
    return x


def convolved(x: np.ndarray, kernel: np.ndarray, stride: int, phase: int = 0) -> np.ndarray:
    """`[image, y, x, in]` to `[image, ⌈y/stride⌉, ⌈x/stride⌉, out]`, behind a border of zeros half a kernel wide; the first
    kernel lies around the pixel (phase, phase)."""
    side, _, inputs, outputs = kernel.shape
    half = side // 2
    padded = np.pad(x, ((0, 0), (half, half), (half, half), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), axis=(1, 2))[:, phase::stride, phase::stride]
    count, height, width = windows.shape[:3]
    rows = windows.transpose(0, 1, 2, 4, 5, 3).reshape(count * height * width, side * side * inputs)
    return (rows @ kernel.reshape(-1, outputs)).reshape(count, height, width, outputs)


def transposed(x: np.ndarray, kernel: np.ndarray, stride: int, phase: int = 0) -> np.ndarray:
    """`[image, y, x, in]` to `[image, y·stride, x·stride, out]`: the adjoint of a convolution."""
    side, _, outputs, inputs = kernel.shape
    count, height, width = x.shape[:3]
    parts = x.reshape(-1, inputs) @ kernel.transpose(3, 0, 1, 2).reshape(inputs, -1)
    parts = parts.reshape(count, height, width, side, side, outputs)
    canvas = np.zeros((count, height * stride + side, width * stride + side, outputs), x.dtype)
    for dy in range(side):
        for dx in range(side):
            canvas[:, dy:dy + height * stride:stride, dx:dx + width * stride:stride] += parts[:, :, :, dy, dx]
    first = side // 2 - phase
    return canvas[:, first:first + height * stride, first:first + width * stride]


def turned(images: np.ndarray, number: int, axes: Tuple[int, int] = (1, 2)) -> np.ndarray:
    """A batch laid onto itself in one of eight ways: bit 0 mirrors left and right, bit 1 up and down, bit 2 then swaps
    the axes."""
    if number & 2:
        images = np.flip(images, axes[0])
    if number & 1:
        images = np.flip(images, axes[1])
    return np.swapaxes(images, *axes) if number & 4 else images
