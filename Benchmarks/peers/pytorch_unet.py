"""The network of classes of pixels in PyTorch: the survey's encoder, the way back joined at equal sizes, a head of 16
channels at full size, and its losses (weighted cross-entropy, soft Dice)."""
import torch
import torch.nn.functional as F
from torch import nn

CLASSES = 4


def step(convolution, channels):
    return nn.Sequential(convolution, nn.BatchNorm2d(channels), nn.ReLU(inplace=True))


def down(before, channels, stride=2):
    return step(nn.Conv2d(before, channels, 3, stride, 1, bias=False), channels)


def up(before, channels):
    return step(nn.ConvTranspose2d(before, channels, 3, 2, 1, 1, bias=False), channels)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.third = down(5, 32), down(32, 64), down(64, 128)
        self.bottom = down(128, 128, stride=1)
        self.ups = nn.ModuleList([up(128, 64), up(64 + 64, 32), up(32 + 32, 16)])
        self.last = down(16 + 5, 16, stride=1)
        self.head = nn.Conv2d(16, CLASSES, 1)

    def forward(self, x):
        half = self.first(x)
        quarter = self.second(half)
        y = self.ups[0](self.bottom(self.third(quarter)))
        y = self.ups[1](torch.cat([y, quarter], 1))
        y = self.ups[2](torch.cat([y, half], 1))
        return self.head(self.last(torch.cat([y, x], 1)))


def loss(logits, labels):
    wanted = F.one_hot(labels, CLASSES).permute(0, 3, 1, 2).float()
    seen = logits.softmax(1)
    both, found, given = ((a.sum((0, 2, 3))) for a in (seen * wanted, seen, wanted))
    return F.cross_entropy(logits, labels) + (1 - (2 * both + 1) / (found + given + 1)).mean()
