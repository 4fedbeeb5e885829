"""Whether a package is up to date, told by digests: no document is parsed, no model is made."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.document.origin import url_of
from generator.document.source import digest_of_folder, read_bytes, read_source, sha256_of
from generator.ir import Input, Provenance
from generator.resources import overlay_file, profile_file
from generator.write import lock
from generator.write.package_folder import content, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.options import Options
    from generator.write.lock import Lock


def is_current(options: Options) -> bool:
    """Whether the package is what its lock says, made from what lies there now.

    False also wherever that cannot be told.
    """
    try:
        locked = content(options.output / lock.NAME)
        if options.output.is_symlink() or not lock.is_sealed(locked):
            return False
        known = lock.read_lock(locked)
        is_whole = _has(known.files, options.output)
        return is_whole and lock.record(_inputs(known, options), options) == known.recorded
    except (OSError, ValueError, TypeError, OpgenError):
        return False


def _has(files: Mapping[str, str], output: Path) -> bool:
    found = {path.relative_to(output).as_posix(): path for path in walk(output)}
    names = found.keys() - lock.OWN
    # What others put there may be large, and need not be read to be told.
    return names == files.keys() and all(
        lock.digest(content(found[name])) == files[name] for name in names
    )


def _inputs(known: Lock, options: Options) -> Provenance:
    """Return the same inputs as they are now, by the names that the lock has for them."""
    document = _input(options.spec)
    profile = profile_file(options.profile or known.profile) if known.profile else None
    overlays = (*(_brought(profile) if profile else ()), *options.overlays)
    return Provenance(
        document=document,
        url=url_of(options.spec, document.sha256),
        references=tuple(_input(options.spec.parent / name, name) for name in known.references),
        overlays=tuple(map(_input, overlays)),
        profile=_input(profile, known.profile) if profile else None,
        templates=digest_of_folder(options.templates) if options.templates else None,
    )


def _brought(profile: Path) -> Iterator[Path]:
    """Yield the overlays that a profile brings along."""
    for name in tomllib.loads(read_source(profile, DiagnosticLog()).text).get("overlays", ()):
        yield overlay_file(profile, str(name))


def _input(path: Path, name: str | None = None) -> Input:
    """Return a file as it is on disk; a lock may name what would never end to be read."""
    return Input(name or path.name, sha256_of(read_bytes(path, DiagnosticLog())))
