"""The survey autoencoder's training step and encoding in PyTorch, at its best on a processor, and those of the network
of classes of pixels that is made of it.

Usage: pytorch_step.py THREADS. Says "ready VERSION"; then answers every line "step N", "step-bfloat16 N"
(under autocast), "encode N", "pixels-step N" or "pixels-maps N" with the milliseconds of N rounds of every variant, as
JSON. What is asked for is made and warmed when it is first asked for.
"""
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

import pytorch_unet

THREADS = int(sys.argv[1])
BATCH = 128
clock = time.process_time if THREADS == 1 else time.perf_counter


def normalised(channels):
    return nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU(inplace=True))


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        layers, before = [], 5
        for channels in (32, 64, 128):
            layers += [nn.Conv2d(before, channels, 3, 2, 1, bias=False), normalised(channels)]
            before = channels
        self.down = nn.Sequential(*layers)
        self.code = nn.Sequential(nn.Linear(8192, 30, bias=False), nn.BatchNorm1d(30))
        self.uncode = nn.Sequential(
            nn.Linear(30, 8192, bias=False), nn.BatchNorm1d(8192), nn.ReLU(inplace=True)
        )
        layers = []
        for channels in (64, 32):
            layers += [
                nn.ConvTranspose2d(before, channels, 3, 2, 1, 1, bias=False),
                normalised(channels),
            ]
            before = channels
        self.up = nn.Sequential(*layers, nn.ConvTranspose2d(32, 5, 3, 2, 1, 1))

    def encode(self, x):
        return self.code(self.down(x).flatten(1))

    def forward(self, x):
        y = self.uncode(self.encode(x)).view(-1, 128, 8, 8)
        return self.up(y.contiguous(memory_format=torch.channels_last))


def variant(compiled, what):
    torch.manual_seed(0)
    x = torch.rand(BATCH, 5, 64, 64).contiguous(memory_format=torch.channels_last)
    model = Autoencoder().train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
    frozen = Autoencoder().eval().to(memory_format=torch.channels_last)

    def loss(x):
        with torch.autocast("cpu", torch.bfloat16, enabled=what == "step-bfloat16"):
            y = model(x)
        return F.mse_loss(y.float(), x)

    loss = torch.compile(loss) if compiled else loss
    forward = torch.compile(frozen.encode) if compiled else frozen.encode

    def step():
        optimiser.zero_grad(set_to_none=True)
        value = loss(x)
        value.backward()
        optimiser.step()

    def encode():
        with torch.inference_mode():
            forward(x)

    return encode if what == "encode" else step


def pixels_variant(compiled, what):
    torch.manual_seed(0)
    x = torch.rand(4, 5, 128, 128).contiguous(memory_format=torch.channels_last)
    labels = torch.randint(0, pytorch_unet.CLASSES, (4, 128, 128))
    model = pytorch_unet.UNet().train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
    frozen = pytorch_unet.UNet().eval().to(memory_format=torch.channels_last)

    def loss():
        return pytorch_unet.loss(model(x), labels)

    def maps():
        return frozen(x).softmax(1)

    loss, maps = (torch.compile(loss), torch.compile(maps)) if compiled else (loss, maps)

    def step():
        optimiser.zero_grad(set_to_none=True)
        loss().backward()
        optimiser.step()

    def see():
        with torch.inference_mode():
            maps()

    return see if what == "pixels-maps" else step


def variants(what):
    """Warm runs of a job, by how they are made."""
    made = {}
    for name, compiled in (("eager", False), ("compiled", True)):
        try:
            make = pixels_variant if what.startswith("pixels") else variant
            run = make(compiled, what)
            for _ in range(3):
                run()
            made[name] = run
        except Exception as error:  # no C++ compiler: PyTorch cannot compile here
            print(f"PyTorch, {name}: {error}", file=sys.stderr)
    return made


torch.set_num_threads(THREADS)
jobs = {}
print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    what, rounds = line.split()
    if what not in jobs:
        jobs[what] = variants(what)
    times = {}
    for name, run in jobs[what].items():
        run()
        times[name] = []
        for _ in range(int(rounds)):
            start = clock()
            run()
            times[name].append((clock() - start) * 1e3)
    print(json.dumps(times), flush=True)
