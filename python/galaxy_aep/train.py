"""Training elsewhere: `python -m galaxy_aep.train CUTOUTS --out model.safetensors` is `galaxy-aep pretrain` in PyTorch.

The same architecture learns from the same cutouts with the same loss, for those who have a GPU, and what is written is
read by `galaxy-aep encode`. Its random choices are PyTorch's own, so it is another training, as another seed would be.
No label is read.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from pathlib import Path
from typing import Any, List, Optional, Union

import numpy as np

from . import _network
from ._cutouts import Cutouts
from ._errors import GalaxyAEPError
from ._model import Model
from ._stretch import Stretch
from ._tables import PathLike


def train(
    cutouts: Union[Cutouts, PathLike], out: PathLike = "model.safetensors", *, epochs: int = 30, batch_size: int = 128,
    learning_rate: float = 1e-3, weight_decay: float = 1e-4, noise: float = 0.05, symmetries: bool = True,
    validation: float = 0.1, seed: int = 1, stretch: str = "matched", softening: float = 1.0,
    apodisation: Optional[float] = None, crop: Optional[int] = None, code: int = 30, device: Optional[str] = None,
    workers: int = 0, memory: float = 8.0, overwrite: bool = False, command: Optional[str] = None
) -> Model:
    """Trains an autoencoder on cutouts and writes it, with the losses of every epoch beside it.

    Parameters
    ----------
    stretch, softening, apodisation, crop, code, noise, epochs, batch_size, learning_rate, weight_decay, validation:
        As `galaxy-aep pretrain` has them, with its defaults.
    device:
        `cuda`, `mps` or `cpu`; by default a GPU where there is one.
    memory:
        Stretched images are kept where they take no more than so many GiB, else made anew for every batch.
    workers:
        Processes that make batches where images are not kept.
    """
    import torch

    from ._torch import Autoencoder, CutoutDataset

    if not isinstance(cutouts, Cutouts):
        cutouts = Cutouts(cutouts)
    out = Path(out)
    if out.exists() and not overwrite:
        raise GalaxyAEPError(f"cannot write {out}: it is there already; choose another name or say overwrite")
    if len(cutouts) < 3:
        raise GalaxyAEPError(f"cannot learn from {len(cutouts)} cutouts; there must be at least 3")
    seen = Stretch.fit(stretch, cutouts, softening=softening, apodisation=apodisation, crop=crop)
    architecture = _network.aep(len(seen.channels), seen.size, code, centred=seen.apodisation > 0)
    if device is None:
        device = "cuda" if torch.cuda.is_available() else "cpu"

    torch.manual_seed(seed)
    network = Autoencoder(architecture)
    network.begin()
    network.to(device)
    order = np.random.default_rng(seed).permutation(len(cutouts))
    held = order[:min(max(1, round(validation * len(order))), len(order) - 2)]
    learned = order[len(held):]

    gigabytes = len(cutouts) * 4 * np.prod(seen.image_shape) / 2**30
    kept = torch.from_numpy(seen.apply(cutouts)) if gigabytes <= memory else None

    def batches(indices: np.ndarray, shuffled: bool) -> Any:
        size = min(batch_size, len(indices))
        data = torch.utils.data.TensorDataset(kept[indices]) if kept is not None else CutoutDataset(cutouts, seen, indices)
        loader = torch.utils.data.DataLoader(
            data, size, shuffle=shuffled, drop_last=shuffled, num_workers=0 if kept is not None else workers,
            pin_memory=device == "cuda")
        return (batch[0] if kept is not None else batch for batch in loader)

    steps = epochs * max(1, len(learned) // min(batch_size, len(learned)))
    optimiser = torch.optim.AdamW(network.groups(weight_decay), lr=learning_rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, learning_rate, total_steps=steps)
    rows: List[List[Any]] = []
    loss_of_held = float("nan")
    for epoch in range(1, epochs + 1):
        start, total, count = time.monotonic(), 0.0, 0
        network.train()
        for images in batches(learned, True):
            images = images.to(device)
            if symmetries:
                images = _turned(images, int(torch.randint(8, ())))
            made = network(images + noise * torch.randn_like(images) if noise > 0 else images)
            loss = torch.mean((made - images) ** 2)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total, count = total + float(loss.detach()) * len(images), count + len(images)
        network.eval()
        with torch.no_grad():
            errors = [
                float(torch.sum((network(images) - images) ** 2)) for images in (b.to(device) for b in batches(held, False))]
        loss_of_held = sum(errors) / (len(held) * float(np.prod(seen.image_shape)))
        seconds = time.monotonic() - start
        rows.append([epoch, total / count, loss_of_held, schedule.get_last_lr()[0], count / seconds, seconds])
        print(
            f"epoch {epoch}/{epochs}: loss {total / count:.4g}, held out {loss_of_held:.4g}, {count / seconds:.0f} cutouts/s",
            file=sys.stderr, flush=True)
    provenance = {
        "command": command or "galaxy_aep.train", "inputs": [{"kind": "cutouts", "path": str(cutouts.path)}],
        "program": f"galaxy-aep {_version()} with PyTorch {torch.__version__}", "seed": seed, "step": "pretrain",
    }
    model = Model.of(
        architecture, network.tensors(), seen, seed=seed, epochs=epochs, validation_loss=loss_of_held,
        provenance=provenance)
    name = "metrics.csv" if out.name == "model.safetensors" else f"{out.stem}-metrics.csv"
    _write_metrics(out.with_name(name), rows)
    return model.save(out)


def _turned(images: Any, number: int) -> Any:
    """As `_network.turned`, for tensors `(N, channel, y, x)`."""
    axes = [axis for bit, axis in ((2, 2), (1, 3)) if number & bit]
    images = images.flip(axes) if axes else images
    return images.transpose(2, 3) if number & 4 else images


def _write_metrics(path: Path, rows: List[List[Any]]) -> None:
    partial = path.with_name(f".partial-{path.name}")
    with open(partial, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["epoch", "training_loss", "validation_loss", "learning_rate", "images_per_second", "seconds"])
        table.writerows(rows)
    os.replace(partial, path)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("galaxy-aep")
    except PackageNotFoundError:
        return "from a checkout"


def main(arguments: Optional[List[str]] = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m galaxy_aep.train", description="Train the autoencoder in PyTorch, on a GPU where there is one.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("cutouts", help="a cutout set, as `galaxy-aep ingest` writes it")
    parser.add_argument("--out", default="model.safetensors", help="the model file")
    parser.add_argument("--epochs", type=_number(int, 1), default=30, help="passes over the cutouts")
    parser.add_argument("--batch-size", type=_number(int, 2), default=128, help="cutouts a step")
    parser.add_argument("--learning-rate", type=_number(float, 1e-12), default=1e-3, help="the largest of the one-cycle schedule")
    parser.add_argument("--weight-decay", type=_number(float, 0), default=1e-4, help="that of AdamW")
    parser.add_argument("--noise", type=_number(float, 0), default=0.05, help="spread of the noise added to the input, in stretched units")
    parser.add_argument("--no-symmetries", dest="symmetries", action="store_false", help="do not turn and mirror the cutouts")
    parser.add_argument("--validation", type=_number(float, 0), default=0.1, help="the share of the cutouts that is held out")
    parser.add_argument("--seed", type=_number(int, 0), default=1, help="of every random choice")
    parser.add_argument("--stretch", choices=Stretch.KINDS, default="matched", help="how pixels become network input")
    parser.add_argument("--softening", type=_number(float, 1e-6), default=1.0, help="of asinh, in units of the noise")
    parser.add_argument("--apodisation", type=_number(float, 0), help="spread of the Gaussian that fades the rim, pixels; without: that of the stretch")
    parser.add_argument("--crop", type=_number(int, 8), help="side of the central square that is used; without: all")
    parser.add_argument("--code", type=_number(int, 1), default=30, help="units of the code")
    parser.add_argument("--device", help="cuda, mps or cpu; without: a GPU where there is one")
    parser.add_argument("--workers", type=_number(int, 0), default=0, help="processes that make batches where images do not fit into memory")
    parser.add_argument("--memory", type=_number(float, 0), default=8.0, help="GiB that stretched images may take")
    parser.add_argument("--overwrite", action="store_true", help="replace a model that is there")
    words = sys.argv[1:] if arguments is None else arguments
    options = vars(parser.parse_args(words))
    try:
        model = train(options.pop("cutouts"), options.pop("out"), **options, command=" ".join(["python -m galaxy_aep.train", *words]))
    except (GalaxyAEPError, ImportError) as failure:
        print(f"Error: {failure}", file=sys.stderr)
        return 1
    print(f"written  {model.path} ({model.fingerprint})")
    return 0


def _number(kind: Any, least: float) -> Any:
    def read(text: str) -> Any:
        value = kind(text)
        if not value >= least:
            raise argparse.ArgumentTypeError(f"{text} is less than {least:g}")
        return value

    read.__name__ = kind.__name__
    return read


if __name__ == "__main__":
    sys.exit(main())
