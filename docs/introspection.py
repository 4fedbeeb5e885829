"""What dataclasses of the generator say of themselves: their keys, types and meanings."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

from generator import profiles
from generator.cli import main
from generator.diagnostics import Location
from generator.options import Options
from generator.profiles.profile import NOT_IN_FILES, Profile


class Key(NamedTuple):
    """A key of a TOML table."""

    field: Field[Any]
    type: Any
    meaning: str

    @property
    def name(self) -> str:
        """Its name in the file."""
        return self.field.name


def profile_keys(kind: type) -> list[Key]:
    """Return the keys of a table of a profile, or of the profile itself."""
    hints, meanings = get_type_hints(kind, localns=_names()), _attributes(kind)
    hidden = NOT_IN_FILES if kind is Profile else ()
    return [
        Key(one, hints[one.name], meanings[one.name])
        for one in fields(kind)
        if one.name not in hidden and one.metadata.get("key", True)
    ]


def settings() -> list[Key]:
    """Return the settings of `[tool.opgen]`; `--help` says what each means."""
    options = {one.name: one for one in main.commands["update"].params}
    meanings = {  # for tables, which no option sets
        name: text[:1].upper() + text[1:] for name, text in _attributes(Options).items()
    }
    meanings |= {name: str(getattr(one, "help", "")) for name, one in options.items()}
    meanings["spec"] = "File of the document; `opgen update` writes it."
    hints = get_type_hints(Options, localns={"Path": Path, "Location": Location})
    return [
        Key(one, hints[one.name], meanings[one.name].removesuffix(" Repeatable."))
        for one in fields(Options)
    ]


def inside(hint: object) -> Iterator[Any]:
    """Yield a type and all types in it."""
    yield hint
    for one in get_args(hint):
        yield from inside(one)


def summary(thing: object) -> str:
    """Return the first paragraph of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n\n")[0].replace("\n", " ")


def _names() -> dict[str, object]:
    """Return what annotations of profiles name, also where only type checkers import it."""
    modules = (f"{profiles.__name__}.{one.name}" for one in pkgutil.iter_modules(profiles.__path__))
    found = [vars(import_module(name)) for name in modules]
    return {"Path": Path, "Mapping": Mapping} | dict(ChainMap(*found))


def _attributes(kind: type) -> dict[str, str]:
    """Return what the docstring of a class says of each attribute."""
    section = (inspect.getdoc(kind) or "").partition("Attributes:\n")[2]
    entries = re.findall(r"^    (\w+): (.*(?:\n {5,}.*)*)", section, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in entries}
