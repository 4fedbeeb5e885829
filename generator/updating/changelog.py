"""`CHANGELOG.md` of a package: its versions, and the changes of each.

The newest heading is the version of the package. People may edit the file: an update inserts an
entry before the first heading and leaves the rest unchanged.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from packaging.version import InvalidVersion, Version

from generator.diagnostics import shown
from generator.diff.change import Step, step
from generator.diff.formats import as_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.diff.change import Change

_TITLE: Final = "# Changelog\n\nChanges of this package that follow from its OpenAPI document.\n"
# The length is limited: Python does not parse very long numbers.
_HEADING: Final = re.compile(r"^## \[?v?([0-9]{1,20}\.[^\]\s]{0,63})(?=[\]\s]|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry of one update; `source` is a sentence about the new document, in Markdown."""

    version: Version
    day: date
    source: str
    changes: Sequence[Change]

    def __str__(self) -> str:
        """The entry as Markdown."""
        text = f"## {self.version} — {self.day}\n\n{self.source}\n"
        changes = as_markdown(self.changes)
        return f"{text}\n{changes}\n" if changes else text


def newest_version(changelog: str) -> Version:
    """Return the version in the first heading that has a valid one; else 0.1.0."""
    return find_version(changelog) or Version("0.1.0")


def find_version(changelog: str) -> Version | None:
    """Return the version in the first heading that has a valid one; None without one."""
    for match in _HEADING.finditer(changelog):
        try:
            return Version(match[1])
        except InvalidVersion:
            continue
    return None


def is_raised(version: Version, needed: Version) -> bool:
    """Whether a version is the needed one or a later one; `1.2.0rc1` is as far as `1.2.0`."""
    return Version(version.base_version) >= needed


def next_version(version: Version, changes: Sequence[Change]) -> Version:
    """Return the version after these changes; below 1.0 a breaking change raises the minor one."""
    major, minor, patch = version.major, version.minor, version.micro
    match step(changes):
        case Step.MAJOR if major:
            return Version(f"{major + 1}.0.0")
        case Step.MAJOR:
            return Version(f"0.{minor + 1}.0")
        case Step.MINOR if major:
            return Version(f"{major}.{minor + 1}.0")
        case Step.MINOR | Step.PATCH:
            return Version(f"{major}.{minor}.{patch + 1}")
        case Step.NONE:
            return version


def add_entry(changelog: str, entry: Entry) -> str:
    """Return the changelog with a new entry before all others, and the same line ends."""
    if "\r\n" in changelog:
        return add_entry(changelog.replace("\r\n", "\n"), entry).replace("\n", "\r\n")
    match = re.search(r"^## ", changelog, re.MULTILINE)
    if match:
        return f"{changelog[: match.start()]}{entry}\n{changelog[match.start() :]}"
    return f"{changelog.rstrip() or _TITLE.rstrip()}\n\n{entry}"


def today(log: DiagnosticLog) -> date:
    """Return the day in UTC; if SOURCE_DATE_EPOCH is set, that day (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        log.fail(
            "bad-date",
            f"SOURCE_DATE_EPOCH is {shown(epoch)}, not a number of seconds since 1970",
            help="unset it, or set it as https://reproducible-builds.org describes",
        )
