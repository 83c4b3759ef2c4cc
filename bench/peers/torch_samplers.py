"""Samplers of k-diffusion written out from their formulas, in PyTorch float32, on the exact score of a ring of eight
isotropic Gaussians. A line "sampler particles runs threads" on standard input asks for so many runs; the answer is a
line: particle-steps a second of processor time."""
import sys
import time

import torch

components, steps = 8, 20
angles = 2 * torch.pi * torch.arange(components) / components
means = 4 * torch.stack([torch.cos(angles), torch.sin(angles)], 1)
rho = 7
ramp = torch.linspace(0, 1, steps + 1, dtype=torch.float64)
sigmas = ((80 ** (1 / rho) + ramp * (0.02 ** (1 / rho) - 80 ** (1 / rho))) ** rho).tolist()


def denoise(x, sigma):
    """E[x_0 | x]: each mean pulled by what the noise is to the data, weighted by its share of x."""
    variance = 0.09 + sigma * sigma
    # |x - mu|^2 without the part that all components share
    logits = (x @ means.T - 8) / variance
    centre = torch.softmax(logits, 1) @ means
    return centre + (x - centre) * (0.09 / variance)


def to_d(x, sigma):
    return (x - denoise(x, sigma)) / sigma


def euler(x):
    for a, b in zip(sigmas, sigmas[1:]):
        x = x + to_d(x, a) * (b - a)
    return x


def heun(x):
    for a, b in zip(sigmas, sigmas[1:]):
        d = to_d(x, a)
        later = to_d(x + d * (b - a), b)
        x = x + (d + later) / 2 * (b - a)
    return x


def dpmpp_2m(x):
    old = None
    for i, (a, b) in enumerate(zip(sigmas, sigmas[1:])):
        denoised = denoise(x, a)
        h = torch.log(torch.tensor(a / b)).item()
        mixed = denoised
        if old is not None:
            r = torch.log(torch.tensor(sigmas[i - 1] / a)).item() / h
            mixed = (1 + 1 / (2 * r)) * denoised - (1 / (2 * r)) * old
        x = (b / a) * x - torch.expm1(torch.tensor(-h)).item() * mixed
        old = denoised
    return x


def euler_ancestral(x):
    for a, b in zip(sigmas, sigmas[1:]):
        up = min(b, (b * b * (a * a - b * b) / (a * a)) ** 0.5)
        down = (b * b - up * up) ** 0.5
        x = x + to_d(x, a) * (down - a)
        x = x + torch.randn_like(x) * up
    return x


samplers = {"euler": euler, "heun": heun, "dpmpp-2m": dpmpp_2m, "euler-ancestral": euler_ancestral}


@torch.inference_mode()
def run(name, particles):
    return samplers[name](80 * torch.randn(particles, 2))


for name in samplers:
    run(name, 1000)
print(torch.__version__, flush=True)
for line in sys.stdin:
    name, particles, runs, threads = line.split()
    torch.set_num_threads(int(threads))
    began = time.process_time()
    for _ in range(int(runs)):
        run(name, int(particles))
    print(int(runs) * int(particles) * steps / (time.process_time() - began), flush=True)
