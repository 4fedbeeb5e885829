"""Discriminators: the mapping of the document, or names, select the variant of a union."""

from __future__ import annotations

import json

import pytest
from support.documents import STRING, ref, tagged, thing
from support.response_packages import ResponsePackage, one_of
from support.schema_packages import annotations

SHAPE = {**thing(kind=STRING, size={"type": "number"}), "required": ["kind"]}
RING, DISC = ({**SHAPE, "title": name} for name in ("Ring", "Disc"))
BOTH = {"Ring": RING, "Disc": DISC}
BY_KIND = {"propertyName": "kind"}


@pytest.fixture
def responses(tmp_path):
    """Make a package that returns `Shape`."""

    def make(shape, schemas=BOTH, **options):
        return ResponsePackage(tmp_path, ref("Shape"), {"Shape": shape, **schemas}, **options)

    return make


@pytest.mark.parametrize("key", ["oneOf", "anyOf"])
def test_the_mapping_selects(responses, key):
    mapping = {"ring": "#/components/schemas/Ring", "disc": "Disc", "plate": "Disc"}
    made = responses(one_of("Ring", "Disc", key=key, **BY_KIND, mapping=mapping))
    kinds = [made.kind({"kind": kind, "size": 1}) for kind in ("ring", "disc", "plate")]
    assert kinds == ["Ring", "Disc", "Disc"]
    assert made.codes == []


def test_a_value_that_nothing_maps_is_no_variant(responses):
    mapping = {"ring": "Ring", "disc": "Disc", "plate": "Disc"}
    made = responses(one_of("Ring", "Disc", **BY_KIND, mapping=mapping))
    for data in ({"kind": "hexagon", "size": 1}, {"kind": 1}):
        value, warned = made.read(data)
        assert (type(value).__name__, warned) == ("Model", 1)
        assert value.kind == data["kind"]


def test_without_the_member_any_variant_may_fit(responses):
    variants = {
        "Ring": thing(kind=STRING, radius={"type": "number"}),
        "Disc": {**thing(kind=STRING, fill=STRING), "required": ["fill"]},
    }
    made = responses(
        one_of("Ring", "Disc", **BY_KIND, mapping={"r": "Ring", "d": "Disc"}), variants
    )
    assert [made.kind(one) for one in ({"radius": 1}, {"fill": "red"})] == ["Ring", "Disc"]
    assert made.kind({"kind": "d", "fill": "red"}) == "Disc"
    assert made.kind({"kind": "hexagon", "fill": "red"}) == "Model?"


def test_without_a_mapping_the_names_select(responses):
    made = responses(one_of("Ring", "Disc", **BY_KIND))
    assert [made.kind({"kind": kind}) for kind in ("Ring", "Disc")] == ["Ring", "Disc"]
    assert made.kind({"kind": "disc"}) == "Model?"


def test_what_is_not_mapped_is_selected_by_its_name(responses):
    made = responses(one_of("Ring", "Disc", **BY_KIND, mapping={"ring": "Ring"}))
    assert [made.kind({"kind": kind}) for kind in ("ring", "Disc")] == ["Ring", "Disc"]


def test_constants_select_where_nothing_is_mapped(responses):
    schemas = {"Ring": tagged("ring"), "Disc": tagged("disc")}
    made = responses(one_of("Ring", "Disc", propertyName="type"), schemas)
    assert [made.kind({"type": kind}) for kind in ("ring", "disc")] == ["Ring", "Disc"]


def test_constants_that_all_variants_share_select_nothing(responses):
    kind = {"enum": ["Ring", "Disc"]}
    schemas = {name: {**thing(kind=kind), "required": ["kind"]} for name in BOTH}
    made = responses(one_of("Ring", "Disc", **BY_KIND), schemas)
    assert [made.kind({"kind": kind}) for kind in ("Ring", "Disc")] == ["Ring", "Disc"]


def test_the_class_knows_its_values(responses):
    mapping = {"ring": "Ring", "disc": "Disc", "plate": "Disc"}
    made = responses(one_of("Ring", "Disc", **BY_KIND, mapping=mapping))
    assert annotations(made.package.components, "Disc")["kind"] == "Literal['disc', 'plate']"
    assert annotations(made.package.params, "Ring")["kind"] == "Literal['ring']"


