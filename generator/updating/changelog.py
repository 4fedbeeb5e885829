"""`CHANGELOG.md` of a package: what its document's changes did to it, and its version.

The newest heading holds the version. The rest is text that people may edit: an update puts an
entry before the first heading and leaves all else as it is.
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

FIRST: Final = Version("0.1.0")
"""The version of a package that has not been updated yet."""

_TITLE: Final = "# Changelog\n\nWhat changes of the API's document did to this package.\n"
# No version is longer: Python refuses to read very long numbers.
_HEADING: Final = re.compile(r"^## \[?v?([0-9]{1,20}\.[^\]\s]{0,63})(?=[\]\s]|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one update did.

    Attributes:
        source: what to say of the document that it came to.
    """

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
    """Return the version of the newest heading that has one."""
    for found in _HEADING.finditer(changelog):
        try:
            return Version(found[1])
        except InvalidVersion:
            continue
    return FIRST


def next_version(version: Version, changes: Sequence[Change]) -> Version:
    """Return the version after these changes; below 1.0 what breaks raises the second number."""
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


def with_entry(changelog: str, entry: Entry) -> str:
    """Return the changelog with an entry more, before all others."""
    found = re.search(r"^## ", changelog, re.MULTILINE)
    if found:
        return f"{changelog[: found.start()]}{entry}\n{changelog[found.start() :]}"
    return f"{changelog.rstrip() or _TITLE.rstrip()}\n\n{entry}"


def today(log: DiagnosticLog) -> date:
    """Return the day of an entry: UTC, or what SOURCE_DATE_EPOCH says (reproducible-builds.org).

    Raises:
        OpgenError: it says no day.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(given), UTC).date()
    except (ValueError, OverflowError, OSError):
        log.fail(
            "bad-date",
            f"SOURCE_DATE_EPOCH is {shown(given)}, which is no number of seconds since 1970",
            help="unset it, or set it as https://reproducible-builds.org says",
        )
