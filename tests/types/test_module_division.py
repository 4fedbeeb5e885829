"""A large module of types is divided, and its parts can be imported in any order."""

from __future__ import annotations

import itertools
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import STRING, document, operation, ref, thing
from support.packages import imported

from generator.types.definition_order import circles

MEMBERS = {f"member_{number}": {**STRING, "description": "A member."} for number in range(120)}
WORDS = ("Account", "Billing", "Card", "Device")
NAMES = [f"{word}{letter}" for word in WORDS for letter in "ABCD"]


def schemas() -> dict:
    """Each schema holds the next one; the first four also hold each other in a circle."""
    found = {}
    for name, following in itertools.pairwise([*NAMES, ""]):
        held = {"following": ref(following)} if following else {}
        found[name] = thing(**MEMBERS, **held)
    found["AccountD"]["properties"]["first"] = ref("AccountA")
    return found


def paths(*groups: str) -> dict:
    return {
        f"/{group}": {"post": operation(body=ref("AccountA"), reply=ref("AccountA"), name=group)}
        for group in groups
    }


@pytest.mark.parametrize("groups", [("one",), ("one", "two", "three")], ids=len)
def test_a_large_module_is_divided(tmp_path, groups):
    client = imported(tmp_path / "client", document(paths(*groups), schemas()))
    lengths = {}
    for folder in ("components", "params"):
        for path in (tmp_path / "client" / folder).glob("*.py"):
            lengths[path.stem] = len(path.read_text().splitlines())
    home = "one" if len(groups) == 1 else "shared"
    assert {f"{home}_account", f"{home}_card"} <= lengths.keys()
    assert 1000 < max(lengths.values()) < 3000
    assert {type(getattr(client.components, name)) for name in NAMES} != {None}
    account = client.components.AccountA(member_1="x", following={"following": {"member_2": "y"}})
    assert account.following.following.member_2 == "y"
    assert client.one.request(following={"member_1": "z"}).method == "POST"


@pytest.mark.parametrize(("word", "loaded"), [("Account", 2), ("Device", 1)])
def test_a_part_loads_only_what_it_mentions_when_it_is_built(tmp_path, word, loaded):
    client = imported(tmp_path / "client", document(paths("one"), schemas()))

    def parts():
        return [name for name in sys.modules if name.startswith(f"{client.__name__}.components.")]

    model = getattr(client.components, f"{word}A")
    assert len(parts()) == 1
    assert model(member_1="x").member_1 == "x"
    assert len(parts()) == loaded


def test_the_first_segment_alone_divides_nothing(tmp_path):
    imported(tmp_path / "client", document(paths("one"), schemas()), group_by="segment")
    assert len((tmp_path / "client/components.py").read_text().splitlines()) > 3000


graphs = st.integers(1, 12).flatmap(
    lambda size: st.lists(
        st.sets(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size
    )
)


@given(graphs)
def test_circles_are_together_and_follow_what_they_mention(lists):
    mentions = {str(number): {str(one) for one in found} for number, found in enumerate(lists)}

    def behind(name):
        seen, waiting = set(), [*mentions[name]]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += mentions[one]
        return seen

    found = circles(mentions)
    assert sorted(name for one in found for name in one) == sorted(mentions)
    place = {name: index for index, one in enumerate(found) for name in one}
    for name, other in itertools.permutations(mentions, 2):
        together = other in behind(name) and name in behind(other)
        assert (place[name] == place[other]) == together
    assert all(place[other] <= place[name] for name in mentions for other in mentions[name])
