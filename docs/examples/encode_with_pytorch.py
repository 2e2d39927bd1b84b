"""Our encoder in PyTorch: python3 encode_with_pytorch.py MODEL IMAGES CODES compares its codes with
those of `galaxy-aep encode --no-symmetries`; IMAGES is what `galaxy-aep export MODEL --cutouts SET`
writes."""
import json, sys, numpy as np, torch
import torch.nn.functional as F
from astropy.io import fits
from safetensors import safe_open
from safetensors.torch import load_file

weights = load_file(sys.argv[1])
with safe_open(sys.argv[1], "pt") as file:
    network = json.loads(file.metadata()["architecture"])

def encode(x):  # [image, channel, y, x]
    for number, layer in enumerate(network["encoder"]):
        part = {k.split(".")[2]: w for k, w in weights.items() if k.startswith(f"encoder.{number}.")}
        kind, options = next(iter(layer.items()))
        if kind == "convolution":  # stored as [y, x, in, out]
            kernel = part["weights"].permute(3, 2, 0, 1)
            after = kernel.shape[-1] // 2
            before = after - options.get("phase", 0)
            x = F.pad(x, (before, after, before, after))
            x = F.conv2d(x, kernel, part.get("bias"), options["stride"])
        elif kind == "dense":  # of images with the channel last
            x = x.permute(0, 2, 3, 1) if x.dim() == 4 else x
            x = x.flatten(1) @ part["weights"] + part.get("bias", 0)
        elif kind == "batchNormalisation":
            x = F.batch_norm(x, part["mean"], part["variance"], part["scale"], part["shift"])
        elif kind == "relu":
            x = F.relu(x)
    return x

theirs = torch.cat([encode(x) for x in load_file(sys.argv[2])["images"].split(128)]).numpy()
ours = fits.getdata(sys.argv[3], "CODES")["CODE"][:len(theirs)]
largest = (abs(theirs - ours) / ours.std(0)).max()
print(f"largest difference {largest:.2g} of a code unit's standard deviation")
sys.exit(not largest < 1e-5)
