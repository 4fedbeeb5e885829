"""Find the parts of a document that a JSONPath matches (RFC 9535), within bounds.

An overlay may be from anywhere, and a short JSONPath can ask for more than any computer can do.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from jsonpath import JSONPathEnvironment, JSONPathError, JSONPathMatch
from jsonpath.function_extensions import ExpressionType, FilterFunction
from jsonpath.parse import Parser
from jsonpath.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment
from jsonpath.selectors import Filter
from pydantic_core import SchemaError, SchemaValidator, core_schema

from generator import garbage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jsonpath.selectors import JSONPathSelector
    from jsonpath.stream import TokenStream

    from generator.document.editor import TreePath
    from generator.document.source import Json

    Parts: TypeAlias = tuple[int | str, ...]
    Root: TypeAlias = Sequence[object] | Mapping[str, object]

MAX_LENGTH: Final = 4096
MAX_STEPS: Final = 10_000_000
"""Of one search, in a unit of about a microsecond."""
MAX_STEPS_OF_ALL: Final = 30_000_000
MAX_FOUND: Final = 1_000_000
_STEPS_OF_NODE: Final = 4
_CHARACTERS_PER_STEP: Final = 100
_REPEAT: Final = re.compile(r"\{\d*,?(\d+)\}")


class JsonPathError(Exception):
    """A JSONPath is invalid; the message is the reason."""


class BoundError(Exception):
    """A JSONPath exceeds a bound; the message names the bound."""


class JsonPaths:
    """Finds parts of a tree; the steps of all searches together have a bound."""

    def __init__(self) -> None:
        self._steps = _Steps()
        self._environment = _Environment(self._steps)

    def find(self, query: str, data: Json) -> list[TreePath]:
        """Return the path of each part that a JSONPath matches, without duplicates.

        Raises:
            JsonPathError: the JSONPath is invalid.
            BoundError: it is too long, or the search takes too many steps.
        """
        self._steps.begin()
        if len(query) > MAX_LENGTH:
            raise BoundError(f"the JSONPath is longer than {MAX_LENGTH} characters")
        try:
            container = data if isinstance(data, (dict, list)) else {}
            with garbage.paused():
                found = self._environment.finditer(query, container)
                return list(dict.fromkeys(tuple(one.parts) for one in found))
        except JSONPathError as error:
            # `str(error)` raises for some errors of the library.
            raise JsonPathError(str(error.args[0] if error.args else "it is invalid")) from error
        except RecursionError as error:
            raise JsonPathError("it is nested too deeply") from error
        except (ValueError, ArithmeticError) as error:
            raise JsonPathError("a number in it is too large or not an integer") from error


class _Steps:
    """Counts the steps of searches."""

    def __init__(self) -> None:
        self._of_one = self._of_all = 0

    def begin(self) -> None:
        """Start the next search."""
        self._of_one = 0

    def add(self, number: int) -> None:
        """Count some steps."""
        self._of_one += number
        self._of_all += number
        if self._of_one > MAX_STEPS:
            raise BoundError(f"the search takes more than {MAX_STEPS} steps")
        if self._of_all > MAX_STEPS_OF_ALL:
            raise BoundError(f"the searches take more than {MAX_STEPS_OF_ALL} steps together")

    def select(self, value: object, selectors: Sequence[JSONPathSelector]) -> None:
        """Count the selection of members; a filter looks at each of them."""
        filters = sum(isinstance(one, Filter) for one in selectors)
        members = len(value) if filters and isinstance(value, (dict, list)) else 0
        self.add(_STEPS_OF_NODE * (1 + filters * members))


class _Match(JSONPathMatch):
    """A match that does not keep the matches below it, nor its text: both take much memory."""

    __slots__ = ()

    @classmethod
    def of(cls, one: JSONPathMatch) -> _Match:
        """Return a match of the library as one of this class."""
        return one if isinstance(one, cls) else cls.at(one.obj, one.parts, one.root)

    @classmethod
    def at(cls, obj: object, parts: Parts, root: Root) -> _Match:
        """Return a match of a value at a path."""
        return cls(filter_context={}, obj=obj, parent=None, path="", parts=parts, root=root)

    def add_child(self, *children: JSONPathMatch) -> None:
        """Keep nothing."""

    def new_child(self, obj: object, key: int | str) -> JSONPathMatch:
        """Return the match of a member."""
        return _Match.at(obj, (*self.parts, key), self.root)


class _Environment(JSONPathEnvironment):
    def __init__(self, steps: _Steps) -> None:
        self.steps = steps
        self.parser_class = _Parser
        super().__init__(strict=True)
        self.function_extensions["match"] = _Pattern(steps, whole=True)
        self.function_extensions["search"] = _Pattern(steps, whole=False)


class _Parser(Parser):
    """Makes segments that count their steps, also those of queries in filters."""

    def parse_query(self, stream: TokenStream) -> Iterator[_Descent | _Child]:
        steps = self.env.steps if isinstance(self.env, _Environment) else _Steps()
        for one in super().parse_query(stream):
            kind = _Descent if isinstance(one, JSONPathRecursiveDescentSegment) else _Child
            counted = kind(env=one.env, token=one.token, selectors=one.selectors)
            counted.steps = steps
            yield counted


class _Child(JSONPathChildSegment):
    __slots__ = ("steps",)
    steps: _Steps

    def resolve(self, nodes: Iterable[JSONPathMatch]) -> Iterator[JSONPathMatch]:
        return _select(map(_Match.of, nodes), self.selectors, self.steps)


class _Descent(JSONPathRecursiveDescentSegment):
    __slots__ = ("steps",)
    steps: _Steps

    def resolve(self, nodes: Iterable[JSONPathMatch]) -> Iterator[JSONPathMatch]:
        visited = (inner for node in nodes for inner in _containers(_Match.of(node)))
        return _select(visited, self.selectors, self.steps)


def _select(
    nodes: Iterable[JSONPathMatch], selectors: Sequence[JSONPathSelector], steps: _Steps
) -> Iterator[JSONPathMatch]:
    found = 0
    for node in nodes:
        steps.select(node.obj, selectors)
        for selector in selectors:
            for one in selector.resolve(node):
                found += 1
                steps.add(_STEPS_OF_NODE)
                if found > MAX_FOUND:
                    raise BoundError(f"the JSONPath matches more than {MAX_FOUND} parts")
                yield one


def _containers(top: JSONPathMatch) -> Iterator[JSONPathMatch]:
    """Yield a match and the containers below it, each before those in it."""
    rest = [top]
    while rest:
        node = rest.pop()
        yield node
        value = node.obj
        members: Iterable[tuple[str | int, object]] = ()
        if isinstance(value, dict):
            members = value.items()
        elif isinstance(value, list):
            members = enumerate(value)
        inner = [(key, one) for key, one in members if isinstance(one, (dict, list))]
        rest.extend(node.new_child(one, key) for key, one in reversed(inner))


class _Pattern(FilterFunction):
    """The function `match` or `search`.

    Patterns are I-Regexps (RFC 9485). Python's own matcher takes exponential time for some; the
    one of pydantic takes time linear in the text.
    """

    arg_types = [ExpressionType.VALUE, ExpressionType.VALUE]  # noqa: RUF012  as in the library
    return_type = ExpressionType.LOGICAL

    def __init__(self, steps: _Steps, *, whole: bool) -> None:
        self._steps = steps
        self._whole = whole

    def __call__(self, value: object, pattern: object) -> bool:
        if not isinstance(value, str) or not isinstance(pattern, str):
            return False
        self._steps.add(1 + len(value) * _weight(pattern) // _CHARACTERS_PER_STEP)
        try:
            validator = _validator(rf"\A(?:{pattern})\z" if self._whole else pattern)
        except SchemaError as error:
            raise JSONPathError("a pattern in it is not an I-Regexp of RFC 9485") from error
        return validator.isinstance_python(value)


@cache
def _weight(pattern: str) -> int:
    """Return how many states the matcher of a pattern may have, or more."""
    repeats = (max(1, int(one[1][:9])) for one in _REPEAT.finditer(pattern))
    return len(pattern) * math.prod(repeats)


@cache
def _validator(pattern: str) -> SchemaValidator:
    # In the mode R, a dot matches neither LF nor CR.
    return SchemaValidator(core_schema.str_schema(pattern=f"(?R){pattern}", strict=True))
