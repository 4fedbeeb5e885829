"""`opgen.lock`: what a package was made from, what it gave names to, a digest of each file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.document.source import sha256_of
from generator.name_history import NO_HISTORY, History, NamedSchema, Positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.ir import Package, Provenance
    from generator.options import Options

NAME: Final = "opgen.lock"
HISTORY: Final = "CHANGELOG.md"
"""What changed from version to version: it grows, and people may edit it."""
OWN: Final = frozenset((NAME, HISTORY))
"""The files of a package that its lock does not list."""

VENDORED: Final = "vendored"
"""What a vendored copy's lock says beside that of its source."""

_SEAL: Final = "seal"
_GIVEN: Final = frozenset(("about", "positional", "names", "files", _SEAL))
_TOOLS: Final = ("opgen", "datamodel-code-generator", "ruff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A lock that was read.

    Attributes:
        recorded: what it says of inputs, options and versions, as `record` gives it.
        document: digest of the document.
        references: the names of the files that the document refers to.
        profile: the name of the profile.
        files: the digest of each file.
    """

    recorded: Mapping[str, object]
    document: str
    references: tuple[str, ...]
    profile: str | None
    history: History
    files: Mapping[str, str]


def record(inputs: Provenance, options: Options) -> dict[str, object]:
    """Return what a package was made from, as JSON has it.

    It holds no path, date or machine, so the same input gives the same lock.
    """
    url = {"url": inputs.url} if inputs.url else {}
    return {
        "document": {**asdict(inputs.document), **url},
        "references": [asdict(one) for one in inputs.references],
        "overlays": [asdict(one) for one in inputs.overlays],
        "profile": asdict(inputs.profile) if inputs.profile else None,
        "templates": inputs.templates,
        "options": {
            "groups": list(options.groups),
            "tags": list(options.tags),
            "paths": list(options.paths),
            "all": options.all,
            "profile": options.profile and Path(options.profile).name,
            "overlays": [path.name for path in options.overlays],
            "package": options.package,
        },
        "versions": {tool: version(tool) for tool in _TOOLS},
    }


def write_lock(files: Mapping[str, bytes], package: Package, options: Options) -> bytes:
    """Return the lock's bytes."""
    history = package.history
    content = {
        **record(package.provenance, options),
        "about": dict(package.about),
        "positional": {
            name: [one.path, *map(list, zip(one.names, one.wires, strict=True))]
            for name, one in sorted(history.positional.items())
        },
        "names": [
            f"{one.name} {one.digest} {one.stem} {one.place}" for one in sorted(history.schemas)
        ],
        "files": {path: digest(files[path]) for path in sorted(files)},
    }
    return _sealed(content)


def vendored(content: bytes, name: str, files: Mapping[str, bytes]) -> bytes:
    """Return the lock of a vendored copy: what that of its source says, these files, the origin.

    A history is written where the source is, so the lock has a digest of the copy's too.
    """
    origin = {"name": name, "lock": digest(content)}
    if HISTORY in files:
        origin["history"] = digest(files[HISTORY])
    listed = {path: digest(files[path]) for path in sorted(files) if path not in OWN}
    content_of_copy = {**json.loads(content), "files": listed, VENDORED: origin}
    return _sealed(content_of_copy)


def is_sealed(content: bytes) -> bool:
    """Whether a lock is as opgen wrote it, to the byte."""
    try:
        return _sealed(json.loads(content)) == content
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False


def read_lock(content: bytes) -> Lock:
    """Return what a lock says; one of an older opgen says less.

    Raises:
        ValueError: it is none.
    """
    try:
        data = json.loads(content)
        profile = data.get("profile")
        return Lock(
            recorded={key: value for key, value in data.items() if key not in _GIVEN},
            document=str(data.get("document", {}).get("sha256")),
            references=_names(data.get("references", ())),
            profile=str(profile["name"]) if profile else None,
            history=History(
                schemas=frozenset(map(_schema, data.get("names", ()))),
                positional={
                    str(name): _positions(str(path), given)
                    for name, (path, *given) in data.get("positional", {}).items()
                },
            ),
            files={str(path): str(one) for path, one in (data["files"] | _history(data)).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{NAME} cannot be read") from error


def options_of(known: Lock, options: Options) -> Options:
    """Return the options with the operations and the profile that a lock records."""
    found = known.recorded.get("options")
    said = found if isinstance(found, dict) else {}
    profile = said.get("profile")
    if profile is not None and str(profile).endswith(".toml"):
        profile = options.profile  # a lock has no path
    return replace(
        options,
        groups=_texts(said.get("groups")),
        tags=_texts(said.get("tags")),
        paths=_texts(said.get("paths")),
        all=said.get("all") is True,
        profile=profile,
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def history_of(output: Path) -> History:
    """Return what the package in a folder has given names and order to, if there is one."""
    try:
        place = output / NAME
        return read_lock(place.read_bytes()).history if place.is_file() else NO_HISTORY
    except (OSError, ValueError):
        return NO_HISTORY  # writing to that folder tells what is wrong with the lock


def histories(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The file of the history, if it is one of these."""
    return {HISTORY: files[HISTORY]} if HISTORY in files else {}


def digest(content: bytes) -> str:
    """Return the digest of a file, as a lock has it."""
    return f"sha256:{sha256_of(content)}"


def _sealed(content: Mapping[str, object]) -> bytes:
    """Return the bytes of a lock; its last member is a digest of the others.

    What it gives to the next run, names and positions, nothing else on disk could confirm.
    """
    others = {name: value for name, value in content.items() if name != _SEAL}
    return _printed({**others, _SEAL: digest(_printed(others))})


def _printed(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, indent=2) + "\n").encode()


def _history(data: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    known = data.get(VENDORED, {}).get("history")
    return {HISTORY: known} if known else {}


def _names(inputs: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    return tuple(str(one["name"]) for one in inputs)


def _positions(path: str, given: Iterable[object]) -> Positions:
    """Read names with what each is called in the request, where the lock says it."""
    both = [one if isinstance(one, list) else (one, one) for one in given]
    pairs = [(str(name), str(wire)) for name, wire in both]
    return Positions(path, tuple(name for name, _ in pairs), tuple(wire for _, wire in pairs))


def _schema(line: str) -> NamedSchema:
    name, meaning, stem, place = line.split(" ", 3)
    return NamedSchema(name, place, stem, meaning)
