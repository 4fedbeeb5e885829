"""The credentials that each operation requires (OpenAPI 3.1, 4.8.10 and 4.8.30)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from generator.diagnostics import did_you_mean, shown
from generator.document.mending import addition, removal
from generator.profiles.credentials import declared_credentials
from generator.profiles.environment import environment_prefix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document, Node
    from generator.document.operations import SelectedOperation
    from generator.document.resolve import Resolver
    from generator.document.select import Selection
    from generator.document.source import Json
    from generator.profiles.credentials import Credential
    from generator.profiles.profile import Profile

Choice = frozenset[str]
"""Schemes that are required together; empty if an operation may be called without them."""
Alternative = tuple[str, ...]
"""Settings of the credentials for such schemes. Schemes that no credential serves are not there."""

_MOST_WAYS: Final = 64
"""To meet one requirement; each place of two credentials would double their number."""


@dataclass(frozen=True, slots=True)
class Security:
    """The credentials of the operations.

    Attributes:
        credentials: those that the selected operations send.
        schemes: names of the security schemes in the document.
        default: choices of an operation without its own; None if the document has no security
            requirement at all.
    """

    credentials: tuple[Credential, ...]
    schemes: frozenset[str]
    default: tuple[Choice, ...] | None

    @classmethod
    def of(
        cls, profile: Profile, document: Document, selection: Selection, log: DiagnosticLog
    ) -> Security:
        """Return the credentials of a profile that the operations send, and who asks for which."""
        schemes = frozenset(dict(document.root.members("components", "securitySchemes")))
        default = _default_choices(document, selection)
        owners = (document.root, *(one.node for one in selection.operations))
        _check([own for one in owners if (own := one.get("security"))], schemes, log)
        security = cls(profile.credentials, schemes, default)
        relevant = security._relevant_credentials(selection.operations)
        scopes = _scopes(document, selection.operations)
        return replace(security, credentials=tuple(_with_scopes(relevant, scopes)))

    def credentials_of(self, operation: SelectedOperation) -> tuple[Credential, ...]:
        """Return the credentials that an operation sends."""
        named = _named(self._choices(operation))
        return tuple(one for one in self.credentials if self._applies(one, named))

    def alternatives_of(self, operation: SelectedOperation) -> tuple[Alternative, ...]:
        """Return the alternatives of an operation, in the document's order, "nothing" last.

        Empty if they are just the required credentials that it sends.
        """
        choices = self._choices(operation)
        if choices is None:
            return ()
        found = dict.fromkeys(way for choice in choices or [Choice()] for way in self._ways(choice))
        sent = self.credentials_of(operation)
        required = tuple(one.setting for one in sent if one.required)
        return (
            () if {*found, required} == {required} else tuple(sorted(found, key=lambda it: not it))
        )

    def _ways(self, choice: Choice) -> Iterator[Alternative]:
        """Yield the required credentials of a choice; of several for one place, one is enough."""
        by_place: defaultdict[tuple[str | None, ...], list[str]] = defaultdict(list)
        for one in self.credentials:
            if choice and one.required and self._applies(one, choice):
                by_place[(one.header or "").lower(), one.query, one.cookie].append(one.setting)
        yield from islice(product(*by_place.values()), _MOST_WAYS)

    def _choices(self, operation: SelectedOperation) -> tuple[Choice, ...] | None:
        """Return the choices of the operation, else those of its group, else the default."""
        own = operation.node.get("security")
        if own is not None:
            return _read(own)
        of_group = frozenset(
            one.scheme for one in self.credentials if one.scheme and operation.is_in(one.groups)
        )
        return (of_group,) if of_group else self.default

    def _applies(self, credential: Credential, named: Choice | None) -> bool:
        """Whether a credential is sent by an operation whose choices name these schemes.

        A scheme that the document does not declare counts as any required scheme.
        """
        if named is None or credential.scheme is None:
            return not credential.groups
        is_foreign = credential.scheme not in self.schemes and not credential.groups
        return credential.scheme in named or (is_foreign and bool(named))

    def _relevant_credentials(
        self, operations: Iterable[SelectedOperation]
    ) -> Iterator[Credential]:
        """Yield the credentials that any of the operations sends."""
        found = {_named(self._choices(operation)) for operation in operations}
        for one in self.credentials:
            if any(self._applies(one, named) for named in found):
                yield one


def _scopes(
    document: Document, operations: Iterable[SelectedOperation]
) -> dict[str, dict[str, None]]:
    """Return the scopes that operations ask for, by security scheme."""
    found: dict[str, dict[str, None]] = {}
    usual = document.root.get("security")
    for operation in operations:
        own = operation.node.get("security")
        security = usual if own is None else own
        for choice in security.items() if security is not None else ():
            for name, node in choice.members():
                scopes = [one.value for one in node.items() if isinstance(one.value, str)]
                found.setdefault(_scheme_name(name), {}).update(dict.fromkeys(scopes))
    return found


def _with_scopes(
    credentials: Iterable[Credential], scopes: Mapping[str, Iterable[str]]
) -> Iterator[Credential]:
    """Yield the credentials; the scopes are those that a client requests by default."""
    for one in credentials:
        named = tuple(scopes.get(one.scheme or "", ()))
        yield replace(one, grants=one.grants and replace(one.grants, scopes=named))


def _named(choices: tuple[Choice, ...] | None) -> Choice | None:
    """Return all schemes that choices name."""
    return None if choices is None else Choice().union(*choices)


def add_credentials(
    profile: Profile,
    document: Document,
    selection: Selection,
    resolver: Resolver,
    log: DiagnosticLog,
) -> Profile:
    """Return the profile with names of environment variables.

    If it has no credentials, those of the document are added. They are required if the document
    has any security requirement; `Security.of` then decides which operations require them.
    """
    prefix = profile.environment_prefix or environment_prefix(document)
    required = _default_choices(document, selection) is not None
    return replace(
        profile,
        credentials=profile.credentials
        or declared_credentials(document, resolver, log, prefix, required=required),
        environment_prefix=prefix,
        base_url_environment=profile.base_url_environment or f"{prefix}_BASE_URL",
    )


def _default_choices(document: Document, selection: Selection) -> tuple[Choice, ...] | None:
    default = document.root.get("security")
    if default is not None:
        return _read(default)
    return () if any(one.node.get("security") for one in selection.all_operations) else None


def _read(security: Node) -> tuple[Choice, ...]:
    return tuple(
        frozenset(map(_scheme_name, choice.value))
        for choice in security.items()
        if isinstance(choice.value, dict)
    )


def _scheme_name(name: str) -> str:
    """Return the name of a scheme, which OpenAPI 3.2 also refers to by its place."""
    return name.removeprefix("#/components/securitySchemes/")


def _check(securities: Iterable[Node], schemes: Collection[str], log: DiagnosticLog) -> None:
    """Log what no credential can be sent for: each scheme where it is first named."""
    unknown: dict[str, Node] = {}
    for security in securities:
        choices = list(security.items())
        if not (
            isinstance(security.value, list) and all(isinstance(c.value, dict) for c in choices)
        ):
            message = "`security` is not a list of objects; what is malformed in it is ignored"
            log.fault("malformed-security", message, at=security, mend=removal(security))
        for choice in choices:
            for name, node in choice.members():
                if _scheme_name(name) not in schemes:
                    unknown.setdefault(_scheme_name(name), node)
    for name, node in unknown.items():
        declared: Json = {
            "components": {"securitySchemes": {name: {"type": "http", "scheme": "bearer"}}}
        }
        log.fault(
            "malformed-security",
            f"there is no security scheme {shown(name)}; calls are sent without it",
            at=node,
            help=did_you_mean(name, schemes) or "declare it, as what it is",
            mend=addition(node.document.root, declared),
        )
