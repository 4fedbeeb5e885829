"""The options for headers of requests: `--header` and `--token-env`."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import click

from generator.diagnostics import DiagnosticLog, OpgenError
from generator.updating.document_location import scheme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.options import Entry


def merged(headers: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return each header once; a later one replaces an earlier one of the same name."""
    return tuple({one.key.lower(): one for one in headers}.values())


def header_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command; it receives the argument `headers`."""

    @functools.wraps(command)
    def run(header: Sequence[str], token_env: str | None, **others: object) -> None:
        command(**others, headers=_entries(header, token_env))

    token = click.option(
        "--token-env",
        metavar="NAME",
        help="Send the value of this environment variable as a bearer token.",
    )
    headers = click.option(
        "--header",
        multiple=True,
        metavar="HEADER",
        help="Send 'Name: value' to the host of the URL; ${NAME} in the value is an environment "
        "variable, and is not stored. Repeatable.",
    )
    return headers(token(run))


def refuse_headers(source: str | None, headers: Sequence[Entry]) -> None:
    """Raise `UsageError` if headers are given for a source that is not fetched by HTTP."""
    if headers and (source is None or scheme_of(source) not in ("https", "http")):
        raise click.UsageError("--header and --token-env are for the URL of a document.")


def refuse_stored_secrets(headers: Sequence[Entry], log: DiagnosticLog) -> None:
    """Fail if a header of the settings has a credential as its value.

    Raises:
        OpgenError: it has.
    """
    from generator.updating.request_headers import refuse_secret  # noqa: PLC0415  rarely needed

    for header in headers:
        if header.place:
            refuse_secret(header, log)


def _entries(given: Sequence[str], variable: str | None) -> tuple[Entry, ...]:
    """Return the headers; a wrong one is a usage error, which does not quote its value."""
    if not given and variable is None:
        return ()
    from generator.updating.request_headers import bearer, parse_header  # noqa: PLC0415  rarely needed

    log = DiagnosticLog()
    try:
        token = [] if variable is None else [bearer(variable, log)]
        return merged((*token, *(parse_header(one, log) for one in given)))
    except OpgenError as error:
        first = error.diagnostics[0]
        raise click.UsageError(f"{first.message}; {first.help}") from None
