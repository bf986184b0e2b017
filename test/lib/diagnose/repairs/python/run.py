"""Runs repairs on a model of PyTorch. Standard input is JSON, {"torch": {NAME: CODE}, "syntax": {NAME: CODE}}; standard output
is what each repair of PyTorch has changed. The other code is only compiled."""

import json
import sys

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(100, 100)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.Sequential(Block(), Block())
        self.up = nn.ConvTranspose2d(40, 10, 3)
        self.memory = nn.LSTM(100, 50)
        self.norm = nn.BatchNorm1d(100)
        self.drop = nn.Dropout(0.9)
        self.head = nn.Linear(100, 3)

    def forward(self, x):
        return self.head(self.drop(self.norm(self.blocks[1].fc(self.blocks[0].fc(x)))))


def run(code):
    torch.manual_seed(1)
    model = Model()
    model.head.requires_grad_(False)
    x = 5 + 2 * torch.randn(200, 100)
    y = nn.functional.one_hot(torch.arange(200) % 3 % 2, 3).float()
    scope = {"model": model, "x": x.clone(), "y": y.clone(), "torch": torch, "nn": nn}
    exec(code, scope)
    x = scope["x"]
    weights = {name: [value.std().item(), value.mean().item()] for name, value in model.state_dict().items() if value.numel() > 1}
    return {
        "weights": weights,
        "headBias": model.head.bias.tolist(),
        "headSums": model.head.weight.sum(1).tolist(),
        "forget": model.memory.bias_ih_l0.tolist(),
        "x": [x.mean().item(), x.std().item()],
        "dropout": model.drop.p,
        "momentum": model.norm.momentum,
        "trains": model.head.weight.requires_grad,
        "rate": scope["optimizer"].param_groups[0]["lr"] if "optimizer" in scope else None,
    }


given = json.load(sys.stdin)
for name, code in given["syntax"].items():
    compile(code, name, "exec")
print("\n" + json.dumps({name: run(code) for name, code in given["torch"].items()}))
