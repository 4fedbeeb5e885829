"""Aliases that equal inline types share: which name they have, and that it stays."""

from __future__ import annotations

import pytest
from support.documents import STRING, document, operation, ref, thing
from support.packages import make

from generator.name_history import NO_HISTORY

PARTS = {"Cat": thing(a=STRING), "Dog": thing(b=STRING)}
PET = {"oneOf": [ref("Cat"), ref("Dog")]}


def owners(**members: dict) -> dict:
    """A document with a schema for each of these names, which all are in one response."""
    schemas = {owner: thing(**own) for owner, own in members.items()}
    whole = thing(**{owner.lower(): ref(owner) for owner in schemas})
    return document({"/x": {"get": operation(reply=whole)}}, {**PARTS, **schemas})


@pytest.fixture
def generate(tmp_path):
    """Generate a package after another; return the types of the members, and the lock's history."""

    def generate(described, history=NO_HISTORY):
        made = make(tmp_path / "it", described, history=history)
        source = made.files["components.py"].decode()
        lines = [line.split(": ", 1) for line in source.splitlines() if line.startswith("    pet")]
        return {name.strip(): kind.split(" ")[0] for name, kind in lines}, made.package.history

    return generate


def test_the_shortest_name_is_shared(generate):
    found, _ = generate(owners(Long={"pet_too": PET}, Sh={"pet": PET}))
    assert found == {"pet_too": "ShPet", "pet": "ShPet"}


def test_a_name_stays_when_a_shorter_one_comes_and_nothing_changes_after(generate):
    _, history = generate(owners(Long={"pet": PET}))
    later = owners(Long={"pet": PET}, Sh={"pet_too": PET})
    for _ in range(3):
        found, history = generate(later, history)
        assert found == {"pet": "LongPet", "pet_too": "LongPet"}


def test_a_name_stays_when_what_gave_it_goes(generate):
    _, history = generate(owners(Long={"pet_too": PET}, Sh={"pet": PET}))
    found, _ = generate(owners(Long={"pet_too": PET}), history)
    assert found == {"pet_too": "ShPet"}


def test_one_that_becomes_another_type_gets_another_name(generate):
    _, history = generate(owners(Long={"pet_too": PET}, Sh={"pet": PET}))
    changed = {"oneOf": [ref("Cat"), ref("Dog"), ref("Sh")]}
    found, _ = generate(owners(Long={"pet_too": changed}, Sh={"pet": PET}), history)
    assert found == {"pet_too": "LongPetToo", "pet": "ShPet"}


@pytest.mark.parametrize("other", ["What to feed.", ""])
def test_the_description_of_one_place_is_not_that_of_all(generate, tmp_path, other):
    described = {**PET, "description": "Whom to wake."}
    alike = owners(Long={"pet_too": described}, Sh={"pet": described})
    differing = owners(Long={"pet_too": {**PET, "description": other}}, Sh={"pet": described})
    for document_, expected in ((alike, True), (differing, False)):
        _, history = generate(document_)
        first = (tmp_path / "it/components.py").read_text()
        generate(document_, history)
        assert (tmp_path / "it/components.py").read_text() == first
        alias = first.partition("ShPet: TypeAlias")[2].splitlines()[1]
        assert ("Whom to wake." in alias) == expected


@pytest.mark.parametrize("kind", [PET, thing(c=STRING)])
def test_what_two_places_of_one_parent_share_keeps_its_name(generate, kind):
    _, history = generate(owners(Long={"first": thing(pet=kind), "second": thing(pet=kind)}))
    found, _ = generate(owners(Long={"second": thing(pet=kind)}), history)
    assert found == {"pet": "LongFirstPet"}


def test_equal_variants_of_one_union_keep_their_names(generate):
    kind = {"enum": list("abcdefg")}
    pet = {"allOf": [{"anyOf": [{}, {"oneOf": [STRING]}]}, ref("Kind")]}
    described = owners(Long={"pet": pet})
    described["components"]["schemas"]["Kind"] = kind
    first, history = generate(described)
    assert first == {"pet": "LongPet"}
    assert generate(described, history) == (first, history)


def test_a_component_that_is_merged_under_another_name_keeps_its_own(generate):
    merged = {"allOf": [{"anyOf": [{"oneOf": [ref("Node")]}]}, {"enum": list("abcdefg")}]}
    described = owners(Long={"pet": merged, "pet_too": ref("Node")}, Node={})
    described["components"]["schemas"]["Node"] = {}
    first, history = generate(described)
    assert first == {"pet": "LongPet", "pet_too": "Node"}
    assert generate(described, history) == (first, history)
