"""Training steps of the networks of `cargo bench -p benches --bench training` in PyTorch and JAX, on one thread.

See README.md beside this file. Prints microseconds a step: the minimum and the median of many samples.
"""

import os

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import statistics
import time

SIZES = [(64, 32, 10, 32), (784, 128, 10, 32), (2, 8, 1, 1)]
RATE = 0.01
SAMPLE = 0.02
SAMPLES = 40


def measure(step):
    """Seconds a step, in samples of at least 20 ms."""
    steps = 1
    while True:
        start = time.perf_counter()
        for _ in range(steps):
            step()
        if time.perf_counter() - start >= SAMPLE:
            break
        steps *= 2
    seconds = []
    for _ in range(SAMPLES):
        start = time.perf_counter()
        for _ in range(steps):
            step()
        seconds.append((time.perf_counter() - start) / steps)
    return min(seconds), statistics.median(seconds)


def torch_step(inputs, hidden, outputs, batch):
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))
    optimizer = torch.optim.SGD(network.parameters(), lr=RATE)
    x = torch.randn(batch, inputs)
    if outputs > 1:
        y, loss = torch.randint(0, outputs, (batch,)), nn.CrossEntropyLoss()
    else:
        y, loss = torch.randn(batch, outputs), nn.MSELoss()

    def step():
        optimizer.zero_grad()
        loss(network(x), y).backward()
        optimizer.step()

    return step


def jax_step(inputs, hidden, outputs, batch):
    import jax
    import jax.numpy as jnp

    keys = jax.random.split(jax.random.PRNGKey(0), 4)
    weights = [
        jax.random.normal(keys[0], (hidden, inputs)) * inputs**-0.5,
        jnp.zeros(hidden),
        jax.random.normal(keys[1], (outputs, hidden)) * hidden**-0.5,
        jnp.zeros(outputs),
    ]
    x = jax.random.normal(keys[2], (batch, inputs))
    labels = jax.random.randint(keys[3], (batch,), 0, max(outputs, 2))

    def loss(weights):
        w1, b1, w2, b2 = weights
        scores = jax.nn.relu(x @ w1.T + b1) @ w2.T + b2
        if outputs == 1:
            return jnp.mean((scores[:, 0] - labels) ** 2)
        logs = jax.nn.log_softmax(scores)
        return -jnp.mean(jnp.take_along_axis(logs, labels[:, None], 1))

    @jax.jit
    def update(weights):
        _, gradient = jax.value_and_grad(loss)(weights)
        return [w - RATE * g for w, g in zip(weights, gradient)]

    state = [update(weights)]

    def step():
        state[0] = jax.block_until_ready(update(state[0]))

    return step


def main():
    print("microseconds a step (forward, backward, SGD; f32, one thread): minimum and median")
    print(f"{'':>16} {'torch eager':>20} {'JAX, jitted':>20}")
    for sizes in SIZES:
        row = f"{sizes[0]}-{sizes[1]}-{sizes[2]}, {sizes[3]:>2}"
        for make in (torch_step, jax_step):
            try:
                least, middle = measure(make(*sizes))
                row += f" {least * 1e6:>10.1f} {middle * 1e6:>9.1f}"
            except ImportError:
                row += f" {'not there':>20}"
        print(row)


if __name__ == "__main__":
    main()
