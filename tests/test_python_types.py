"""Unions of Python types."""

from __future__ import annotations

from generator.python_types import NONE, STR, LiteralOf, UnionOf, union


def test_all_constants_of_a_union_are_one_option():
    options = (LiteralOf((1,)), NONE, UnionOf((LiteralOf((True, "a")), STR)), LiteralOf((1, 2)))
    assert union(options) == UnionOf((LiteralOf((1, True, "a", 2)), NONE, STR))
    assert union(options[:1] * 2) == LiteralOf((1,))
