"""The line of the app that makes a call: warnings are about it."""

from __future__ import annotations

import inspect
import warnings
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from types import CodeType, FrameType

Caller: TypeAlias = "tuple[CodeType, int, dict[str, Any]]"
"""Code, an instruction in it, and its module; unlike a frame, it keeps no variables alive."""

_OWN: Final = str(__package__)
_OUTER: Final = _OWN.rpartition(".")[0] or "."  # which has the extra modules
_CUSTOM: Final = f"{_OUTER}.custom"  # the app's own code


def find_caller() -> Caller | None:
    """Return the nearest place outside of the runtime and of the extra modules next to it."""
    frame = inspect.currentframe()
    while frame is not None and (frame.f_globals.get("__package__") == _OWN or _is_extra(frame)):
        frame = frame.f_back
    return _place(frame)


def warn_caller(text: str, category: type[Warning]) -> None:
    """Warn at the nearest line outside of the runtime; of an awaited call, where it was made."""
    frame, awaited = inspect.currentframe(), None
    while frame is not None and (frame.f_globals.get("__package__") == _OWN or _is_extra(frame)):
        # The frame of an awaited call may be the first one of a task.
        awaited = getattr(frame.f_locals.get("request"), "caller", None) or awaited
        frame = frame.f_back
    caller = awaited or _place(frame)
    if caller is None:
        return warnings.warn(text, category, stacklevel=1)
    code, instruction, module = caller
    line = next(islice(code.co_positions(), instruction // 2, None))[0] or 1
    registry = module.setdefault("__warningregistry__", {})
    name = module.get("__name__", "")
    return warnings.warn_explicit(text, category, code.co_filename, line, name, registry)


def _place(frame: FrameType | None) -> Caller | None:
    return None if frame is None else (frame.f_code, frame.f_lasti, frame.f_globals)


def _is_extra(frame: FrameType) -> bool:
    module = frame.f_globals
    return module.get("__package__") == _OUTER and module.get("__name__") != _CUSTOM
