"""What is found to be without effect in the user's profile, and what it is compared with."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.diagnostics import did_you_mean, shown
from generator.naming import class_name
from generator.schemas.shapes import ObjectDefinition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from generator.inputs import Inputs
    from generator.ir import Package
    from generator.operations.reader import ReadOperations

_CLOSE: Final = 0.8  # how much a member must be like another one, to be meant


class Finding(NamedTuple):
    """A rule without effect: the place of its key, why, and what to do."""

    place: tuple[str | int, ...]
    message: str
    advice: str | None = None


class Run(NamedTuple):
    """The inputs of a run, what was read of them, and the package."""

    inputs: Inputs
    read: ReadOperations
    package: Package

    @property
    def is_whole(self) -> bool:
        """Whether every operation is selected, so that all effects are known."""
        selection = self.inputs.selection
        return len(selection.operations) == len(selection.all_operations)

    def tables(self, key: str) -> list[Mapping[str, object]]:
        """Return the tables of a list in the file of the profile."""
        file = self.inputs.profile.file
        return file.tables(key) if file else []

    def names(self, *keys: str) -> list[str]:
        """Return the keys of a mapping of the document."""
        return [key for key, _ in self.inputs.document.root.members(*keys)]

    def members(self) -> set[str]:
        """Return the names of the members of all objects."""
        objects = (
            one for one in self.read.definitions.values() if isinstance(one, ObjectDefinition)
        )
        return {each.wire for one in objects for each in one.properties}

    def classes(self) -> list[str]:
        """Return the names of classes and aliases."""
        schemas = map(class_name, self.names("components", "schemas"))
        return [*self.read.definitions, *schemas, *self.inputs.profile.names.schemas.values()]


def unknown(
    kind: str, names: Iterable[str], known: Iterable[str], place: tuple[str | int, ...]
) -> Iterator[Finding]:
    """Yield the names of a kind that are not known, with those that may be meant."""
    choices = list(dict.fromkeys(known))
    for name in names:
        if name not in choices:
            listed = ", ".join(map(shown, choices[:10]))
            advice = f"known are {listed}" if listed and len(choices) <= 10 else None
            message = f"there is no {kind} {shown(name)}, so this has no effect"
            yield Finding(place, message, did_you_mean(name, choices) or advice)


def nearly(name: str, known: Collection[str]) -> str | None:
    """Return which member is meant by a name that is almost one; None for any other name."""
    close = [] if name in known else get_close_matches(name, sorted(known), n=1, cutoff=_CLOSE)
    return did_you_mean(name, close)
