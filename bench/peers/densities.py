"""Density steps in numpy and scipy, one thread. A line on standard input, "explicit", "heat" or "state", asks for one
measurement; the answer is a line: milliseconds of processor time for one step or one state."""
import sys
import time

import numpy as np
import scipy.fft

# Explicit fluxes on 256 x 256 cells in float32, into arrays that are there already.
n = 256
rng = np.random.default_rng(1)
p = rng.random((n, n), dtype=np.float32)
x = np.linspace(-5, 5, n + 1, dtype=np.float32)[1:-1]
forward = np.float32(0.2) * (1 - x / 20)
backward = np.float32(0.2) * (1 + x / 20)
fx = np.repeat(forward[:, None], n, 1)
bx = np.repeat(backward[:, None], n, 1)
fy, by = np.ascontiguousarray(fx.T), np.ascontiguousarray(bx.T)
jx, jy = np.zeros((n + 1, n), np.float32), np.zeros((n, n + 1), np.float32)
tx, ty, d = np.empty_like(fx), np.empty_like(fy), np.empty_like(p)


def explicit():
    np.multiply(fx, p[:-1], out=jx[1:-1])
    np.multiply(bx, p[1:], out=tx)
    np.subtract(jx[1:-1], tx, out=jx[1:-1])
    np.multiply(fy, p[:, :-1], out=jy[:, 1:-1])
    np.multiply(by, p[:, 1:], out=ty)
    np.subtract(jy[:, 1:-1], ty, out=jy[:, 1:-1])
    np.subtract(jx[:-1], jx[1:], out=d)
    np.add(p, d, out=p)
    np.subtract(jy[:, :-1], jy[:, 1:], out=d)
    np.add(p, d, out=p)


# Heat on 512 x 512 nodes in float64: one state is a transform there, a product and one back.
m = 512
u = rng.random((m, m))
kx = np.fft.fftfreq(m)[:, None]
ky = np.fft.rfftfreq(m)[None, :]
fall = np.exp(-1e-3 * (kx * kx + ky * ky))


def heat():
    global u
    s = scipy.fft.rfft2(u)
    s *= fall
    u = scipy.fft.irfft2(s)


# The same from a spectrum that is kept: a product and one way back.
kept = scipy.fft.rfft2(u)


def state():
    scipy.fft.irfft2(kept * fall)


work = {"explicit": (explicit, 400), "heat": (heat, 8), "state": (state, 8)}
for step, _ in work.values():
    for _ in range(4):
        step()
print("ready", flush=True)
for line in sys.stdin:
    step, repeats = work[line.strip()]
    began = time.process_time()
    for _ in range(repeats):
        step()
    print(1e3 * (time.process_time() - began) / repeats, flush=True)
