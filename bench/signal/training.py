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


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 64, batch_first=True)
        self.output = nn.Linear(64, 10)

    def forward(self, x):
        return self.output(self.lstm(x)[0][:, -1])


class TransformerBlock(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-3), nn.LayerNorm(width, eps=1e-3)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.register_buffer('mask', torch.full((context, context), -1e9).triu(1))

    def attention(self, x):
        batch, length, width = x.shape
        parts = [p.reshape(batch, length, self.heads, -1).transpose(1, 2) for p in self.qkv(x).split(width, 2)]
        q, k, v = parts
        scores = q @ k.transpose(2, 3) / (width // self.heads) ** 0.5 + self.mask
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    def __init__(self, tokens=70, context=32, width=48, heads=3, blocks=2):
        super().__init__()
        self.token, self.place = nn.Embedding(tokens, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(TransformerBlock(width, heads, context) for _ in range(blocks)))
        self.norm, self.output = nn.LayerNorm(width, eps=1e-3), nn.Linear(width, tokens)

    def forward(self, x):
        places = torch.arange(x.shape[1]).expand(x.shape)
        return self.output(self.norm(self.blocks(self.token(x) + self.place(places)))).flatten(0, 1)


recurrent, transformer = Recurrent(), Transformer()


def train(model, x, y, steps, batch_size, optimizer_of=torch.optim.Adam):
    optimizer = optimizer_of(model.parameters(), lr=0.001)
    loss_of = nn.CrossEntropyLoss()
    for _ in range(steps):
        batch = torch.randint(len(x), (batch_size,))
        optimizer.zero_grad()
        output = model(x[batch])
        expected = y[batch].flatten()
        loss = loss_of(output, expected)
        loss.backward()
        norm = torch.sqrt(sum((p.grad**2).sum() for p in model.parameters()))
        accuracy = (output.argmax(1) == expected).float().mean()
        optimizer.step()
        (loss.item(), norm.item(), accuracy.item())


images = torch.randn(2000, 784)
labels = torch.randint(10, (2000,))
characters = torch.randint(70, (2000, 32))
rows = {
    'lstm': lambda: train(recurrent, images.reshape(-1, 28, 28), labels, 50, 32),
    'transformer': lambda: train(transformer, characters, characters, 50, 16),
    'mlp': lambda: train(mlp, images, labels, 200, 128),
    'lesson': lambda: train(lesson, images.reshape(-1, 1, 28, 28), labels, 100, 32, torch.optim.SGD),
    'residual': lambda: train(residual, images.reshape(-1, 1, 28, 28), labels, 20, 32, torch.optim.SGD),
    'cnn': lambda: train(cnn, images.reshape(-1, 1, 28, 28), labels, 100, 64),
}
answer(rows)
