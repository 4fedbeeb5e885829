"""Whether a package is up to date, told by digests alone: nothing is parsed, nothing is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.read.origin import url_of
from generator.resources import overlay_file, profile_file
from generator.write import lock
from generator.write.existing import walk
from generator.write.lock import Input, Inputs

if TYPE_CHECKING:
    from pathlib import Path

    from generator.config import Options
    from generator.write.lock import Lock


def is_current(options: Options) -> bool:
    """Whether the package is what its lock says, made from what lies there now.

    False also wherever that cannot be told.
    """
    try:
        known = lock.read_lock((options.output / lock.NAME).read_bytes())
        is_whole = not options.output.is_symlink() and _files(options.output) == known.files
        return is_whole and lock.record(_inputs(known, options), options) == known.recorded
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _files(output: Path) -> dict[str, str]:
    found = {path.relative_to(output).as_posix(): path for path in walk(output)}
    ours = found.keys() - lock.OWN
    return {name: lock.digest(found[name].read_bytes()) for name in sorted(ours)}


def _inputs(known: Lock, options: Options) -> Inputs:
    """Return the same inputs as they are now, by the names that the lock has for them."""
    document = Input.of(options.spec)
    profile = profile_file(options.profile or known.profile) if known.profile else None
    brought = known.overlays[: len(known.overlays) - len(options.overlays)] if profile else ()
    overlays = (*(overlay_file(profile, name) for name in brought if profile), *options.overlays)
    return Inputs(
        document=document,
        url=url_of(options.spec, document.sha256),
        references=tuple(Input.of(options.spec.parent / name, name) for name in known.references),
        overlays=tuple(map(Input.of, overlays)),
        profile=Input.of(profile, known.profile) if profile else None,
        templates=lock.digest_of_folder(options.templates) if options.templates else None,
    )
