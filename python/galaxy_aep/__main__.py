"""``python -m galaxy_aep``: the program itself."""

from ._program import main

main()
