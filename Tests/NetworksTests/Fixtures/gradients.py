#!/usr/bin/env python3
"""Makes gradients.json: whole training steps in float64, by PyTorch.

    pip install torch==2.13.0 numpy && python3 gradients.py > gradients.json

Weights and images come from a hash that the Swift test knows too, so that only the loss, the code,
and a sample of every gradient have to be stored. Arrays are in the order of the Swift side: images
[image, y, x, channel], convolutions [ky, kx, in, out], transposed ones [ky, kx, out, in], dense
layers [in, out].
"""
import json
import sys

import numpy as np
import torch
import torch.nn.functional as F

SAMPLES = 48


def uniform(count, seed):
    """splitmix64 of (seed << 32) + index: 24 bits in 0..<1."""
    with np.errstate(over="ignore"):
        z = (np.uint64(seed) << np.uint64(32)) + np.arange(count, dtype=np.uint64)
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2**24


class Step:
    def __init__(self):
        self.seed = 1
        self.parameters = []

    def parameter(self, name, shape, spread, centre=0.0):
        self.seed += 1
        values = centre + spread * (2 * uniform(int(np.prod(shape)), self.seed) - 1)
        values = torch.tensor(values.astype(np.float32).astype(np.float64).reshape(shape))
        values.requires_grad_(True)
        self.parameters.append((name, values))
        return values

    def layers(self, x, layers, part):
        """x: [image, channel, y, x] or [image, unit]."""
        for index, (kind, *numbers) in enumerate(layers):
            name = f"{part}.{index}"
            normalised = index + 1 < len(layers) and layers[index + 1][0] == "normalise"
            if kind in ("convolution", "transposed"):
                channels, k, stride = numbers
                fan = k * k * x.shape[1] / (stride**2 if kind == "transposed" else 1)
                shape = (
                    [k, k, x.shape[1], channels]
                    if kind == "convolution"
                    else [k, k, channels, x.shape[1]]
                )
                w = self.parameter(f"{name}.weights", shape, (6 / fan) ** 0.5).permute(3, 2, 0, 1)
                b = None if normalised else self.parameter(f"{name}.bias", [channels], 0.2)
                if kind == "convolution":
                    x = F.conv2d(x, w, b, stride, k // 2)
                else:
                    x = F.conv_transpose2d(x, w, b, stride, k // 2, stride - 1)
            elif kind == "dense":
                if x.ndim == 4:
                    x = x.permute(0, 2, 3, 1).flatten(1)
                w = self.parameter(f"{name}.weights", [x.shape[1], numbers[0]], (6 / x.shape[1]) ** 0.5)
                b = 0 if normalised else self.parameter(f"{name}.bias", [numbers[0]], 0.2)
                x = x @ w + b
            elif kind == "normalise":
                scale = self.parameter(f"{name}.scale", [x.shape[1]], 0.3, 1.0)
                shift = self.parameter(f"{name}.shift", [x.shape[1]], 0.3)
                x = F.batch_norm(x, None, None, scale, shift, True)
            elif kind == "reshape":
                x = x.reshape(-1, *numbers).permute(0, 3, 1, 2)
            else:
                f = {
                    "relu": F.relu,
                    "leaky": lambda v: F.leaky_relu(v, 0.125),
                    "sigmoid": torch.sigmoid,
                    "tanh": torch.tanh,
                }[kind]
                x = f(x)
        return x


def sample(values):
    flat = values.detach().reshape(-1).numpy()
    step = max(1, len(flat) // SAMPLES)
    return [float(f"{v:.9g}") for v in flat[::step][:SAMPLES]]


def case(name, batch, shape, encoder, decoder, loss):
    h, w, c = shape
    x = uniform(batch * h * w * c, 1).astype(np.float32).astype(np.float64)
    x = torch.tensor(x.reshape(batch, h, w, c)).permute(0, 3, 1, 2)
    step = Step()
    code = step.layers(x, encoder, "encoder")
    y = step.layers(code, decoder, "decoder")
    value = {"mse": F.mse_loss, "bce": F.binary_cross_entropy_with_logits}[loss](y, x)
    value.backward()
    return {
        "name": name,
        "batch": batch,
        "loss": value.item(),
        "gradients": [
            {"name": n, "norm": p.grad.norm().item(), "sample": sample(p.grad)}
            for n, p in step.parameters
        ],
    }


def down(c):
    return [("convolution", c, 3, 2), ("normalise",), ("relu",)]


def up(c):
    return [("transposed", c, 3, 2), ("normalise",), ("relu",)]


torch.set_default_dtype(torch.float64)
json.dump(
    [
        case(
            "aep", 64, (64, 64, 5),
            down(32) + down(64) + down(128) + [("dense", 30), ("normalise",)],
            [("dense", 8192), ("normalise",), ("relu",), ("reshape", 8, 8, 128)]
            + up(64) + up(32) + [("transposed", 5, 3, 2)],
            "mse",
        ),
        case(
            "mnist", 4, (28, 28, 1),
            [("convolution", 32, 3, 2), ("relu",), ("convolution", 64, 3, 2), ("relu",), ("dense", 32)],
            [("dense", 3136), ("relu",), ("reshape", 7, 7, 64), ("transposed", 64, 3, 2), ("relu",),
             ("transposed", 32, 3, 2), ("relu",), ("transposed", 1, 3, 1)],
            "bce",
        ),
        case(
            "odd", 5, (12, 20, 3),
            [("convolution", 7, 5, 2), ("leaky",), ("normalise",), ("convolution", 9, 1, 1), ("tanh",),
             ("convolution", 33, 3, 2), ("normalise",), ("leaky",), ("dense", 11), ("sigmoid",)],
            [("dense", 135), ("normalise",), ("tanh",), ("reshape", 3, 5, 9),
             ("transposed", 17, 5, 2), ("relu",), ("transposed", 6, 3, 2), ("normalise",), ("sigmoid",),
             ("transposed", 3, 7, 1)],
            "mse",
        ),
    ],
    sys.stdout, indent=1,
)
