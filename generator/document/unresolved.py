"""Why a reference has no target."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.diagnostic_codes import Code
    from generator.diagnostics import Help


class UnresolvedError(Exception):
    """A reference has no target; the message and the help are those of the diagnostic."""

    def __init__(self, code: Code, message: str, advice: Help = None) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.help: Help = advice
