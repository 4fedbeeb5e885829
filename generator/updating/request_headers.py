"""Headers of requests for a document; their values come from the environment.

`${NAME}` in a value is the environment variable NAME. Settings and messages have this text only,
never the value.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn

from generator.diagnostics import Location, shown
from generator.options import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics import DiagnosticLog

_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}")  # RFC 9110, section 5.6.2
_VARIABLE: Final = re.compile(r"\$\{([^}]*)\}?")
_VARIABLE_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_USUAL_NAME: Final = re.compile(r"[A-Z_][A-Z0-9_]*|[a-z_]+")
_TEXT: Final = re.compile(r"[\t -~]*")
_MAX_VALUE: Final = 16_384  # most servers accept less
_CREDENTIAL: Final = re.compile(
    r"auth|cookie|credential|key|password|secret|session|token", re.IGNORECASE
)
# opgen sets these, or they describe a body or the connection.
_OWN: Final = frozenset((
    *("accept-encoding", "connection", "content-length", "content-type", "expect", "host"),
    *("if-modified-since", "if-none-match", "keep-alive", "range", "te", "trailer"),
    *("transfer-encoding", "upgrade"),
))  # fmt: skip


def parse_header(argument: str, log: DiagnosticLog) -> Entry:
    """Return the header of `--header 'Name: value'`.

    Raises:
        OpgenError: it is not a header, or opgen sets it itself.
    """
    name, colon, text = argument.partition(":")
    if not colon:
        log.fail(
            "invalid-header",
            "--header has no colon between name and value",
            help="write --header 'Name: value'; ${NAME} in the value is an environment variable",
        )
    header = Entry(name.strip(), text.strip())
    check_header(header, log)
    return header


def bearer(variable: str, log: DiagnosticLog) -> Entry:
    """Return the header for a token in an environment variable (RFC 6750, section 2.1).

    Raises:
        OpgenError: no variable can have that name.
    """
    if not _VARIABLE_NAME.fullmatch(variable):
        log.fail(
            "invalid-header",
            "the value of --token-env is not the name of an environment variable",
            help="pass the name, such as API_TOKEN, not the token",
        )
    return Entry("Authorization", f"Bearer ${{{variable}}}")


def check_header(header: Entry, log: DiagnosticLog) -> None:
    """Fail if a header or the name of a variable is invalid; no message has the value.

    Raises:
        OpgenError: it is, or opgen sets this header itself.
    """
    place, name = _place(header), shown(header.key)
    if not _NAME.fullmatch(header.key):
        # Without its colon in the right place, the name may be a value.
        log.fail("invalid-header", "the name of a header is invalid", at=place, help=_NAME_HELP)
    if header.key.lower() in _OWN:
        message = f"the header {name} cannot be set: opgen sets it itself, or sends no body"
        log.fail("invalid-header", message, at=place, help="remove it")
    for match in _VARIABLE.finditer(header.value):
        if not (match[0].endswith("}") and _VARIABLE_NAME.fullmatch(match[1])):
            log.fail(
                "invalid-header",
                f"the value of the header {name} has ${{ without the name of a variable",
                at=place,
                help="write ${NAME}, with letters, digits and underscores",
            )
    _check_value(header, _VARIABLE.sub("", header.value), "", log)


def is_secret(header: Entry) -> bool:
    """Whether the value of a header is from the environment, or has the name of a credential."""
    return "${" in header.value or _CREDENTIAL.search(header.key) is not None


def refuse_secret(header: Entry, log: DiagnosticLog) -> None:
    """Fail if a header that will be or is in a file has a credential as its value.

    Raises:
        OpgenError: the name is that of a credential, and no part is from the environment.
    """
    if "${" not in header.value and _CREDENTIAL.search(header.key):
        log.fail(
            "secret-in-settings",
            f"the header {shown(header.key)} has its value in the settings, which are committed",
            at=_place(header),
            help=f'write {header.key} = "${{NAME}}", and set the environment variable NAME; '
            "if the value was committed, replace it at the service",
        )


def _place(header: Entry) -> Location | None:
    """Return the place of a header without the excerpt, which has the value."""
    return replace(header.place, excerpt=()) if header.place else None


_NAME_HELP: Final = "a name has letters, digits and -, such as Authorization or PRIVATE-TOKEN"


def header_values(headers: Iterable[Entry], log: DiagnosticLog) -> dict[str, str]:
    """Return the headers with the values of their variables.

    Raises:
        OpgenError: a header is invalid, a variable is not set, or its value cannot be sent.
    """
    environment, found = os.environ, {}
    for header in headers:
        check_header(header, log)
        if header.place:
            refuse_secret(header, log)
        names = [match[1] for match in _VARIABLE.finditer(header.value)]
        for name in names:
            if not environment.get(name, "").strip():
                _fail_without_variable(header, name, log)
        value = _VARIABLE.sub(lambda match: environment[match[1]].strip(), header.value)
        source = f", from {' and '.join(f'${{{one}}}' for one in names)}," if names else ""
        _check_value(header, value, source, log)
        found[header.key] = value
    return found


def _fail_without_variable(header: Entry, name: str, log: DiagnosticLog) -> NoReturn:
    # The name may be the secret itself, given by mistake: `--token-env ghp_…`.
    text = name if _USUAL_NAME.fullmatch(name) else f"{name[:4]}…"
    log.fail(
        "missing-variable",
        f"the environment variable {text} of the header {shown(header.key)} is not set or empty",
        at=_place(header),
        help=f"set {text}; in CI, pass the secret to this step as a variable of that name",
    )


def _check_value(header: Entry, value: str, source: str, log: DiagnosticLog) -> None:
    """Fail if a value cannot be sent; a line break would add a header."""
    name, place = shown(header.key), _place(header)
    if not _TEXT.fullmatch(value):
        message = f"the value of the header {name}{source} has a line break or is not ASCII"
        advice = "a header has printable ASCII characters only"
        log.fail("invalid-header", message, at=place, help=advice)
    if len(value) > _MAX_VALUE:
        message = f"the value of the header {name}{source} has more than {_MAX_VALUE} characters"
        log.fail("invalid-header", message, at=place, help="shorten it")
