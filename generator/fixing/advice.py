"""What to do by hand for a change, by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diff.change import Change, Code

_ADVICE: Final[Mapping[Code, str]] = {
    "function-removed": "Remove the call, or call another function; the service no longer has it.",
    "function-renamed": "Write the new name here; opgen does not know how this name gets here.",
    "function-moved": "Import the function from its new module.",
    "view-removed": "Call the function itself: it no longer has this view.",
    "argument-added": "Pass a value for the new argument; only you know which one.",
    "argument-removed": "Decide what replaces the value: the service no longer reads it.",
    "argument-renamed": "Write the new name of the argument here.",
    "argument-required": "Pass a value: the argument is now required.",
    "argument-position": "Pass the argument by its name.",
    "argument-narrowed": "Pass a value that the argument still accepts.",
    "value-renamed": "Make sure that the new value gets here.",
    "result-widened": "Handle the values that the function may now return.",
    "result-narrowed": "Adapt the code to the type that the function now returns.",
    "events-widened": "Handle the events that the stream may now have.",
    "events-narrowed": "Adapt the code to the type that events now have.",
    "type-removed": "Use another type, or one of your own.",
    "type-renamed": "Write the new name of the type here.",
    "type-widened": "Handle the new values: a comparison or `match` may miss them.",
    "type-narrowed": "Use only what the type still accepts.",
    "attribute-added": "Add a value for the new member; only you know which one.",
    "attribute-removed": "Remove the use: the service no longer has this attribute.",
    "attribute-renamed": "Write the new name of the attribute here.",
    "attribute-required": "Add a value: the member is now required.",
    "attribute-widened": "Handle the values that the attribute may now have, such as `None`.",
    "attribute-narrowed": "Use a value that the attribute still accepts.",
    "list-removed": "Read the attribute that has the items; for more pages, use `.iter`.",
    "export-removed": "Remove the use: the package no longer has what it needs.",
    "module-removed": "Import from another module; this one is gone.",
    "module-renamed": "Write the new name of the module here.",
    "setting-removed": "Remove the setting: the client no longer takes it.",
    "setting-renamed": "Write the new name of the setting here.",
}


def advice(change: Change) -> str:
    """Return one sentence: what to do by hand where an app uses what changed."""
    return _ADVICE.get(change.code, "Compare the code with the change.")
