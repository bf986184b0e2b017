"""Answers each line, a row and how often to do it, with the milliseconds that one takes by the library named, on one thread."""

import os
import sys
import time

for name in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'):
    os.environ[name] = '1'

MILLIONS = 10_000_000


def numpy_rows():
    import numpy as np

    rng = np.random.default_rng(1)
    out = np.empty(MILLIONS, np.float32)

    def normal():
        rng.standard_normal(out=out, dtype=np.float32)

    def truncated():
        normal()
        outside = np.flatnonzero(np.abs(out) > 2)
        while len(outside):
            again = rng.standard_normal(len(outside), dtype=np.float32)
            out[outside] = again
            outside = outside[np.abs(again) > 2]

    def orthogonal(size):
        q, r = np.linalg.qr(rng.standard_normal((size, size)))
        return (q * np.sign(np.diag(r))).astype(np.float32)

    return {
        'uniform': lambda: rng.random(out=out, dtype=np.float32),
        'normal': normal,
        'truncatedNormal': truncated,
        'heNormal': lambda: rng.standard_normal((512, 512), dtype=np.float32) * np.float32((2 / 512) ** 0.5),
        'orthogonal256': lambda: orthogonal(256),
        'orthogonal512': lambda: orthogonal(512),
    }


def torch_rows():
    import torch

    torch.set_num_threads(1)
    init = torch.nn.init
    out = torch.empty(MILLIONS)
    return {
        'uniform': lambda: out.uniform_(),
        'normal': lambda: out.normal_(),
        'truncatedNormal': lambda: init.trunc_normal_(out, a=-2, b=2),
        'heNormal': lambda: init.kaiming_normal_(torch.empty(512, 512)),
        'orthogonal256': lambda: init.orthogonal_(torch.empty(256, 256)),
        'orthogonal512': lambda: init.orthogonal_(torch.empty(512, 512)),
    }


rows = {'numpy': numpy_rows, 'torch': torch_rows}[sys.argv[1]]()
print('ready', flush=True)
for line in sys.stdin:
    name, times = line.split()
    row = rows[name]
    start = time.perf_counter()
    for _ in range(int(times)):
        row()
    print((time.perf_counter() - start) * 1000 / int(times), flush=True)
