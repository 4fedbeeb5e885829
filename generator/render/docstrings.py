"""What an operation says of itself: summary, endpoint, reference, arguments, errors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from generator.diagnostics import clip
from generator.reserved_names import STATUS_ERRORS, error_of
from generator.text import Untrusted, escaped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from generator.ir import Argument, Group, Operation, Package
    from generator.profiles.credentials import Credential

WIDTH: Final = 90
"""Of the text of a docstring, in characters: with indent and quotes, 100 are printed."""
_ENTRY_WIDTH: Final = 88
_EXAMPLE_WIDTH: Final = 160
_SENTENCE: Final = re.compile(r"[^\n#<>|`.]{1,100}(?=\.?$|\.\s|\n)")
_NOUNS: Final = frozenset(("api", "apis", "platform", "server", "service", "services"))
"""Words of titles that a text has an article for."""
_SHARED: Final[Mapping[str, str]] = {
    "base_url": "Overrides the configured address.",
    "options": "Timeouts, retries, headers and the client of this call.",
}


def operation_lines(
    operation: Operation, package: Package, common: Collection[str]
) -> Iterator[str]:
    """Yield the docstring of an operation, line by line, escaped and without its indent.

    Args:
        operation: what is described.
        package: of the operation.
        common: statuses of errors that the docstring of the module describes.
    """
    head = operation.summary or operation.description
    server = operation.server or package.base_url
    endpoint = escaped(f"{operation.method} {server.wire()}{operation.path.wire()}")
    if head:
        yield from head.lines(WIDTH, links=package.links)
        yield from ("", f"Endpoint: `{endpoint}`")
    else:
        yield f"Send `{endpoint}`."
    if operation.description and operation.description != head:
        yield ""
        yield from operation.description.lines(WIDTH, links=package.links)
    if operation.pages:
        yield from ("", "Paged: `.iter` yields the items of all pages, `.pages` the pages.")
    if operation.polls:
        yield from ("", "A job: `.until_done` reads its state until it is final.")
    if operation.decorator:
        yield from ("", f"More views: see the module `{operation.decorator.module}`.")
    yield from _argument_lines(operation, package)
    if operation.redirects:
        yield from (
            "",
            "Returns:",
            "    The URL that the service redirects to; it is not requested.",
        )
    errors = {status: text for status, text in operation.errors.items() if status not in common}
    yield from error_lines("Raises:", errors, package)


def _argument_lines(operation: Operation, package: Package) -> Iterator[str]:
    """Yield the section of the arguments that have a description; nothing for none."""
    described = [
        *(
            entry(one.name, _about(one, is_key=_is_key(one, operation)), package)
            for one in operation.in_order
        ),
        *_own_arguments(operation, package),
    ]
    if any(described):
        yield from ("", "Args:")
    for lines in described:
        yield from lines


def title_in_text(title: Untrusted) -> str:
    """Return what a sentence calls the API: `the Stripe API`, but `Asana`."""
    text = " ".join(title.lines(10_000))
    is_noun = not _NOUNS.isdisjoint(text.lower().split())
    return f"the {text}" if is_noun and not text.lower().startswith("the ") else text or "the API"


def group_lines(group: Group, package: Package) -> Iterator[str]:
    """Yield the docstring of a group's module, line by line, as `operation_lines` does."""
    yield f"The `{group.name}` group of {title_in_text(package.title)}."
    for text in (group.about.summary, group.about.description):
        if text:
            yield ""
            yield from text.lines(WIDTH, links=package.links)
    url = escaped(group.reference) if group.reference else " ".join(group.about.url.lines(10_000))
    if url:
        yield from ("", f"API reference: {url}")
    yield from shared_argument_lines()
    yield from error_lines("Every function can raise:", common_errors(group), package)


def common_errors(group: Group) -> dict[str, Untrusted]:
    """Return the errors that every operation of a group describes in the same words, by status."""
    first, *others = group.operations
    return {
        status: text
        for status, text in first.errors.items()
        if others and all(one.errors.get(status) == text for one in others)
    }


def error_lines(title: str, errors: Mapping[str, Untrusted], package: Package) -> Iterator[str]:
    """Yield a section of a docstring for errors, by status; nothing for none."""
    if errors:
        yield from ("", title)
    for status, text in errors.items():
        name = error_of(status)
        if name != STATUS_ERRORS.get(status) and status != "default":
            name = f"{name} ({status})"
        known = text or Untrusted(
            f"Status {status}." if status != "default" else "Any other status."
        )
        yield from entry(name, known, package)


def shared_argument_lines() -> Iterator[str]:
    """Yield the section of a module's docstring for the arguments that every function has."""
    yield from ("", "Every function takes:")
    for name, text in _SHARED.items():
        yield from _entry(name, [text])


def _is_key(argument: Argument, operation: Operation) -> bool:
    return argument.place == "header" and argument.wire == operation.key_header


def _about(argument: Argument, *, is_key: bool) -> Untrusted:
    facts = []
    if argument.setting:
        facts.append(f"Overrides the configured `{argument.setting}`.")
    elif is_key:
        facts.append("Default: a new key, which retries of the call repeat.")
    elif argument.default is not None and not _states_default(argument):
        facts.append(f"The service's default: `{_json(argument.default)}`.")
    if argument.example is not None:
        facts.append(f"Example: `{_json(argument.example)}`.")
    return argument.description.followed_by(" ".join(facts))


def _states_default(argument: Argument) -> bool:
    """Whether a description has the default, as in `Default: 20` or `Defaults to 20`."""
    value = re.escape(_json(argument.default).strip('"'))
    stated = rf"(?i)\bdefaults?(?: value)?(?: is| to)?[\s:=]*[`'\"*]*{value}(?!\w|\.\d)"
    return bool(value) and bool(re.search(stated, argument.description.wire()))


def _overriding(credential: Credential) -> Untrusted:
    """Return the first sentence about a credential, and the setting that the argument overrides."""
    first = _SENTENCE.match(credential.description.strip())
    about = Untrusted(first[0] if first else "")
    return about.followed_by(f"Overrides the configured `{credential.setting}`.")


def _own_arguments(operation: Operation, package: Package) -> Iterator[tuple[str, ...]]:
    """Yield the lines of each argument that the document does not describe."""
    if operation.takes_sink:
        carried = operation.events is not None and operation.events.go_to_sink
        what = "each event" if carried else "the result"
        text = f"A callable or queue that gets {what} as `Data`, then `Finished`."
        yield _entry(operation.shared_argument("stream_to"), [text])
    for one in operation.credentials:
        yield entry(operation.shared_argument(one.argument), _overriding(one), package)
    for usual, text in _SHARED.items():
        name = operation.shared_argument(usual)
        if name != usual:  # else the docstring of the module has it
            yield _entry(name, [text])


def entry(name: str, text: Untrusted, package: Package) -> tuple[str, ...]:
    """Return the lines of an entry in a section; none without a text."""
    indent = max(0, len(name) - 2)
    return _entry(name, text.lines(_ENTRY_WIDTH, links=package.links, first_indent=indent))


def _entry(name: str, lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of an entry; none without a text."""
    if not lines:
        return ()
    first, *rest = lines
    return (f"    {name}: {first}", *(f"        {line}" if line else "" for line in rest))


def _json(value: object) -> str:
    return clip(json.dumps(value, ensure_ascii=True, default=str), _EXAMPLE_WIDTH)
