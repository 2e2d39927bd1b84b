"""docs/python.md: its blocks run, one after the other."""

import os
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"
BLOCKS = re.compile(r"^(?:<!-- (?P<mark>needs torch) -->\n)?```python\n(?P<code>.*?)^```$", re.M | re.S)


def test_the_page(survey, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    found = list(BLOCKS.finditer(page))
    assert len(found) >= 6
    names = {"__name__": "tutorial"}
    for block in found:
        if block["mark"]:
            try:
                import torch  # noqa: F401
            except ImportError:
                continue
        line = page[:block.start("code")].count("\n") + 1
        exec(compile("\n" * (line - 1) + block["code"], os.fspath(PAGE), "exec"), names)


@pytest.mark.parametrize("word", ["Cutouts", "Codes", "Scores", "Model", "Evaluation", "torch_dataset", "GalaxyAEPError", "galaxy_aep.train"])
def test_the_page_tells_of(word):
    assert word in PAGE.read_text(encoding="utf-8")