def test_a_class_that_is_used_alone_too_allows_other_values(responses):
    shape = one_of("Ring", "Disc", **BY_KIND, mapping={"ring": "Ring", "disc": "Disc"})
    both = {**thing(any=shape, ring=ref("Ring")), "title": "Both"}
    made = responses(both)
    value, warned = made.read({"any": {"kind": "disc"}, "ring": {"kind": "circle"}})
    assert (type(value.any).__name__, value.ring.kind, warned) == ("Disc", "circle", 0)


@pytest.mark.parametrize("known", [{}, thing(size={"type": "number"})["properties"]])
def test_a_property_that_no_variant_declares(responses, known):
    schemas = {name: {"type": "object", "properties": {"a": STRING, **known}} for name in BOTH}
    mapping = {"ring": "Ring", "disc": "Disc"}
    made = responses(one_of("Ring", "Disc", propertyName="@type", mapping=mapping), schemas)
    assert [made.kind({"@type": kind}) for kind in mapping] == ["Ring", "Disc"]
    assert "Literal['disc']" in annotations(made.package.components, "Disc")["type"]


def test_a_property_that_may_be_absent(responses):
    schemas = {name: thing(kind={**STRING, "default": name}) for name in BOTH}
    made = responses(one_of("Ring", "Disc", **BY_KIND, mapping={"r": "Ring", "d": "Disc"}), schemas)
    assert [made.kind({"kind": kind}) for kind in ("r", "d")] == ["Ring", "Disc"]
    assert made.kind({}) == "Ring"  # both fit


def test_the_default_of_openapi_3_2(responses):
    described = {**BY_KIND, "mapping": {"ring": "Ring"}, "defaultMapping": "Disc"}
    made = responses(one_of("Ring", "Disc", **described), version="3.2.0")
    data = ({"kind": "ring"}, {"kind": "other"}, {"size": 1.5, "kind": "Disc"})
    assert [made.kind(one) for one in data] == ["Ring", "Disc", "Disc"]


def test_unions_within_a_union(responses):
    schemas = {
        **BOTH,
        "Round": one_of("Ring", "Disc", **BY_KIND, mapping={"ring": "Ring", "disc": "Disc"}),
        "Box": SHAPE,
    }
    made = responses(one_of("Round", "Box", **BY_KIND, mapping={"box": "Box"}), schemas)
    kinds = [made.kind({"kind": kind}) for kind in ("ring", "disc", "box", "cone")]
    assert kinds == ["Ring", "Disc", "Box", "Model?"]


def test_a_mapping_to_what_is_within_a_union(responses):
    schemas = {**BOTH, "Round": one_of("Ring", "Disc"), "Box": SHAPE}
    mapping = {"ring": "Ring", "disc": "Disc", "box": "Box"}
    made = responses(one_of("Round", "Box", **BY_KIND, mapping=mapping), schemas)
    assert [made.kind({"kind": kind}) for kind in mapping] == ["Ring", "Disc", "Box"]


def test_a_mapping_to_what_the_union_does_not_list(responses):
    schemas = {**BOTH, "Box": SHAPE}
    made = responses(one_of("Ring", "Disc", **BY_KIND, mapping={"box": "Box"}), schemas)
    assert [made.kind({"kind": kind}) for kind in ("Ring", "box")] == ["Ring", "Box"]


def test_next_to_members(responses):
    shape = one_of("Ring", "Disc", **BY_KIND, mapping={"ring": "Ring", "disc": "Disc"})
    made = responses({**thing(colour=STRING), **shape})
    value, warned = made.read({"kind": "disc", "colour": "red"})
    assert (type(value).__name__, value.colour, warned) == ("ShapeDisc", "red", 0)


def test_next_to_what_is_not_an_object(responses):
    shape = one_of("Ring", "Disc", **BY_KIND, mapping={"ring": "Ring", "disc": "Disc"})
    shape["oneOf"] += [STRING, {"type": "array", "items": STRING}, {"type": "null"}]
    made = responses(shape)
    data = ({"kind": "disc"}, "a", ["a"], None)
    assert [made.kind(one) for one in data] == ["Disc", "str", "list", "NoneType"]


