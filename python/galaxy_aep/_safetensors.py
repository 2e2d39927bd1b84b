"""Files of named tensors (https://huggingface.co/docs/safetensors), read and written without a further package."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any, Dict, Mapping, Tuple

import numpy as np

from ._errors import GalaxyAEPError

_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "U64": "<u8"}
_LONGEST = 100_000_000


def read(path: str) -> Tuple[Dict[str, np.ndarray], Dict[str, str]]:
    """The tensors (memory-mapped, read only) and the text of a file."""
    try:
        length = os.path.getsize(path)
        with open(path, "rb") as file:
            size = int.from_bytes(file.read(8), "little")
            if length < 8 or size > min(_LONGEST, length - 8):
                raise ValueError("its header is longer than the file")
            header = json.loads(file.read(size))
    except OSError as failure:
        raise GalaxyAEPError(f"cannot read {path}: {failure.strerror}") from failure
    except ValueError as failure:
        raise GalaxyAEPError(f"cannot read {path}: it is not a safetensors file; {failure}") from failure
    if not isinstance(header, dict):
        raise GalaxyAEPError(f"cannot read {path}: it is not a safetensors file; its header is no table of tensors")
    text = header.pop("__metadata__", {})
    start = 8 + size
    whole = np.memmap(path, np.uint8, "r") if length > start else np.empty(0, np.uint8)
    tensors = {name: _tensor(path, name, entry, whole, start) for name, entry in header.items()}
    return tensors, text


def _tensor(path: str, name: str, entry: Any, whole: np.ndarray, start: int) -> np.ndarray:
    try:
        kind, shape, (first, last) = entry["dtype"], [int(n) for n in entry["shape"]], entry["data_offsets"]
        size = {"BF16": 2}.get(kind) or np.dtype(_TYPES[kind]).itemsize
        count = 1
        for axis in shape:
            count *= axis
        if min([0, *shape]) < 0 or not 0 <= first <= last <= len(whole) - start or count * size != last - first:
            raise ValueError("its bytes do not fit its shape")
        data = whole[start + first:start + last]
        if kind == "BF16":
            return (data.view("<u2").astype(np.uint32) << 16).view(np.float32).reshape(shape)
        return data.view(_TYPES[kind]).reshape(shape)
    except (KeyError, TypeError, ValueError) as failure:
        raise GalaxyAEPError(f"cannot read tensor {name} of {path}: {failure}") from failure


def write(path: str, tensors: Mapping[str, np.ndarray], text: Mapping[str, str]) -> None:
    """Writes float32 tensors and text under a temporary name, then gives the file its own; the same content gives the
    same bytes."""
    names = sorted(tensors)
    header: Dict[str, Any] = {"__metadata__": dict(sorted(text.items()))} if text else {}
    end = 0
    arrays = []
    for name in names:
        values = np.asarray(tensors[name]).astype("<f4", order="C", copy=False)
        header[name] = {"data_offsets": [end, end + values.nbytes], "dtype": "F32", "shape": list(values.shape)}
        end += values.nbytes
        arrays.append(values)
    lines = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    lines += b" " * (-len(lines) % 8)
    folder = os.path.dirname(os.path.abspath(path))
    handle, partial = tempfile.mkstemp(prefix=".partial-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(len(lines).to_bytes(8, "little") + lines)
            for values in arrays:
                file.write(values.tobytes())
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(partial, 0o666 & ~mask)
        os.replace(partial, path)
    except BaseException:
        if os.path.exists(partial):
            os.unlink(partial)
        raise


def fingerprint(content: Mapping[str, np.ndarray]) -> str:
    """The program's short name for exact content: 64 bits of FNV-1a over names, shapes and float32 values, in the order
    given.

    >>> fingerprint({})
    'cbf29ce484222325'
    """
    state, prime, cut = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
    for name, values in content.items():
        values = np.asarray(values).astype("<f4", order="C", copy=False)
        text = f"{name} [{', '.join(str(n) for n in values.shape)}]".encode() + b"\xff"
        for byte in text + values.tobytes():
            state = ((state ^ byte) * prime) & cut
    return f"{state:016x}"
