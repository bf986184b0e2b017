"""Exports models with torch.onnx.export. Takes a folder; writes NAME.onnx, and NAME.json with an input and the output that
PyTorch computes for it."""

import json
import math
import sys
import warnings
from pathlib import Path

import torch
from torch import nn

warnings.filterwarnings("ignore")
FOLDER = Path(sys.argv[1])


class Block(nn.Module):
    """A residual block, with a convolution on the shortcut if the shape changes."""

    def __init__(self, before, after, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(after)
        self.down = nn.Conv2d(before, after, 1, stride, bias=False) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.down(x))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 7, 2, 3)
        self.pool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = Block(8, 8, 1)
        self.layer2 = Block(8, 16, 2)
        self.avg = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(16, 5)

    def forward(self, x):
        x = self.layer2(self.layer1(self.pool(torch.relu(self.stem(x)))))
        return self.fc(torch.flatten(self.avg(x), 1))


class Cnn(nn.Module):
    """A chain with an average pool, a depthwise convolution, and a view that computes the number of samples."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.depthwise = nn.Conv2d(6, 12, 3, padding=1, groups=6)
        self.act = nn.LeakyReLU(0.2)
        self.fc1 = nn.Linear(12 * 5 * 5, 20)
        self.fc2 = nn.Linear(20, 4)

    def forward(self, x):
        x = nn.functional.avg_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(self.act(self.depthwise(x)), 2, ceil_mode=True)
        x = x.view(x.size(0), -1)
        return torch.log_softmax(self.fc2(torch.tanh(self.fc1(x))), 1)


class Transformer(nn.Module):
    """A block of a transformer on tokens, with attention written out."""

    def __init__(self, vocabulary=11, length=6, width=8, heads=2):
        super().__init__()
        self.length, self.heads, self.width = length, heads, width
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.randn(1, length, width))
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.head = nn.Linear(width, vocabulary)

    def forward(self, x):
        x = self.tokens(x) + self.positions
        q, k, v = self.qkv(self.norm1(x)).split(self.width, dim=2)
        split = lambda t: t.view(-1, self.length, self.heads, self.width // self.heads).transpose(1, 2)
        scores = split(q) @ split(k).transpose(2, 3) / math.sqrt(self.width // self.heads)
        y = torch.softmax(scores, -1) @ split(v)
        x = x + self.proj(y.transpose(1, 2).reshape(-1, self.length, self.width))
        x = x + self.down(nn.functional.gelu(self.up(self.norm2(x))))
        return self.head(x.mean(1))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 5, num_layers=2, batch_first=True)
        self.fc = nn.Linear(5, 2)

    def forward(self, x):
        y, _ = self.lstm(x)
        return self.fc(y[:, -1])


class UNet(nn.Module):
    """A small U: down, up by a transposed convolution, and joined with what was there before."""

    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(2, 4, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(4, 3, 2, stride=2)
        self.wide = nn.ConvTranspose2d(5, 3, 4, stride=2, padding=1)
        self.last = nn.Conv2d(3, 1, 1)

    def forward(self, x):
        y = self.up(nn.functional.silu(self.down(x)))
        return torch.sigmoid(self.last(nn.functional.mish(self.wide(torch.cat([x, y], 1)))))


class Sequence(nn.Module):
    """Convolutions over one axis, after a normalization of the inputs that is part of the model."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv1d(2, 4, 3, padding=1)
        self.bn = nn.BatchNorm1d(4)
        self.conv2 = nn.Conv1d(4, 6, 4, stride=2)
        self.fc = nn.Linear(6, 3)

    def forward(self, x):
        x = (x - 0.5) / 2
        x = nn.functional.elu(self.bn(self.conv1(x)))
        x = nn.functional.relu6(nn.functional.max_pool1d(self.conv2(x), 2))
        return self.fc(x.mean(2))


def mlp(activation, *, norm=False):
    parts = []
    for width in (6, 8, 8):
        parts += [nn.Linear(width if width == 6 else 8, 8), *([nn.BatchNorm1d(8)] if norm else []), activation]
    return nn.Sequential(*parts, nn.Linear(8, 3))


torch.manual_seed(1)
MODELS = {
    "mlp": (mlp(nn.ReLU()), torch.randn(4, 6)),
    "gelu": (mlp(nn.GELU(), norm=True), torch.randn(4, 6)),
    "hardswish": (mlp(nn.Hardswish()), torch.randn(4, 6)),
    "selu": (mlp(nn.SELU()), torch.randn(4, 6)),
    "softplus": (mlp(nn.Softplus()), torch.randn(4, 6)),
    "prelu": (mlp(nn.PReLU(8)), torch.randn(4, 6)),
    "cnn": (Cnn(), torch.randn(4, 1, 22, 22)),
    "resnet": (ResNet(), torch.randn(4, 3, 32, 32)),
    "transformer": (Transformer(), torch.randint(11, (4, 6))),
    "lstm": (Lstm(), torch.randn(4, 7, 3)),
    "unet": (UNet(), torch.randn(4, 2, 8, 8)),
    "sequence": (Sequence(), torch.randn(4, 2, 15)),
}

for name, (model, x) in MODELS.items():
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 2)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.1)
    for opset in (11, 13, 17):
        for mode in ("EVAL", "PRESERVE") if opset == 13 else ("EVAL",):
            model.eval()
            y = model(x)
            torch.onnx.export(
                model,
                x,
                FOLDER / f"{name}-{opset}-{mode}.onnx",
                opset_version=opset,
                input_names=["x"],
                dynamic_axes={"x": {0: "batch"}} if opset != 11 else None,
                training=getattr(torch.onnx.TrainingMode, mode),
                do_constant_folding=mode == "EVAL",
            )
    data = {"x": x.flatten().tolist(), "xShape": list(x.shape), "y": y.flatten().tolist(), "yShape": list(y.shape)}
    (FOLDER / f"{name}.json").write_text(json.dumps(data))
