"""The files that a package is generated from, with their digests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a package is generated from.

    Attributes:
        digests: of its parts; only the document has them.
    """

    name: str
    sha256: str
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Everything that a package is generated from, except the options.

    Attributes:
        url: where the document was fetched from, if it was.
        references: the files that the document refers to, relative to its folder.
        overlays: the profile's, then the user's.
        profile: None without a profile.
        extras: the modules next to the user's profile that it adds.
        templates: digest of the user's own templates.
    """

    document: Input
    url: str | None
    references: tuple[Input, ...]
    overlays: tuple[Input, ...]
    profile: Input | None
    extras: tuple[Input, ...]
    templates: str | None