def test_numbers_as_values(responses):
    schemas = {
        name: {**thing(kind={"type": "integer", "enum": [1, 2]}), "required": ["kind"]}
        for name in BOTH
    }
    made = responses(one_of("Ring", "Disc", **BY_KIND, mapping={"1": "Ring", "2": "Disc"}), schemas)
    assert [made.kind({"kind": kind}) for kind in (1, 2)] == ["Ring", "Disc"]


def test_a_drifted_member_stays_in_its_variant(responses):
    mapping = {"ring": "Ring", "disc": "Disc"}
    shape = one_of("Ring", "Disc", **BY_KIND, mapping=mapping)
    made = responses({**thing(any=shape, ring=ref("Ring"))})
    value, warned = made.read({"any": {"kind": "disc", "size": "big"}})
    assert (type(value.any).__name__, value.any.size, warned) == ("Disc", "big", 1)


@pytest.mark.parametrize(
    "described",
    [
        {**BY_KIND, "mapping": {"ring": "Ring", "cone": "Cone", "box": None}},
        {**BY_KIND, "mapping": {"ring": "#/components/schemas/Ring", "cone": "Con e", "x": 1}},
    ],
    ids=str,
)
def test_a_mapping_to_nothing_is_a_fault(responses, described):
    made = responses(one_of("Ring", "Disc", **described))
    assert made.codes == ["malformed-discriminator"] * 2
    assert [made.kind({"kind": kind}) for kind in ("ring", "Disc")] == ["Ring", "Disc"]


def test_a_discriminator_that_is_only_a_name_is_a_fault(responses):
    made = responses({**one_of("Ring", "Disc"), "discriminator": "kind"})
    assert made.codes == ["malformed-discriminator"]
    assert made.kind({"kind": "Disc"}) == "Disc"


def test_a_mapping_to_files(tmp_path):
    (tmp_path / "disc.json").write_text(json.dumps(DISC))
    (tmp_path / "all.json").write_text(json.dumps({"$defs": {"Ring": RING}}))
    files = {"ring": "all.json#/$defs/Ring", "disc": "./disc.json"}
    shape = {
        "oneOf": [{"$ref": "all.json#/$defs/Ring"}, {"$ref": "disc.json"}],
        "discriminator": {**BY_KIND, "mapping": files},
    }
    made = ResponsePackage(tmp_path, ref("Shape"), {"Shape": shape})
    assert made.codes == []
    assert [made.kind({"kind": kind}) for kind in files] == ["Ring", "Disc"]


def test_a_mapping_to_what_is_not_an_object(responses):
    schemas = {**BOTH, "Colour": {"enum": ["red", "blue"]}}
    mapping = {"red": "Colour", "ring": "Ring"}
    alone = responses(one_of("Colour", "Missing", **BY_KIND, mapping=mapping), schemas)
    assert alone.kind("red") == "str"
    made = responses(one_of("Colour", "Ring", "Disc", **BY_KIND, mapping=mapping), schemas)
    data = ("red", {"kind": "ring"}, {"kind": "Disc"})
    assert [made.kind(one) for one in data] == ["str", "Ring", "Disc"]


def test_constants_that_a_variant_may_leave_out_select_it(responses):
    disc = {"anyOf": [{"enum": ["disc"]}, {"type": "null"}]}
    schemas = {"Ring": thing(kind={"enum": ["ring"]}), "Disc": thing(kind=disc)}
    made = responses(one_of("Ring", "Disc", **BY_KIND), schemas)
    assert [made.kind({"kind": kind}) for kind in ("ring", "disc")] == ["Ring", "Disc"]


def test_constants_need_no_mapping_in_the_package(responses):
    """A variant accepts its own constants only, also where two variants share one."""
    schemas = {"Ring": tagged("ring"), "Disc": tagged("disc"), "Plate": tagged("disc")}
    made = responses(one_of(*schemas, propertyName="type"), schemas)
    assert not hasattr(made.package.components, "SelectedBy")
    assert [made.kind({"type": kind}) for kind in ("ring", "disc")] == ["Ring", "Disc"]
    assert made.kind({"type": "hexagon"}) == "Model?"
