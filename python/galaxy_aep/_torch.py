"""Our networks and cutout sets in PyTorch."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from . import _network
from ._cutouts import Cutouts
from ._errors import GalaxyAEPError
from ._stretch import Stretch

try:
    import torch
    from torch import nn
except ImportError as failure:  # pragma: no cover - depends on the machine
    raise ImportError(
        "PyTorch is not installed; get it with `pip install torch` (or `pip install galaxy_aep[torch]`)") from failure


class _Flat(nn.Module):
    """Images `(N, channel, y, x)` as rows, the channel last, as our matrices are stored."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x


class _Images(nn.Module):
    """Rows as images of `[y, x, channel]`, given as `(N, channel, y, x)`."""

    def __init__(self, shape: Sequence[int]) -> None:
        super().__init__()
        self.shape = tuple(shape)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.reshape(len(x), *self.shape).permute(0, 3, 1, 2) if len(self.shape) == 3 else x.flatten(1)


class Autoencoder(nn.Module):
    """The network that a model file's architecture describes; images are `(N, channel, y, x)`."""

    def __init__(self, architecture: Mapping[str, Any]) -> None:
        super().__init__()
        self.architecture = dict(architecture)
        height, width, channels = architecture["inputShape"]
        self.input_shape = (channels, height, width)
        self._modules_of: Dict[str, Any] = {}
        self._spreads: Dict[Any, float] = {}
        shape: List[int] = [height, width, channels]
        self.encoder, shape = self._section("encoder", architecture["encoder"], shape)
        self.decoder, _ = self._section("decoder", architecture["decoder"], shape)

    def _section(self, name: str, layers: Sequence[_network.Layer], shape: List[int]) -> Any:
        modules: List[nn.Module] = []
        for number, layer in enumerate(layers):
            kind, options = _network.kind_of(layer)
            after = layers[number + 1:number + 2]
            bias = not (after and _network.kind_of(after[0])[0] == "batchNormalisation")
            made: Any
            gain = _gain(layers[number + 1:], paints=kind == "transposedConvolution")
            if kind in ("convolution", "transposedConvolution"):
                side, stride, outputs = options["kernel"], options["stride"], options["channels"]
                phase = options.get("phase", 0)
                fan_in = side * side * shape[2] // (1 if kind == "convolution" else stride * stride)
                if kind == "convolution":
                    made = nn.Conv2d(shape[2], outputs, side, stride, 0 if phase else side // 2, bias=bias)
                    before, after = side // 2 - phase, side // 2
                    around = [nn.ZeroPad2d((before, after, before, after)), made] if phase else [made]
                    shape = [-(-shape[0] // stride), -(-shape[1] // stride), outputs]
                else:
                    made = nn.ConvTranspose2d(
                        shape[2], outputs, side, stride, side // 2 - phase, output_padding=stride - 1 - phase, bias=bias)
                    around = [made, nn.ZeroPad2d((0, -phase, 0, -phase))] if phase else [made]
                    shape = [shape[0] * stride, shape[1] * stride, outputs]
                modules += around
                self._spreads[made] = (gain / max(1, fan_in)) ** 0.5
            elif kind == "dense":
                made = nn.Linear(int(np.prod(shape)), options["units"], bias=bias)
                self._spreads[made] = (gain / int(np.prod(shape))) ** 0.5
                modules += [_Flat(), made]
                shape = [options["units"]]
            elif kind == "batchNormalisation":
                made = (nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d)(shape[-1], eps=_network.EPSILON)
                modules.append(made)
            elif kind == "reshape":
                shape = list(options["_0"])
                modules += [_Flat(), _Images(shape)]
                continue
            else:
                modules.append(_activation(kind, options))
                continue
            self._modules_of[f"{name}.{number}."] = made
        return nn.Sequential(*modules), shape

    def begin(self) -> None:
        """Draws weights as our own trainings begin: normal, of the spread that keeps the size of numbers (He et al. 2015);
        a last layer that paints images begins a tenth as strong."""
        for module, spread in self._spreads.items():
            nn.init.normal_(module.weight, 0, spread)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    def groups(self, weight_decay: float) -> List[Dict[str, Any]]:
        """The parameters for an optimiser: kernels and matrices decay, biases and normalisations do not."""
        decaying = [module.weight for module in self._spreads]
        known = {id(values) for values in decaying}
        others = [values for values in self.parameters() if id(values) not in known]
        return [{"params": decaying, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        """`(N, code)`."""
        return self.encoder(images).flatten(1)

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        """`(N, channel, y, x)`."""
        channels, height, width = self.input_shape
        made = self.decoder(codes)
        return made if made.dim() == 4 else made.reshape(-1, height, width, channels).permute(0, 3, 1, 2)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(images))

    def _stored(self) -> Iterator[Tuple[str, Any, Optional[Tuple[int, ...]]]]:
        """Our name of every tensor, torch's own, and the order of its axes in a model file."""
        for place, module in self._modules_of.items():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                yield place + "scale", module.weight, None
                yield place + "shift", module.bias, None
                yield place + "mean", module.running_mean, None
                yield place + "variance", module.running_var, None
                continue
            # Of both kinds of convolution torch has the side that it sums over in the place that ours has it in.
            yield place + "weights", module.weight, (1, 0) if isinstance(module, nn.Linear) else (2, 3, 1, 0)
            if module.bias is not None:
                yield place + "bias", module.bias, None

    def tensors(self) -> Dict[str, np.ndarray]:
        """Weights and running statistics by name, laid out as a model file has them."""
        found = {}
        for name, values, axes in self._stored():
            values = values.detach().cpu().float()
            found[name] = np.ascontiguousarray((values.permute(*axes) if axes else values).numpy())
        return found

    def load(self, tensors: Mapping[str, np.ndarray]) -> None:
        """Takes weights and running statistics as a model file has them."""
        with torch.no_grad():
            for name, values, axes in self._stored():
                given = torch.from_numpy(np.array(tensors[name], np.float32))
                back = given.permute(*np.argsort(axes).tolist()) if axes else given
                if back.shape != values.shape:
                    raise GalaxyAEPError(f"the tensor {name} has the shape {tuple(given.shape)}, which does not fit")
                values.copy_(back)


class CutoutDataset(torch.utils.data.Dataset):
    """Cutouts `(channel, y, x)` as float32 tensors: stretched, or in the unit of the set where `stretch` is None.

    Whole batches are made at once where a loader asks for them (`__getitems__`).
    """

    def __init__(self, cutouts: Cutouts, stretch: Optional[Stretch] = None, indices: Union[None, Sequence[int], np.ndarray] = None):
        self.cutouts, self.stretch = cutouts, stretch
        if stretch is not None:
            stretch.check(cutouts)
        self.indices = np.arange(len(cutouts)) if indices is None else np.asarray(indices)

    def __len__(self) -> int:
        return len(self.indices)

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.__getitems__([index])[0]

    def __getitems__(self, indices: Sequence[int]) -> List[torch.Tensor]:
        numbers = self.indices[np.asarray(indices)]
        if self.stretch is None:
            return list(torch.from_numpy(np.array(self.cutouts[numbers], np.float32)))
        return list(torch.from_numpy(self.stretch.apply(self.cutouts, numbers)))


def _gain(following: Sequence[_network.Layer], paints: bool) -> float:
    """The variance that a layer's weights begin with, times what goes into each of its sums."""
    is_bare = True
    for layer in following:
        kind, options = _network.kind_of(layer)
        if kind in ("convolution", "transposedConvolution", "dense"):
            break
        if kind in ("relu", "leakyRelu"):
            return 2 / (1 + options.get("slope", 0) ** 2)
        is_bare = is_bare and kind in ("reshape", "dropout")
    return 0.01 if paints and is_bare else 1.0


def _activation(kind: str, options: Mapping[str, Any]) -> nn.Module:
    if kind == "relu":
        return nn.ReLU()
    if kind == "leakyRelu":
        return nn.LeakyReLU(options["slope"])
    if kind == "sigmoid":
        return nn.Sigmoid()
    if kind == "tanh":
        return nn.Tanh()
    if kind == "dropout":
        return nn.Dropout(options["rate"])
    raise GalaxyAEPError(f"the layer {kind} is not known here; it may come from a later version of the program")
