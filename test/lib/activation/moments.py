"""Computes moments.json, the moments of every activation, with mpmath: python3 moments.py > moments.json

Every function is written from its definition, at 25 digits, and integrated by Gauss-Legendre rules split at the kinks
and at the scales of the function and of the normal. A row is [q, mean, E f, E f^2, Var f, E f'^2].
"""

import json
from mpmath import mp, mpf, quad, exp, log, tanh, cosh, erf, sin, cos, sqrt, pi, ncdf, npdf, fabs

mp.dps = 25
sigma = lambda z: 1 / (1 + exp(-z))
A, S = mpf('1.6732632423543772'), mpf('1.0507009873554805')
softplus = lambda z: log(1 + exp(z))
dmish = lambda z: tanh(softplus(z)) + z * sigma(z) / cosh(softplus(z)) ** 2
inner = lambda z: sqrt(2 / pi) * (z + mpf('.044715') * z ** 3)
dinner = lambda z: sqrt(2 / pi) * (1 + 3 * mpf('.044715') * z ** 2)

ACTIVATIONS = {
    'linear': (lambda z: z, lambda z: 1, []),
    'relu': (lambda z: max(z, 0), lambda z: int(z > 0), [0]),
    'leakyRelu': (lambda z: z if z > 0 else z / 100, lambda z: 1 if z > 0 else mpf(1) / 100, [0]),
    'relu6': (lambda z: min(max(z, 0), 6), lambda z: int(0 < z < 6), [0, 6]),
    'squaredRelu': (lambda z: max(z, 0) ** 2, lambda z: 2 * max(z, 0), [0]),
    'elu': (lambda z: z if z > 0 else exp(z) - 1, lambda z: 1 if z > 0 else exp(z), [0]),
    'selu': (lambda z: S * z if z > 0 else S * A * (exp(z) - 1), lambda z: S if z > 0 else S * A * exp(z), [0]),
    'softplus': (softplus, sigma, []),
    'silu': (lambda z: z * sigma(z), lambda z: sigma(z) + z * sigma(z) * (1 - sigma(z)), []),
    'mish': (lambda z: z * tanh(softplus(z)), dmish, []),
    'gelu': (lambda z: z * ncdf(z), lambda z: ncdf(z) + z * npdf(z), []),
    'geluTanh': (
        lambda z: z * (1 + tanh(inner(z))) / 2,
        lambda z: (1 + tanh(inner(z))) / 2 + z * dinner(z) / cosh(inner(z)) ** 2 / 2,
        [],
    ),
    'tanh': (tanh, lambda z: 1 / cosh(z) ** 2, []),
    'hardtanh': (lambda z: min(max(z, -1), 1), lambda z: int(-1 < z < 1), [-1, 1]),
    'sigmoid': (sigma, lambda z: sigma(z) * sigma(-z), []),
    'hardSigmoid': (
        lambda z: min(max(z / 5 + mpf(1) / 2, 0), 1),
        lambda z: mpf(1) / 5 if fabs(z) < 2.5 else 0,
        [-2.5, 2.5],
    ),
    'softsign': (lambda z: z / (1 + fabs(z)), lambda z: 1 / (1 + fabs(z)) ** 2, [0]),
    'erf': (erf, lambda z: 2 / sqrt(pi) * exp(-z * z), []),
}


def expectation(g, mean, q, kinks):
    std = sqrt(q)
    low, high = mean - 12 * std, mean + 12 * std
    edges = {mean + k * std for k in range(-12, 13)} | {mpf(k) for k in kinks}
    for centre in [0, *kinks]:
        edges |= {centre + sign * mpf(2) ** k for k in range(-1, 11) for sign in (-1, 1)} | {mpf(centre)}
    edges = sorted(z for z in edges if low <= z <= high)
    return quad(lambda z: g(z) * npdf(z, mean, std), edges, method='gauss-legendre', maxdegree=6)


def row(f, df, kinks, q, mean):
    first = expectation(f, mean, q, kinks)
    second = expectation(lambda z: f(z) ** 2, mean, q, kinks)
    variance = expectation(lambda z: (f(z) - first) ** 2, mean, q, kinks)
    return [first, second, variance, expectation(lambda z: df(z) ** 2, mean, q, kinks)]


def sine(q, mean):
    first = sin(mean) * exp(-q / 2)
    second = (1 - cos(2 * mean) * exp(-2 * q)) / 2
    return [first, second, second - first ** 2, (1 + cos(2 * mean) * exp(-2 * q)) / 2]


def rows(compute):
    grid = [(q, mean) for q in ['1e-4', '.1', '1', '30', '1e4'] for mean in ['-10', '-.7', '0', '3', '10']]
    return [
        [float(q), float(mean), *(float(mp.nstr(x, 16)) for x in compute(mpf(q), mpf(mean)))] for q, mean in grid
    ]


if __name__ == '__main__':
    table = {name: rows(lambda q, mean, a=a: row(*a, q, mean)) for name, a in ACTIVATIONS.items()}
    table['sin'] = rows(sine)
    print('{\n' + ',\n'.join(
        f'  "{name}": [\n' + ',\n'.join('    ' + json.dumps(r) for r in table[name]) + '\n  ]' for name in table
    ) + '\n}')
