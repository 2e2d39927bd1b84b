"""From frames to P_STAR as an astronomer would write it: astropy, sep, Cutout2D, PyTorch, scikit-learn.

Usage: endtoend.py THREADS FRAMES EPOCHS OUT. FRAMES is a folder of SDSS-like frames as `galaxy-aep simulate`
makes them. Writes a table of position and P_STAR, and says on its last line how many sources there were and
how many seconds each step took, as JSON.

Sources are found in the sum of g, r and i, every band is cut out at its own world coordinates, a
network like the program's own learns the cutouts (each band over its own peak, behind their weighted sum), its
codes are whitened and grouped by k-means, and a group is stellar by how compact its members are: five runs of
100 groups, as in pipelines/demo.yaml. It does without what the program does besides: the common point spread of the bands, templates,
measured columns, eight views a code, checks of files, provenance. At its best: fields on all processors at
once, frames memory-mapped, channels-last, fused Adam, batches made ahead of the step.
"""
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

BANDS, SIDE, EDGE = "ugriz", 64, 0.25


def field(folder, name):
    """Cutouts, weights, positions and concentrations of one field."""
    import sep
    from astropy.io import fits
    from astropy.nddata import Cutout2D
    from astropy.wcs import WCS

    planes, skies, frames = {}, {}, {}
    for band in BANDS:
        with fits.open(folder / f"frame-{band}-{name}.fits") as file:
            data = file[0].data.astype(np.float32)
            frames[band] = WCS(file[0].header)
        background = sep.Background(np.ascontiguousarray(data))
        planes[band] = data - background.back()
        skies[band] = background.globalrms
    weights = {band: 1 / skies[band] ** 2 for band in BANDS}
    total = sum(planes[band] * weights[band] for band in "gri") / sum(weights[b] for b in "gri")
    noise = sum(weights[b] for b in "gri") ** -0.5
    found = sep.extract(np.ascontiguousarray(total), 1.5, err=noise, minarea=5)
    near, _, _ = sep.sum_circle(total, found["x"], found["y"], 2.0)
    far, _, _ = sep.sum_circle(total, found["x"], found["y"], 5.0)
    sky = frames["r"].pixel_to_world(found["x"], found["y"])
    kept, pixels = [], []
    places = {band: frames[band].world_to_pixel(sky) for band in BANDS}
    for i in range(len(found)):
        cutout = np.empty((len(BANDS), SIDE, SIDE), np.float32)
        for k, band in enumerate(BANDS):
            x, y = places[band]
            cutout[k] = Cutout2D(
                planes[band], (float(x[i]), float(y[i])), SIDE, mode="partial", fill_value=np.nan
            ).data
        if np.isnan(cutout).mean() <= EDGE:
            kept.append(i)
            pixels.append(np.nan_to_num(cutout, copy=False))
    kept = np.array(kept)
    with np.errstate(divide="ignore", invalid="ignore"):
        concentration = np.nan_to_num(near / far)[kept]
    position = np.stack([sky.ra.deg, sky.dec.deg], axis=1)[kept]
    return np.stack(pixels), np.array([weights[b] for b in BANDS]), position, concentration


def stretched(pixels, weights):
    """Every band over its own peak, behind their weighted sum, as the network sees them."""
    whole = np.einsum("nchw,c->nhw", pixels, (weights / weights.sum()).astype(np.float32))
    images = np.concatenate([whole[:, None], pixels], axis=1)
    middle = images[:, :, SIDE // 2 - 4 : SIDE // 2 + 4, SIDE // 2 - 4 : SIDE // 2 + 4]
    peak = np.maximum(middle.max(axis=(2, 3)), 1e-6)[:, :, None, None]
    return np.clip(images / peak, -1, 1.5, out=images)


def codes_of(images, epochs, threads):
    """The network's codes, and the seconds of learning and encoding."""
    import torch
    import torch.nn.functional as F
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(1)

    def normalised(channels):
        return nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU(inplace=True))

    layers, before = [], images.shape[1]
    for channels in (32, 64, 128):
        layers += [nn.Conv2d(before, channels, 3, 2, 1, bias=False), normalised(channels)]
        before = channels
    encoder = nn.Sequential(*layers, nn.Flatten(), nn.Linear(8192, 30, bias=False), nn.BatchNorm1d(30))
    layers = [nn.Linear(30, 8192, bias=False), nn.BatchNorm1d(8192), nn.ReLU(inplace=True)]
    layers += [nn.Unflatten(1, (128, 8, 8))]
    for channels in (64, 32):
        layers += [
            nn.ConvTranspose2d(before, channels, 3, 2, 1, 1, bias=False), normalised(channels)
        ]
        before = channels
    decoder = nn.Sequential(*layers, nn.ConvTranspose2d(32, images.shape[1], 3, 2, 1, 1))
    model = nn.Sequential(encoder, decoder).to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(model.parameters(), 2e-3, fused=True)
    data = torch.from_numpy(images).contiguous(memory_format=torch.channels_last)
    start = time.perf_counter()
    for _ in range(epochs):
        order = torch.randperm(len(data))
        for first in range(0, len(data) - 63, 64):
            batch = data[order[first : first + 64]]
            turn = int(torch.randint(8, ()))
            batch = torch.rot90(batch, turn % 4, (2, 3))
            batch = (batch.flip(3) if turn > 3 else batch).contiguous(
                memory_format=torch.channels_last
            )
            optimiser.zero_grad(set_to_none=True)
            F.mse_loss(model(batch + 0.05 * torch.randn_like(batch)), batch).backward()
            optimiser.step()
    learned = time.perf_counter()
    encoder.eval()
    with torch.inference_mode():
        codes = torch.cat([encoder(part) for part in data.split(256)]).numpy()
    return codes, learned - start, time.perf_counter() - learned


def stars(codes, concentration):
    """P_STAR: how compact the members of a source's groups are, the mean of five runs."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    white = PCA(whiten=True).fit_transform(codes)
    scores = np.zeros(len(codes))
    clusters = min(100, len(codes) // 10)
    for seed in range(5):
        group = KMeans(clusters, n_init=1, random_state=seed).fit_predict(white)
        mean = np.bincount(group, concentration, clusters) / np.maximum(
            np.bincount(group, minlength=clusters), 1
        )
        scores += mean[group]
    rank = scores.argsort().argsort()
    return rank / max(1, len(rank) - 1)


def main():
    threads, folder, epochs, out = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    seconds, start = {}, time.perf_counter()

    def lap(name):
        nonlocal start
        now = time.perf_counter()
        seconds[name], start = round(now - start, 2), now

    names = sorted(path.name[8:-5] for path in folder.glob("frame-r-*.fits"))
    with ProcessPoolExecutor(threads) as pool:
        parts = list(pool.map(field, [folder] * len(names), names))
    lap("finding and cutting")
    images = np.concatenate([stretched(pixels, weights) for pixels, weights, _, _ in parts])
    lap("stretching")
    codes, learning, encoding = codes_of(images, epochs, threads)
    lap("loading PyTorch")
    seconds["loading PyTorch"] = round(seconds["loading PyTorch"] - learning - encoding, 2)
    seconds["learning"], seconds["encoding"] = round(learning, 2), round(encoding, 2)
    probability = stars(codes, np.concatenate([part[3] for part in parts]))
    lap("grouping")
    from astropy.table import Table

    position = np.concatenate([part[2] for part in parts])
    Table({"RA": position[:, 0], "DEC": position[:, 1], "P_STAR": probability}).write(
        out, overwrite=True
    )
    lap("writing")
    import torch

    print(json.dumps({"sources": len(codes), "seconds": seconds, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
