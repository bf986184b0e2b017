"""Answers each line, a row and how often to do it, with the milliseconds that one takes: peer.py LIBRARY THREADS [bare].

One net: He weights drawn, 1024 normal inputs sent through dense layers with ReLU, a normal cotangent sent back, and, unless bare, the
statistics that initlab's simulate gives of every layer but the correlation of samples: mean, variance and second moment of z, a and the gradient by z, and dead units.
"""

import sys

from answer import answer

library, threads = sys.argv[1], sys.argv[2]
bare = 'bare' in sys.argv[3:]

BATCH = 1024


def numpy_net():
    import numpy as np

    rng = np.random.default_rng(1)

    def normal(rows, columns):
        return rng.standard_normal((rows, columns), dtype=np.float32)

    def moments(x):
        return x.mean(dtype=np.float64), x.var(dtype=np.float64), np.square(x).mean(dtype=np.float64)

    def net(depth, width):
        a = normal(BATCH, width)
        weights, zs, statistics = [], [], []
        for _ in range(depth):
            weights.append(normal(width, width) * np.float32((2 / width) ** 0.5))
            z = a @ weights[-1]
            a = np.maximum(z, 0)
            zs.append(z)
            if not bare:
                statistics.append((moments(z), moments(a), (z <= 0).all(axis=0).mean()))
        gradient = normal(BATCH, width)
        for w, z in zip(reversed(weights), reversed(zs)):
            gradient = gradient * (z > 0)
            if not bare:
                statistics.append(moments(gradient))
            gradient = gradient @ w.T

    return net


def torch_net():
    import torch

    torch.set_num_threads(int(threads))

    def moments(x):
        return x.mean(), x.var(), x.square().mean()

    def net(depth, width):
        a = torch.randn(BATCH, width, requires_grad=True)
        zs, statistics = [], []
        for _ in range(depth):
            z = a @ (torch.randn(width, width) * (2 / width) ** 0.5)
            a = torch.relu(z)
            if not bare:
                z.retain_grad()
                zs.append(z)
                with torch.no_grad():
                    statistics.append((moments(z), moments(a), (z <= 0).all(0).float().mean()))
        a.backward(torch.randn(BATCH, width))
        for z in zs:
            statistics.append(moments(z.grad))

    return net


net = {'numpy': numpy_net, 'torch': torch_net}[library]()
rows = {
    'shallow': lambda: net(20, 128),
    'deep': lambda: net(50, 512),
    'many': lambda: [net(20, 128) for _ in range(64)],
}
answer(rows)
