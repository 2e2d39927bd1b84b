"""The survey autoencoder's training step and encoding in PyTorch, at its best on a processor.

Usage: pytorch_step.py THREADS. Says "ready VERSION" when warm; then answers every line
"step N" or "encode N" with the milliseconds of N rounds of every variant, as JSON.
"""
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

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


def variant(compiled):
    torch.manual_seed(0)
    x = torch.rand(BATCH, 5, 64, 64).contiguous(memory_format=torch.channels_last)
    model = Autoencoder().train().to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
    frozen = Autoencoder().eval().to(memory_format=torch.channels_last)

    def loss(x):
        return F.mse_loss(model(x), x)

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

    return {"step": step, "encode": encode}


torch.set_num_threads(THREADS)
variants = {}
for name, compiled in (("eager", False), ("compiled", True)):
    try:
        made = variant(compiled)
        for run in made.values():
            for _ in range(3):
                run()
        variants[name] = made
    except Exception as error:  # no C++ compiler: PyTorch cannot compile here
        print(f"PyTorch, {name}: {error}", file=sys.stderr)
print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    what, rounds = line.split()
    times = {}
    for name, made in variants.items():
        made[what]()
        times[name] = []
        for _ in range(int(rounds)):
            start = clock()
            made[what]()
            times[name].append((clock() - start) * 1e3)
    print(json.dumps(times), flush=True)
