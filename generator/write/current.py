"""Check by digests whether a package is up to date; no document is parsed."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.digests import digests_of, matches, sha256_of
from generator.document.origin import url_of
from generator.document.source import digest_of_folder, read_bytes, read_source
from generator.provenance import Input, Provenance
from generator.resources import extra_file, extras, overlay_file, profile_file
from generator.write import lock
from generator.write.custom_code import is_custom
from generator.write.lock_layout import is_whole
from generator.write.package_folder import files_below, read_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.digests import Digests
    from generator.options import Options
    from generator.write.lock_content import Lock


def is_current(options: Options) -> bool:
    """Whether the files and the inputs of the package have the digests in its lock.

    False also if a file cannot be read, or if the options forbid the faults of the document.
    """
    try:
        lock_file = read_file(options.output / lock.NAME)
        if not is_whole(lock_file):
            return False  # git merges lines, and what opgen makes of all of them may differ
        recorded = lock.read_lock(lock_file)
        if options.strict and recorded.faults:
            return False
        if not _has_files(recorded.files, options):
            return False
        return lock.make_record(_current_inputs(recorded, options), options) == recorded.record
    except (OSError, ValueError, TypeError, RecursionError, OpgenError):
        return False


def _has_files(files: Mapping[str, Digests], options: Options) -> bool:
    """Whether the folder has these files; they may be edited if edits are kept."""
    paths = files_below(options.output)
    names = {name for name in paths if name in files or not is_custom(name)} - lock.UNLISTED
    # Foreign files may be large: compare the names before reading anything.
    return names == files.keys() and all(
        options.edits != "overwrite" or matches(read_file(paths[name]), files[name])
        for name in names
    )


def _current_inputs(recorded: Lock, options: Options) -> Provenance:
    """Return the current digests of the inputs that a lock names."""
    content = read_bytes(options.spec, DiagnosticLog())
    document = Input(options.spec.name, sha256_of(content), digests_of(content))
    profile = profile_file(options.profile or recorded.profile) if recorded.profile else None
    text = read_source(profile, DiagnosticLog()).text if profile else ""
    rules = tomllib.loads(text)
    names = rules.get("overlays", ())
    overlays = [overlay_file(profile, str(name)) for name in names] if profile else []
    return Provenance(
        document=document,
        url=url_of(options.spec, document.sha256),
        references=tuple(
            _input_digest(options.spec.parent / name, name) for name in recorded.references
        ),
        overlays=tuple(map(_input_digest, (*overlays, *options.overlays))),
        profile=_input_digest(profile, recorded.profile) if profile else None,
        extras=tuple(_input_digest(one) for one in _own_extras(profile, rules)),
        templates=digest_of_folder(options.templates) if options.templates else None,
    )


def _own_extras(profile: Path | None, rules: Mapping[str, Any]) -> list[Path]:
    if profile is None:
        return []
    files = [extra_file(profile, str(one["module"])) for one in rules.get("extras", ())]
    return [one for one in files if one.parent != extras()]


def _input_digest(path: Path, name: str | None = None) -> Input:
    """Return the digest of a file; `read_bytes` refuses pipes and devices that a lock may name."""
    return Input(name or path.name, sha256_of(read_bytes(path, DiagnosticLog())))
