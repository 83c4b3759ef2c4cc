"""The score network 18-128-128-128-2 with SiLU in PyTorch float32. Each line on standard input is a question:
`train THREADS` answers with steps of Adam a second on batches of 512, `forward N THREADS` with particles a second."""
import sys
import time

import torch
from torch import nn

torch.manual_seed(1)
network = nn.Sequential(
    nn.Linear(18, 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU(), nn.Linear(128, 128), nn.SiLU(), nn.Linear(128, 2)
)
optimiser = torch.optim.Adam(network.parameters(), 1e-3)


def rate(work, size):
    """Of half a second's work, after a tenth of a second to warm up."""
    for seconds in 0.1, 0.5:
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            work()
            done += size
        found = done / (time.perf_counter() - began)
    return found


def train(threads):
    torch.set_num_threads(threads)
    x, y = torch.randn(512, 18), torch.randn(512, 2)

    def step():
        optimiser.zero_grad()
        ((network(x) - y) ** 2).mean().backward()
        optimiser.step()

    return rate(step, 1)


def forward(n, threads):
    torch.set_num_threads(threads)
    x = torch.randn(n, 18)
    with torch.no_grad():
        return rate(lambda: network(x), n)


print(torch.__version__, flush=True)
for line in sys.stdin:
    what, *numbers = line.split()
    print((train if what == "train" else forward)(*map(int, numbers)), flush=True)
