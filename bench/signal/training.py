"""Answers each line, a row and how often to do it, with the milliseconds that one takes: training.py THREADS.

Adam or SGD on noise, with what initlab's train reads at every step: loss, accuracy and the norm of the gradient.
"""

import sys

import torch
from answer import answer
from torch import nn

torch.set_num_threads(int(sys.argv[1]))

mlp = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10))
cnn = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(784, 10),
)


def deep_convolutions():
    layers, channels = [], 1
    for number in range(8):
        layers += [nn.Conv2d(channels, 8, 3, padding=1), nn.ReLU()]
        if number < 2:
            layers.append(nn.MaxPool2d(2))
        channels = 8
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(392, 10))


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels),
        )

    def forward(self, x):
        return torch.relu(x + self.branch(x))


lesson = deep_convolutions()
residual = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
    *(Block(16) for _ in range(3)), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10),
)


def train(model, x, y, steps, batch_size, optimizer_of=torch.optim.Adam):
    optimizer = optimizer_of(model.parameters(), lr=0.001)
    loss_of = nn.CrossEntropyLoss()
    for _ in range(steps):
        batch = torch.randint(len(x), (batch_size,))
        optimizer.zero_grad()
        output = model(x[batch])
        loss = loss_of(output, y[batch])
        loss.backward()
        norm = torch.sqrt(sum((p.grad**2).sum() for p in model.parameters()))
        accuracy = (output.argmax(1) == y[batch]).float().mean()
        optimizer.step()
        (loss.item(), norm.item(), accuracy.item())


images = torch.randn(2000, 784)
labels = torch.randint(10, (2000,))
rows = {
    'mlp': lambda: train(mlp, images, labels, 200, 128),
    'lesson': lambda: train(lesson, images.reshape(-1, 1, 28, 28), labels, 100, 32, torch.optim.SGD),
    'residual': lambda: train(residual, images.reshape(-1, 1, 28, 28), labels, 20, 32, torch.optim.SGD),
    'cnn': lambda: train(cnn, images.reshape(-1, 1, 28, 28), labels, 100, 64),
}
answer(rows)
