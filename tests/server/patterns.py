"""The shortest text that a regular expression matches."""

from __future__ import annotations

from re import _constants as code
from re import _parser as parser


def matching(pattern: str) -> str:
    """A text for `pattern`, as far as it has nothing but choices, repetitions and groups."""
    return _text(parser.parse(pattern))


def _text(parsed) -> str:
    return "".join(_one(operator, argument) for operator, argument in parsed)


def _one(operator, argument) -> str:
    if operator is code.LITERAL:
        return chr(argument)
    if operator is code.IN:
        return _member(*argument[0])
    if operator is code.MAX_REPEAT:
        least, most, parsed = argument
        return _text(parsed) * min(max(least, 1), most)
    if operator is code.SUBPATTERN:
        return _text(argument[-1])
    if operator is code.BRANCH:
        return _text(argument[1][0])
    return "a" if operator is code.ANY else ""


def _member(operator, argument) -> str:
    if operator is code.RANGE:
        return chr(argument[0])
    if operator is code.LITERAL:
        return chr(argument)
    return "0" if argument is code.CATEGORY_DIGIT else "a"
