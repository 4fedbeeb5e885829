"""`opgen.lock`: the inputs of a package, the names that it uses, and digests of each file."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.conflicts import sides
from generator.digests import digests_of
from generator.name_history import (
    NO_HISTORY,
    Division,
    History,
    NamedFunction,
    NamedSchema,
    OldName,
    PositionalArguments,
)
from generator.naming import is_identifier
from generator.write.lock_content import Lock
from generator.write.lock_digests import (
    digests_of_file,
    digests_of_symbols,
    read_digests,
    read_document,
)
from generator.write.lock_layout import SEAL, sealed, with_commas
from generator.write.lock_merge import merge_locks
from generator.write.lock_options import group_by_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.ir import Package
    from generator.options import Options
    from generator.provenance import Input, Provenance

NAME: Final = "opgen.lock"
CHANGELOG: Final = "CHANGELOG.md"
"""File name of the package's changelog. Updates add to it, and people may edit it."""
UNLISTED: Final = frozenset((NAME, CHANGELOG))
"""The files of a package that its lock does not list."""

VENDORED: Final = "vendored"
"""The member that only the lock of a vendored copy has."""

_NOT_IN_RECORD: Final = frozenset(
    (
        "about",
        "attributes",
        "positional",
        "division",
        "functions",
        "names",
        "old_names",
        "files",
        "symbols",
        "faults",
        SEAL,
    )
)
_ATTRIBUTES: Final = "attributes"
_OF_BUILTINS: Final = "builtins"
"""It says that attributes and arguments may have the names of builtin types."""
_SAME: Final = "="
"""It says that a name is the one that it would be alone."""

_TOOLS: Final = ("opgen", "datamodel-code-generator", "ruff")


def make_record(inputs: Provenance, options: Options) -> dict[str, object]:
    """Return the inputs, the options and the versions of the tools, as JSON.

    It contains no absolute path, date or machine name, so equal inputs give equal locks.
    """
    url = {"url": inputs.url} if inputs.url else {}
    return {
        "document": {
            "name": inputs.document.name,
            **url,
            "digests": list(inputs.document.digests),
        },
        "references": [_input(one) for one in inputs.references],
        "overlays": [_input(one) for one in inputs.overlays],
        "profile": _input(inputs.profile) if inputs.profile else None,
        **({"extras": [_input(one) for one in inputs.extras]} if inputs.extras else {}),
        "templates": inputs.templates,
        "options": _options(options),
        "versions": {tool: version(tool) for tool in _TOOLS},
    }


def _options(options: Options) -> dict[str, object]:
    folder = options.spec.parent
    root = {"root": Path(os.path.relpath(options.root, folder)).as_posix()} if options.root else {}
    types = {one.key: one.value for one in sorted(options.types, key=lambda one: one.key)}
    return {
        "groups": list(options.groups),
        "tags": list(options.tags),
        "paths": list(options.paths),
        "all": options.all,
        **({"group_by": options.group_by} if options.group_by else {}),
        "profile": options.profile and Path(options.profile).name,
        "overlays": [path.name for path in options.overlays],
        "package": options.package,
        **root,
        **({"types": types} if types else {}),
    }


def write_lock(
    files: Mapping[str, bytes], package: Package, options: Options, faults: int
) -> bytes:
    """Return the lock's bytes; `faults` is the number of local faults of the document."""
    history = package.history
    content = {
        **make_record(package.provenance, options),
        "about": dict(package.about),
        "positional": {
            name: [one.path, *map(list, zip(one.names, one.wires, strict=True))]
            for name, one in sorted(history.positional.items())
        },
        "division": {"by": history.division.by, "asked": history.division.is_asked},
        "functions": [_function_line(one, history.division) for one in sorted(history.functions)],
        "names": [
            f"{one.name} {one.digest} {_stem(one)} {one.place}" for one in sorted(history.schemas)
        ],
        **({} if history.has_old_attributes else {_ATTRIBUTES: _OF_BUILTINS}),
        **({"old_names": _old_names(history)} if history.old_names else {}),
        **({"faults": faults} if faults else {}),
        "files": {path: digests_of_file(path, files[path]) for path in sorted(files)},
        "symbols": digests_of_symbols(files),
    }
    return sealed(content)


def lock_of_copy(content: bytes, name: str, files: Mapping[str, bytes]) -> bytes:
    """Return the lock of a vendored copy, from the lock and the name of the original package.

    It has digests of the changelog too: opgen writes a changelog only in the original package.
    """
    origin: dict[str, object] = {"name": name}
    if CHANGELOG in files:
        origin["digests"] = list(digests_of(files[CHANGELOG]))
    listed = {
        path: digests_of_file(path, files[path]) for path in sorted(files) if path not in UNLISTED
    }
    changed = {"files": listed, "symbols": digests_of_symbols(files), VENDORED: origin}
    return sealed({**json.loads(content), **changed})


