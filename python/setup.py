"""What pyproject.toml cannot say: the version is the program's, and the wheel holds a program where one lies in bin/."""

import re
from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
PROVENANCE = HERE.parent / "Sources" / "Files" / "Provenance.swift"
VERSION = re.search(r'static let version = "([^"]+)"', PROVENANCE.read_text())[1]


class Wheel(bdist_wheel):
    """For any Python 3, but for one kind of machine only."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = not (HERE / "galaxy_aep" / "bin").exists()

    def get_tag(self):
        return "py3", "none", "any" if self.root_is_pure else super().get_tag()[2]


setup(version=VERSION, cmdclass={"bdist_wheel": Wheel})
