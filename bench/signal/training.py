"""Answers each line, a row and how often to do it, with the milliseconds that one takes: training.py THREADS.

Adam on noise, with what initlab's train reads at every step: loss, accuracy and the norm of the gradient.
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


def train(model, x, y, steps, batch_size):
    optimizer = torch.optim.Adam(model.parameters())
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
    'cnn': lambda: train(cnn, images.reshape(-1, 1, 28, 28), labels, 100, 64),
}
answer(rows)
