"""Our encoder in PyTorch: python3 encode_with_pytorch.py MODEL CUTOUTS CODES compares its codes with
those of `galaxy-aep encode --no-symmetries`, for models of `pretrain --stretch peak`."""
import glob, json, sys, numpy as np, torch
import torch.nn.functional as F
from astropy.io import fits
from safetensors import safe_open

with safe_open(sys.argv[1], "pt") as file:
    weights = {name: file.get_tensor(name) for name in file.keys()}
    network, stretch = (json.loads(file.metadata()[key]) for key in ("architecture", "stretch"))

assert stretch["kind"] == "peak", "this example knows the peak stretch only"

def stretched(pixels, noise, sky):  # "peak": every band over its own peak, faded at the rim
    half, sigma = pixels.shape[-1] // 2, stretch["apodisation"]
    peak = pixels[:, :, half - 2:half + 2, half - 2:half + 2].amax((2, 3)) - sky
    images = (pixels - sky[..., None, None]) / torch.maximum(peak, 5 * noise)[..., None, None]
    rim = torch.exp(-((torch.arange(2 * half) - half + 0.5) / sigma) ** 2 / 2)
    return images.clamp(-1, 1.5) * rim * rim[:, None]

def encode(x):
    for number, layer in enumerate(network["encoder"]):
        part = {k.split(".")[2]: w for k, w in weights.items() if k.startswith(f"encoder.{number}.")}
        kind, options = next(iter(layer.items()))
        if kind == "convolution":  # stored as [y, x, in, out]
            x = F.conv2d(x, part["weights"].permute(3, 2, 0, 1), part.get("bias"), options["stride"], 1)
        elif kind == "dense":  # of images with the channel last
            x = x.permute(0, 2, 3, 1).flatten(1) @ part["weights"] + part.get("bias", 0)
        elif kind == "batchNormalisation":
            x = F.batch_norm(x, part["mean"], part["variance"], part["scale"], part["shift"])
        elif kind == "relu":
            x = F.relu(x)
    return x

codes = []
for name in sorted(glob.glob(f"{sys.argv[2]}/cutouts-*.fits")):
    with fits.open(name) as shard:
        pixels, noise, sky = (torch.from_numpy(np.array(a, "f4")) for a in (
            shard[0].data, shard["CATALOG"].data["NOISE"], shard["CATALOG"].data["SKY"]))
        codes.append(encode(stretched(pixels, noise, sky)))
theirs = torch.cat(codes).numpy()
ours = fits.getdata(sys.argv[3], "CODES")["CODE"]
print("largest difference", abs(theirs - ours).max(), "of codes up to", abs(ours).max())
sys.exit(not np.allclose(theirs, ours, rtol=1e-5, atol=1e-5))
