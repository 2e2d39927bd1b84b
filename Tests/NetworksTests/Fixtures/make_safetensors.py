"""Makes python.safetensors with the safetensors package, the peer our reader is held against.

    pip install safetensors==0.8.0 numpy && python make_safetensors.py
"""

import os

import numpy as np
from safetensors import TensorSpec, serialize_file
from safetensors.numpy import save_file

here = os.path.dirname(os.path.abspath(__file__))

save_file(
    {
        "encoder.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 4 - 0.5,
        "wide": np.array([np.pi, -1e-300, 1e300], dtype=np.float64),
        "counts": np.array([0, 7, 2**64 - 1], dtype=np.uint64),
        "signed": np.array([-3, 4], dtype=np.int64),
        "scalar": np.array(2.5, dtype=np.float32),
        "empty": np.zeros((0, 4), dtype=np.float32),
    },
    os.path.join(here, "python.safetensors"),
    metadata={"format": "np", "note": 'quotes " and \u00e9, \\ and a tab\t'},
)

# numpy has no bfloat16; these are the upper halves of 1, -2.5 and 3.140625.
halves = np.array([0x3F80, 0xC020, 0x4049], dtype="<u2")
spec = TensorSpec(
    dtype="bfloat16", shape=[3], data_ptr=halves.ctypes.data, data_len=halves.nbytes
)
serialize_file({"half": spec}, os.path.join(here, "python-bfloat16.safetensors"))
