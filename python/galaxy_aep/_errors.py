"""The one exception of this package."""

from __future__ import annotations

from typing import Optional, Sequence


class GalaxyAEPError(RuntimeError):
    """What went wrong, in one sentence: the program's own where a step failed.

    Attributes
    ----------
    command:
        The command line of the step that failed; None where no step was run.
    exit_code:
        The program's exit code: 1 something failed, 64 the command line is mistaken.
    """

    def __init__(
        self, sentence: str, *, command: Optional[Sequence[str]] = None, exit_code: Optional[int] = None
    ) -> None:
        super().__init__(sentence)
        self.command = list(command) if command is not None else None
        self.exit_code = exit_code
