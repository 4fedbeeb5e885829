"""Which credentials each operation asks for (OpenAPI 3.1, 4.8.10 and 4.8.30)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.profiles.credentials import declared_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.document.document import Document, Node
    from generator.document.resolve import Resolver
    from generator.document.select import SelectedOperation, Selection
    from generator.profiles.credentials import Credential
    from generator.profiles.profile import Profile

Choice = frozenset[str]
"""Schemes that are needed together; none of them where an operation may be called without."""


@dataclass(frozen=True, slots=True)
class Security:
    """Who the operations are called as.

    Attributes:
        credentials: those that the selected operations ask for.
        schemes: what the document declares.
        usual: the choices of an operation that names none; None where the document has schemes
            perhaps, but no word of which operation asks for them.
    """

    credentials: tuple[Credential, ...]
    schemes: frozenset[str]
    usual: tuple[Choice, ...] | None

    @classmethod
    def of(cls, profile: Profile, document: Document, selection: Selection) -> Security:
        """Settle which of the profile's credentials are asked for, and which are required."""
        schemes = frozenset(
            name for name, _ in document.root.members("components", "securitySchemes")
        )
        first = cls(profile.credentials, schemes, usual_choices(document, selection.all_operations))
        return replace(first, credentials=tuple(first._settled(selection.operations)))

    def credentials_of(self, operation: SelectedOperation) -> tuple[Credential, ...]:
        """Return those that an operation sends, when they are given."""
        choices = self._choices(operation)
        return tuple(one for one in self.credentials if self._goes_with(one, choices))

    def is_open(self, operation: SelectedOperation) -> bool:
        """Whether an operation may be called without any credential."""
        choices = self._choices(operation)
        return choices is not None and not (choices and all(choices))

    def _choices(self, operation: SelectedOperation) -> tuple[Choice, ...] | None:
        """Return the operation's own, else what the profile says of its group, else the usual."""
        own = operation.node.get("security")
        if own is not None:
            return _read(own)
        of_group = frozenset(
            one.scheme for one in self.credentials if one.scheme and operation.group in one.groups
        )
        return (of_group,) if of_group else self.usual

    def _goes_with(self, credential: Credential, choices: tuple[Choice, ...] | None) -> bool:
        """Whether a credential is sent where there are these choices.

        One of a scheme that the document does not declare serves whatever is asked for.
        """
        if choices is None or credential.scheme is None:
            return not credential.groups
        named = frozenset[str]().union(*choices)
        is_foreign = credential.scheme not in self.schemes and not credential.groups
        return credential.scheme in named or (is_foreign and bool(named))

    def _settled(self, operations: Iterable[SelectedOperation]) -> Iterator[Credential]:
        """Yield the credentials that are asked for; required is what every choice needs."""
        every = [self._choices(operation) for operation in operations]
        for one in self.credentials:
            asking = [choices for choices in every if self._goes_with(one, choices)]
            if asking:
                needed = all(self._is_needed(one, choices) for choices in asking)
                yield replace(one, required=one.required and needed)

    def _is_needed(self, credential: Credential, choices: tuple[Choice, ...] | None) -> bool:
        if choices is None or credential.scheme not in self.schemes:
            return True
        return all(credential.scheme in choice for choice in choices if choice)


def with_credentials(
    profile: Profile, document: Document, selection: Selection, resolver: Resolver, package: str
) -> Profile:
    """Return the profile, with the document's security schemes if it names no credentials.

    They are required if the document says at all which operations need them.
    """
    if profile.credentials:
        return profile
    required = usual_choices(document, selection.all_operations) is not None
    credentials = declared_credentials(document, resolver, package, required=required)
    variable = profile.base_url_environment or f"{package.upper()}_BASE_URL"
    return replace(profile, credentials=credentials, base_url_environment=variable)


def usual_choices(
    document: Document, operations: Iterable[SelectedOperation]
) -> tuple[Choice, ...] | None:
    """Return the document's own choices, none if it has no word of its own; see `Security`."""
    usual = document.root.get("security")
    if usual is not None:
        return _read(usual)
    return () if any(one.node.get("security") for one in operations) else None


def _read(security: Node) -> tuple[Choice, ...]:
    return tuple(
        frozenset(choice.value) for choice in security.items() if isinstance(choice.value, dict)
    )
