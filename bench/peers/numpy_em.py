"""Euler-Maruyama on a ring of Gaussians in numpy float32, one thread. Each line on standard input asks for one run;
the answer is a line: particle-steps a second of processor time."""
import sys
import time

import numpy as np

components = int(sys.argv[1])
n, steps = 100_000, 20
angles = 2 * np.pi * np.arange(components) / components
means = (4 * np.stack([np.cos(angles), np.sin(angles)], 1)).astype(np.float32)
t = np.linspace(1, 1e-3, steps + 1)
rng = np.random.default_rng(1)


def run():
    x = rng.standard_normal((n, 2), dtype=np.float32)
    for a, b in zip(t, t[1:]):
        beta = 0.1 + a * 19.9
        integral = 0.1 * a + 0.5 * 19.9 * a * a
        alpha, var = np.float32(np.exp(-0.5 * integral)), 1 - np.exp(-integral)
        precision = np.float32(1 / (alpha**2 * 0.09 + var))
        centres = alpha * means
        dx = x[:, None, 0] - centres[None, :, 0]
        dy = x[:, None, 1] - centres[None, :, 1]
        e = (-0.5 * precision) * (dx * dx + dy * dy)
        e -= e.max(1, keepdims=True)
        np.exp(e, out=e)
        e /= e.sum(1, keepdims=True)
        score = precision * (e @ centres - x)
        h = np.float32(b - a)
        noise = rng.standard_normal((n, 2), dtype=np.float32)
        x = x + h * np.float32(-beta) * (0.5 * x + score) + np.float32(np.sqrt(beta * -(b - a))) * noise
    return x


run()
print("ready", flush=True)
for _ in sys.stdin:
    began = time.process_time()
    run()
    print(n * steps / (time.process_time() - began), flush=True)
