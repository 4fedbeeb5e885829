"""Each method of the official package, and each argument, has a counterpart, or is in the list."""

from __future__ import annotations

import inspect
import os
import tomllib
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

import openai
import pytest

from official.known import FILE, known
from official.members import has, members
from official.methods import SHARED, awaited
from official.page import PAGE, built
from official.pairs import Counterparts, by_function, unused

if TYPE_CHECKING:
    from types import ModuleType

    from official.pairs import Pair

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("shared")]


@pytest.fixture(scope="module")
def counterparts(whole_called: ModuleType) -> Counterparts:
    return Counterparts(whole_called)


@pytest.fixture(scope="module")
def pairs(counterparts: Counterparts) -> list[Pair]:
    return counterparts.pairs()


def test_every_method_and_every_argument_has_a_counterpart(pairs: list[Pair]) -> None:
    assert len(pairs) > 400
    assert [(one.method.name, one.lacks) for one in pairs if not one.is_complete] == []


def test_every_function_has_a_method(counterparts: Counterparts, pairs: list[Pair]) -> None:
    assert len(counterparts.functions) == 288
    assert set(by_function(pairs)) == set(counterparts.functions)


def test_one_method_of_a_resource_is_an_operation_and_the_others_are_in_the_list(
    pairs: list[Pair],
) -> None:
    """So that a method that does more than its first request is not taken for an operation."""
    listed = {*known().helpers, *known().paths}
    plain = [one for one in pairs if one.function and one.method.name not in listed]
    places = [(one.method.name.rpartition(".")[0], one.ours) for one in plain]
    assert sorted({one for one in places if places.count(one) > 1}) == []


def test_where_an_argument_is_exists(
    whole_called: ModuleType, counterparts: Counterparts, pairs: list[Pair]
) -> None:
    options = {one.name for one in fields(whole_called.CallOptions)}
    for one in pairs:
        for place in one.arguments.values():
            owner, _, name = place.rpartition(".")
            if not place.replace(".", "").isidentifier():
                assert " " in place, (one, place)  # a description
            elif owner == "options":
                assert name in options, (one, place)
            elif owner or place.startswith("."):
                function = attrgetter(owner)(whole_called) if owner else counterparts.function(one)
                assert hasattr(function, name), (one, place)
            elif one.function:
                assert name in one.function.arguments, (one, place)


def test_the_list_has_nothing_that_is_not_needed(
    counterparts: Counterparts, pairs: list[Pair]
) -> None:
    assert list(unused(pairs, counterparts)) == []


def test_the_list_is_in_alphabetical_order() -> None:
    for table in tomllib.loads(FILE.read_text(encoding="utf-8")).values():
        assert list(table) == sorted(table)


def test_the_awaited_methods_are_the_same(pairs: list[Pair]) -> None:
    blocking = {one.method.name: set(one.method.arguments) for one in pairs}
    awaiting = awaited()
    assert awaiting.keys() == blocking.keys()
    assert [name for name in awaiting if not set(awaiting[name]) <= blocking[name]] == []


def test_what_every_method_takes_is_an_option(whole_called: ModuleType) -> None:
    assert set(known().options) == set(SHARED)
    assert set(known().options.values()) <= {one.name for one in fields(whole_called.CallOptions)}


@pytest.mark.parametrize("kind", [openai.OpenAI, openai.AsyncOpenAI])
def test_each_argument_of_the_client_is_a_setting(whole_called: ModuleType, kind: type) -> None:
    theirs = set(inspect.signature(kind).parameters)
    assert theirs == {*known().client, *known().not_settings}
    ours = {*inspect.signature(whole_called.Client).parameters}
    ours |= whole_called.ClientSettings.__annotations__.keys()
    assert set(known().client.values()) <= ours


def test_each_exported_name_is_exported(whole_called: ModuleType) -> None:
    assert set(openai.__all__) == {*known().exports, *known().not_exports}
    for name in known().exports.values():
        assert attrgetter(name)(whole_called) is not None


@pytest.mark.parametrize("name", known().members)
def test_each_member_has_a_counterpart(whole_called: ModuleType, name: str) -> None:
    table = known().members[name]
    assert list(table) == sorted(table)
    assert set(table) == members(name)
    for place in table.values():
        if " " not in place:
            owner, _, member = place.rpartition(".")
            assert has(attrgetter(owner)(whole_called), member), place


def test_the_page_shows_it(pairs: list[Pair]) -> None:
    """`OPGEN_WRITE_DOCS=1` writes the tables that differ into the page instead of failing."""
    current = built(pairs)
    if os.environ.get("OPGEN_WRITE_DOCS"):
        PAGE.write_text(current, encoding="utf-8")
    else:
        assert PAGE.read_text(encoding="utf-8") == current
