"""The program that the package brings, and where else it may be found."""

import os
import shutil
import sys
from pathlib import Path


def path() -> str:
    """The path of the program ``galaxy-aep``.

    The environment's ``GALAXY_AEP_PROGRAM`` goes first, then the one inside this package, then the one on ``PATH``.

    Raises
    ------
    FileNotFoundError
        Where none of them is there; the message says what to do.
    """
    named = os.environ.get("GALAXY_AEP_PROGRAM")
    if named:
        if os.access(named, os.X_OK) and not os.path.isdir(named):
            return named
        raise FileNotFoundError(
            f"cannot run galaxy-aep: GALAXY_AEP_PROGRAM is {named}, which is no program; "
            "correct it or unset it"
        )
    own = Path(__file__).resolve().parent / "bin" / "galaxy-aep"
    if own.is_file():
        return str(own)
    # Another Python package's start script on PATH may be this one: it would call itself for ever.
    script = os.path.realpath(sys.argv[0])
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        found = shutil.which("galaxy-aep", path=folder)
        if found and os.path.realpath(found) != script and not _is_python(found):
            return found
    raise FileNotFoundError(
        "cannot run galaxy-aep: this package holds no program and there is none on PATH; install the wheel for "
        "Linux on x86-64, or build the program and set GALAXY_AEP_PROGRAM to its path"
    )


def _is_python(script: str) -> bool:
    """Whether a file is a start script of Python, not the program itself."""
    with open(script, "rb") as file:
        return file.read(2) == b"#!"


def main() -> None:
    """Becomes the program, with this process's arguments."""
    try:
        program = path()
    except FileNotFoundError as error:
        sys.exit(f"Error: {error}")
    os.execv(program, ["galaxy-aep", *sys.argv[1:]])
