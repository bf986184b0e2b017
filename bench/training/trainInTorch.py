"""Times the trainings of bench/training.ts in torch: python3 trainInTorch.py THREADS; prints milliseconds as JSON."""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)


def mlp():
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10)
    )


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 10),
    )


def train(model, x, y, steps, batch_size):
    """Adam on batches drawn in random order, with the same values read at each step as initlab reads."""
    optimizer = torch.optim.Adam(model.parameters())
    loss_of = nn.CrossEntropyLoss()
    history = []
    for _ in range(steps):
        batch = torch.randint(len(x), (batch_size,))
        optimizer.zero_grad()
        output = model(x[batch])
        loss = loss_of(output, y[batch])
        loss.backward()
        norm = torch.sqrt(sum((p.grad**2).sum() for p in model.parameters()))
        accuracy = (output.argmax(1) == y[batch]).float().mean()
        optimizer.step()
        history.append((loss.item(), norm.item(), accuracy.item()))
    return history


def milliseconds(make, shape, steps, batch_size):
    x, y = torch.randn(2000, *shape), torch.randint(10, (2000,))
    model = make()
    train(model, x, y, 5, batch_size)
    start = time.perf_counter()
    train(model, x, y, steps, batch_size)
    return 1000 * (time.perf_counter() - start)


print(json.dumps({
    "mlp": milliseconds(mlp, (784,), 200, 128),
    "cnn": milliseconds(cnn, (1, 28, 28), 100, 64),
}))
