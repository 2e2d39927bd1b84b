"""What pyproject.toml cannot say: the version is the program's, and the wheel holds a program where one lies in bin/."""

import re
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
PROVENANCE = HERE.parent / "Sources" / "Files" / "Provenance.swift"
VERSION = re.search(r'static let version = "([^"]+)"', PROVENANCE.read_text())[1]
HOLDS_PROGRAM = (HERE / "galaxy_aep" / "bin").exists()


class Package(Distribution):
    def has_ext_modules(self):
        return HOLDS_PROGRAM


class Wheel(bdist_wheel):
    """For any Python 3; with a program, for one kind of machine only."""

    def get_tag(self):
        return "py3", "none", super().get_tag()[2] if HOLDS_PROGRAM else "any"


setup(version=VERSION, distclass=Package, cmdclass={"bdist_wheel": Wheel})
