"""Distances between two samples of a ring of eight Gaussians in numpy and scipy, one thread. A line "kind points" on
standard input asks for one measurement; the answer is a line: milliseconds of processor time."""
import sys
import time

import numpy as np
from scipy.spatial.distance import cdist
from scipy.stats import ks_2samp

rng = np.random.default_rng(1)


def ring(n):
    angle = 2 * np.pi * rng.integers(0, 8, n) / 8
    return 4 * np.stack([np.cos(angle), np.sin(angle)], 1) + 0.3 * rng.standard_normal((n, 2))


def sliced(x, y):
    """Sliced W2, 64 directions, float32."""
    angle = np.pi * (np.arange(64) + 0.5) / 64
    directions = np.stack([np.cos(angle), np.sin(angle)]).astype(np.float32)
    gaps = [np.sort((z.astype(np.float32) @ directions).T.copy(), axis=1) for z in (x, y)]
    return np.sqrt(np.mean((gaps[0] - gaps[1]) ** 2))


def energy(x, y):
    return 2 * cdist(x, y).mean() - cdist(x, x).mean() - cdist(y, y).mean()


def mmd(x, y):
    def kernel(a, b):
        square = cdist(a, b, "sqeuclidean")
        square *= -0.5 / 5.6**2
        return np.exp(square, out=square).mean()

    return kernel(x, x) + kernel(y, y) - 2 * kernel(x, y)


def sinkhorn(x, y):
    """Cuturi's scaling steps on the plain kernel, until the marginal is right to 1e-4."""
    kernel = np.exp(cdist(x, y, "sqeuclidean") / -0.8)
    n = len(x)
    v = np.ones(n)
    for _ in range(5000):
        u = n / (kernel @ v)
        after = n / (kernel.T @ u)
        if np.abs(v / after - 1).mean() < 1e-4:
            break
        v = after
    return 0.8 * (np.log(u).mean() + np.log(v).mean())


def stein(x, _):
    """Kernel Stein discrepancy to N(0, I), inverse multiquadric."""
    s = -x
    r = x[:, None] - x[None]
    square = (r * r).sum(-1)
    base = 1 / (1 + square)
    root = np.sqrt(base)
    mixed = ((s[:, None] - s[None]) * r).sum(-1)
    return (root * (s @ s.T + base * (mixed + 2 - 3 * square * base))).mean()


def ks(x, y):
    return ks_2samp(x[:, 0], y[:, 0], method="asymp").statistic


work = {"sliced": sliced, "energy": energy, "mmd": mmd, "sinkhorn": sinkhorn, "stein": stein, "ks": ks}
samples = {}
print("ready", flush=True)
for line in sys.stdin:
    kind, points = line.split()
    n = int(points)
    if n not in samples:
        samples[n] = ring(n), ring(n)
    began = time.process_time()
    work[kind](*samples[n])
    print(1e3 * (time.process_time() - began), flush=True)
