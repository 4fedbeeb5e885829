"""YAML text → nodes, by YAML 1.2's rules where PyYAML has 1.1's."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from yaml.composer import Composer, ComposerError
from yaml.parser import ParserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_DEPTH = 200
PLAIN = "plain"
QUOTED = "quoted"
_MAX_MENDS = 20
# Line breaks in YAML 1.1, and so to the parser, but not in 1.2: hidden from it.
_HIDDEN = {0x85: "\U0010fff0", 0x2028: "\U0010fff1", 0x2029: "\U0010fff2"}
_SHOWN_AGAIN = {ord(after): chr(before) for before, after in _HIDDEN.items()}


class TooDeepError(yaml.YAMLError):
    """Nesting that would exhaust the parser's stack."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What a text says.

    Attributes:
        root: None for an empty text.
        text: the text, with the lines `mended` (from 0) put where they can only belong.
    """

    root: yaml.Node | None
    text: str
    mended: tuple[int, ...] = ()


class _Rules:
    """What a plain scalar means is decided here, not by the loader's YAML 1.1."""

    depth = 0

    def resolve(self, kind: type[yaml.Node], _value: object, implicit: object) -> str:
        """Tell plain scalars from quoted ones; all else needs no tag."""
        plain = kind is yaml.ScalarNode and isinstance(implicit, tuple) and implicit[0]
        return PLAIN if plain else QUOTED

    def descend_resolver(self, *_: object) -> None:
        """Count the nesting: libyaml would end the whole process with its stack."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeepError

    def ascend_resolver(self) -> None:
        """Count back."""
        self.depth -= 1


class _Reusing(_Rules, Composer):
    """An anchor may be given again, as YAML 1.2 allows and PyYAML does not.

    Composes in Python, at half the speed, so only for a document that needs it.
    """

    # Both of the parser that this is mixed with.
    check_event: Callable[..., bool]
    peek_event: Callable[[], yaml.NodeEvent]

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Forget an anchor's first use when there is a second."""
        if not self.check_event(yaml.AliasEvent):
            self.anchors.pop(self.peek_event().anchor, None)
        return super().compose_node(parent, index)


class _PythonLoader(_Reusing, yaml.SafeLoader):
    """For an installation without libyaml."""


def _loaders() -> tuple[type[yaml.SafeLoader | yaml.CSafeLoader], ...]:
    """The fast one first, then one that reads what the fast one refuses."""
    if not yaml.__with_libyaml__:
        return (_PythonLoader,)

    class Fast(_Rules, yaml.CSafeLoader):
        pass

    class Lenient(_Reusing, yaml.CSafeLoader):
        def __init__(self, stream: str) -> None:
            yaml.CSafeLoader.__init__(self, stream)
            Composer.__init__(self)

    return Fast, Lenient


def compose(text: str) -> Composed:
    """Compose the nodes of a text.

    An entry indented by more than its mapping and by less than that mapping's values has
    one place where it can belong: a published document holds one, so it is moved there.
    """
    mended: list[int] = []
    lines = text
    while True:
        try:
            return Composed(_compose(lines), lines, tuple(mended))
        except ParserError as error:
            mend = _mend(lines, error) if len(mended) < _MAX_MENDS else None
            if mend is None:
                raise
            line, lines = mend
            mended.append(line)


@contextmanager
def collector_off() -> Iterator[None]:
    """Nothing of the many new objects is garbage; to look for some takes half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _compose(text: str) -> yaml.Node | None:
    if not any(chr(code) in text for code in _HIDDEN):
        return _parse(text)
    root = _parse(text.translate(_HIDDEN))
    _show_again(root, set())
    return root


def _show_again(node: yaml.Node | None, done: set[int]) -> None:
    """Put back what was hidden from the parser."""
    if node is None or id(node) in done:
        return
    done.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        node.value = node.value.translate(_SHOWN_AGAIN)
        return
    for part in node.value:
        for inner in part if isinstance(part, tuple) else (part,):
            _show_again(inner, done)


def _parse(text: str) -> yaml.Node | None:
    fast, *lenient = _loaders()
    with collector_off():
        try:
            return yaml.compose(text, Loader=fast)
        except ComposerError:
            if not lenient:
                raise
            return yaml.compose(text, Loader=lenient[0])


def _mend(text: str, error: ParserError) -> tuple[int, str] | None:
    """Move a misplaced entry, and what it holds, to the mapping it stands in."""
    found, mapping = error.problem_mark, error.context_mark
    if found is None or mapping is None or "block mapping" not in str(error.context):
        return None
    shift = found.column - mapping.column
    lines = text.split("\n")
    if found.line >= len(lines) or shift <= 0:  # YAML also ends lines at a lone CR
        return None
    if not re.match(rf" {{{found.column}}}[^ #\-][^#]*:", lines[found.line]):
        return None
    for number in range(found.line, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip(" ")) < found.column:
            break
        lines[number] = line[shift:]
    return found.line, "\n".join(lines)
