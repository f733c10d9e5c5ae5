"""Writes torch_network.safetensors, a network of PyTorch's, and prints what it says about two images.

    pip install torch safetensors
    python torch_network.py
"""

from collections import OrderedDict

import torch
from safetensors.torch import save_file
from torch import nn

torch.manual_seed(4)
network = nn.Sequential(
    OrderedDict(
        convolution=nn.Conv2d(1, 2, 3),
        relu=nn.ReLU(),
        flatten=nn.Flatten(),
        norm=nn.BatchNorm1d(32),
        output=nn.Linear(32, 4),
    )
)
network.train()
for _ in range(3):
    network(torch.rand(5, 1, 6, 6))
network.eval()
save_file(network.state_dict(), "torch_network.safetensors")
print({name: list(tensor.shape) for name, tensor in network.state_dict().items()})

images = torch.sin(torch.arange(72, dtype=torch.float64)).reshape(2, 1, 6, 6)
print(network.double()(images).tolist())
