"""AEP-64 in PyTorch, at its best on a processor: fused Adam, channels-last, compiled where it can.

Prints what it has, then for every variant named on standard input the median times of a training step
and of encoding a batch of 128, in milliseconds. Normalisation, running statistics and the update by
Adam are part of a step, as in ours.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

BATCH, SIZE, BANDS, CODE = 128, 64, 5, 30


def down(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(True)]


def up(inputs, outputs):
    return [nn.ConvTranspose2d(inputs, outputs, 3, 2, 1, 1, bias=False),
            nn.BatchNorm2d(outputs), nn.ReLU(True)]


class Autoencoder(nn.Module):
    def __init__(self, channels_last):
        super().__init__()
        small = 128 * (SIZE // 8) ** 2
        self.layout = torch.channels_last if channels_last else torch.contiguous_format
        self.encoder = nn.Sequential(
            *down(BANDS, 32), *down(32, 64), *down(64, 128), nn.Flatten(),
            nn.Linear(small, CODE, bias=False), nn.BatchNorm1d(CODE))
        self.dense = nn.Sequential(
            nn.Linear(CODE, small, bias=False), nn.BatchNorm1d(small), nn.ReLU(True))
        self.decoder = nn.Sequential(
            *up(128, 64), *up(64, 32), nn.ConvTranspose2d(32, BANDS, 3, 2, 1, 1))

    def forward(self, x):
        y = self.dense(self.encoder(x)).view(-1, 128, SIZE // 8, SIZE // 8)
        return self.decoder(y.contiguous(memory_format=self.layout))


class Variant:
    def __init__(self, name):
        torch.manual_seed(1)
        last = "channels_last" in name
        network = Autoencoder(last).train()
        x = torch.rand(BATCH, BANDS, SIZE, SIZE)
        if last:
            network, x = network.to(memory_format=torch.channels_last), x.contiguous(
                memory_format=torch.channels_last)
        self.x = x
        self.optimiser = torch.optim.Adam(network.parameters(), 1e-4, fused=True)
        reader = Autoencoder(last).eval()
        if last:
            reader = reader.to(memory_format=torch.channels_last)

        def loss(x):
            return nn.functional.mse_loss(network(x), x)

        compiled = name.startswith("compiled")
        self.loss = torch.compile(loss) if compiled else loss
        self.encoder = torch.compile(reader.encoder) if compiled else reader.encoder
        self.measure(2)

    def step(self):
        self.optimiser.zero_grad(set_to_none=True)
        self.loss(self.x).backward()
        self.optimiser.step()

    def encode(self):
        with torch.inference_mode():
            self.encoder(self.x)

    def measure(self, count=5):
        times = {"step_ms": [], "encode_ms": []}
        for _ in range(count):
            for what, work in (("step_ms", self.step), ("encode_ms", self.encode)):
                start = time.perf_counter()
                work()
                times[what].append((time.perf_counter() - start) * 1e3)
        return {what: statistics.median(values) for what, values in times.items()}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    variants = {}
    for name in ("eager", "eager_channels_last", "compiled", "compiled_channels_last"):
        try:
            variants[name] = Variant(name)
        except Exception as error:  # compiling needs a C++ compiler: the others still count
            print(f"{name} left out: {type(error).__name__}", file=sys.stderr)
    print(json.dumps({"torch": torch.__version__, "variants": list(variants)}), flush=True)
    for line in sys.stdin:
        print(json.dumps(variants[line.strip()].measure()), flush=True)


if __name__ == "__main__":
    main()