def read_lock(content: bytes) -> Lock:
    """Parse a lock; members that an older opgen did not write are empty.

    A lock with conflict markers of git gives what both sides know.

    Raises:
        ValueError: the content is not a lock.
    """
    both = sides(content)
    if both is None:
        return _parse(content)
    locks = []
    for text in both:
        with suppress(ValueError):
            locks.append(_parse(text))
    if not locks:
        raise ValueError(f"{NAME} cannot be read")
    return locks[0] if len(locks) == 1 else merge_locks(*locks)


def _parse(content: bytes) -> Lock:
    try:
        try:
            data = json.loads(content)
        except ValueError:  # who removes conflict markers by hand may leave wrong commas
            data = json.loads(with_commas(content))
        profile = data.get("profile")
        symbols = data.get("symbols", {})
        files = {path: read_digests(one) for path, one in data["files"].items()}
        origin = data.get(VENDORED, {})
        if changelog := origin.get("digests") or origin.get("history"):
            files[CHANGELOG] = read_digests(changelog)
        return Lock(
            record={key: value for key, value in data.items() if key not in _NOT_IN_RECORD},
            document=read_document(data.get("document", {})),
            url=data.get("document", {}).get("url"),
            references=tuple(str(one["name"]) for one in data.get("references", ())),
            profile=str(profile["name"]) if profile else None,
            history=_history(data),
            files=files,
            symbols={path: "".join(read_digests(one)) for path, one in symbols.items()},
            faults=int(data.get("faults", 0)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{NAME} cannot be read") from error


def _history(data: Mapping[str, Any]) -> History:
    functions = data.get("functions", ())
    return History(
        schemas=frozenset(map(_schema, data.get("names", ()))),
        positional={
            name: _positional_arguments(str(path), names)
            for name, (path, *names) in data.get("positional", {}).items()
        },
        functions=frozenset(map(_function, functions)),
        division=_division(data.get("division", {}), functions),
        old_names=frozenset(
            OldName(old, str(new)) for old, new in data.get("old_names", {}).items()
        ),
        has_old_attributes=data.get(_ATTRIBUTES) != _OF_BUILTINS,
    )


def read_history(output: Path) -> History:
    """Return the history of the package in a folder; empty if it has no readable lock."""
    try:
        path = output / NAME
        return read_lock(path.read_bytes()).history if path.is_file() else NO_HISTORY
    except (OSError, ValueError):
        return NO_HISTORY  # the error is reported when the package is written


def changelog_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return only the changelog of these files; empty if there is none."""
    return {CHANGELOG: files[CHANGELOG]} if CHANGELOG in files else {}


def _input(one: Input) -> dict[str, object]:
    return {"name": one.name, "sha256": one.sha256}


def _positional_arguments(path: str, arguments: Iterable[object]) -> PositionalArguments:
    """Parse `[name, wire]` pairs; an older opgen wrote only the name."""
    pairs = [one if isinstance(one, list) else (one, one) for one in arguments]
    names, wires = [str(name) for name, _ in pairs], [str(wire) for _, wire in pairs]
    return PositionalArguments(path, tuple(names), tuple(wires))


def _stem(one: NamedSchema | NamedFunction) -> str:
    return _SAME if one.stem == one.name else one.stem


def _function_line(one: NamedFunction, division: Division) -> str:
    """Return `group.name stem METHOD /path`."""
    return f"{division.groups[one.operation]}.{one.name} {_stem(one)} {one.operation}"


def _function(line: str) -> NamedFunction:
    """Parse the line of a function; an older opgen did not write the group."""
    name, stem, operation = line.split(" ", 2)
    own = name.rpartition(".")[2]
    return NamedFunction(own, own if stem == _SAME else stem, operation)


def _division(recorded: Mapping[str, object], lines: Iterable[str]) -> Division:
    """Parse how the functions were divided among groups."""
    groups = {}
    for line in lines:
        name, _, operation = line.split(" ", 2)
        group, dot, _ = name.rpartition(".")
        if dot and is_identifier(group):
            groups[operation] = group
    return Division(group_by_of(recorded.get("by")), recorded.get("asked") is True, groups)


def _old_names(history: History) -> dict[str, str]:
    """Return the new names of functions by the old ones that stay."""
    return {one.old: one.new for one in sorted(history.old_names)}


def _schema(line: str) -> NamedSchema:
    name, meaning, stem, place = line.split(" ", 3)
    return NamedSchema(name, place, name if stem == _SAME else stem, meaning)
