"""A base with a discriminator is its subtypes where it is referenced: Spring, .NET, Graph."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter
from support.documents import STRING, ref, thing
from support.response_packages import ResponsePackage, one_of
from support.schema_packages import annotations

NUMBER = {"type": "number"}
MAPPING = {"boat": "#/components/schemas/Boat", "plane": "Plane"}


def base(**discriminator):
    described = {"propertyName": "kind", **discriminator}
    return {**thing(kind=STRING, name=STRING), "required": ["kind"], "discriminator": described}


def sub(*of, **properties):
    return {"allOf": [*map(ref, of), thing(**properties)]}


FLEET = {"Boat": sub("Craft", draught=NUMBER), "Plane": sub("Craft", span=NUMBER)}


@pytest.fixture
def responses(tmp_path):
    """Make a package that returns `Craft`."""

    def make(craft, reply=None, **schemas):
        return ResponsePackage(
            tmp_path, reply or ref("Craft"), {"Craft": craft, **FLEET, **schemas}
        )

    return make


def kinds(made, *values):
    return [made.kind({"kind": value, "name": "x"}) for value in values]


def test_what_the_mapping_names(responses):
    made = responses(base(mapping=MAPPING))
    assert kinds(made, "boat", "plane") == ["Boat", "Plane"]
    value, warned = made.read({"kind": "boat", "name": "x", "draught": 2.5})
    assert (value.draught, warned) == (2.5, 0)
    assert made.codes == []


def test_without_a_mapping_the_names_select(responses):
    assert kinds(responses(base()), "Boat", "Plane") == ["Boat", "Plane"]


def test_every_other_value_is_the_base(responses):
    made = responses(base(mapping=MAPPING))
    assert kinds(made, "craft", "rocket") == ["CraftBase", "CraftBase"]


def test_a_subtype_with_a_member_of_another_type_stays_itself(responses):
    made = responses(base(mapping=MAPPING))
    assert made.kind({"kind": "boat", "draught": "deep"}) == "Boat?"


def test_what_is_sent(responses):
    made = responses(base(mapping=MAPPING))
    assert annotations(made.package.params, "Boat") == {
        "kind": "Literal['boat']",
        "name": "NotRequired[str]",
        "draught": "NotRequired[float]",
    }
    assert annotations(made.package.params, "CraftBase")["kind"] == "str"


def test_subtypes_of_subtypes(responses):
    made = responses(base(), Ferry=sub("Boat", cars={"type": "integer"}))
    assert kinds(made, "Boat", "Ferry", "Plane") == ["BoatBase", "Ferry", "Plane"]
    value, warned = made.read({"kind": "Ferry", "name": "x", "draught": 1.5, "cars": 3})
    assert (value.draught, value.cars, warned) == (1.5, 3, 0)


def test_a_subtype_with_subtypes_is_referenced(responses):
    made = responses(base(), ref("Boat"), Ferry=sub("Boat", cars={"type": "integer"}))
    assert kinds(made, "Boat", "Ferry", "Plane") == ["BoatBase", "Ferry", "BoatBase"]


def test_each_level_has_its_own_mapping(responses):
    boat = {**sub("Craft", draught=NUMBER), "discriminator": base()["discriminator"]}
    boat["discriminator"] = {"propertyName": "kind", "mapping": {"ferry": "Ferry"}}
    made = responses(base(mapping=MAPPING), Boat=boat, Ferry=sub("Boat", cars={"type": "integer"}))
    assert kinds(made, "boat", "ferry", "plane") == ["BoatBase", "Ferry", "Plane"]


def test_a_subtype_is_returned_as_itself(responses):
    made = responses(base(mapping=MAPPING), ref("Boat"))
    assert kinds(made, "boat") == ["Boat"]
    assert set(made.package.components.Boat.model_fields) == {"kind", "name", "draught"}


def test_a_subtype_that_adds_nothing(responses):
    made = responses(base(), Raft={"allOf": [ref("Craft")]})
    assert kinds(made, "Raft", "Boat") == ["Raft", "Boat"]


def test_what_wraps_a_reference_is_no_subtype(responses):
    wrapped = thing(craft={"allOf": [ref("Craft")], "description": "Any."})
    made = responses(base(), wrapped)
    value, warned = made.read({"craft": {"kind": "Boat", "draught": 1.5}})
    assert (type(value.craft).__name__, warned) == ("Boat", 0)


def test_members_that_are_the_base_again(responses):
    fleet = sub("Craft", ships={"type": "array", "items": ref("Craft")}, flagship=ref("Craft"))
    made = responses(base(), Fleet=fleet)
    inner = {"kind": "Fleet", "ships": [{"kind": "Boat"}], "flagship": {"kind": "Plane"}}
    value, warned = made.read({"kind": "Fleet", "ships": [inner], "flagship": {"kind": "x"}})
    found = (type(value.ships[0].ships[0]), type(value.ships[0].flagship), type(value.flagship))
    assert [one.__name__ for one in found] == ["Boat", "Plane", "CraftBase"]
    assert warned == 0


def test_constants_of_subtypes(responses):
    boat = sub("Craft", kind={"enum": ["#boat"]})
    made = responses(base(), Boat=boat)
    assert kinds(made, "#boat", "Boat", "Plane") == ["Boat", "CraftBase", "Plane"]


def test_constants_of_the_base(responses):
    craft = base()
    craft["properties"]["kind"] = {"type": "string", "enum": ["Boat", "Plane"]}
    assert kinds(responses(craft), "Boat", "Plane") == ["Boat", "Plane"]


def test_a_property_that_only_the_discriminator_names(responses):
    craft = {**thing(name=STRING), "discriminator": {"propertyName": "@odata.type"}}
    made = responses(craft)
    data = {"@odata.type": "Boat", "name": "x", "draught": 1.5}
    assert made.kind(data) == "Boat"
    assert "'Boat'" in annotations(made.package.components, "Boat")["odata_type"]
    assert made.kind({"name": "x"}) == "CraftBase"


def test_a_mapping_to_schemas_that_do_not_contain_the_base(responses):
    mapping = {"sled": "Sled"}
    sled = {**thing(kind=STRING, dogs={"type": "integer"}), "required": ["kind"]}
    made = responses(base(mapping=mapping), Sled=sled)
    assert kinds(made, "sled", "Boat") == ["Sled", "Boat"]


def test_a_base_that_maps_itself_only_is_a_class(tmp_path):
    made = ResponsePackage(tmp_path, ref("Craft"), {"Craft": base(mapping={"craft": "Craft"})})
    assert kinds(made, "craft", "other") == ["Craft", "Craft"]


def test_a_union_of_subtypes_beside_the_base(responses):
    both = thing(any=ref("Craft"), some=one_of("Boat", "Plane", propertyName="kind"))
    made = responses(base(), both)
    value, warned = made.read({"any": {"kind": "Boat"}, "some": {"kind": "Plane"}})
    assert (type(value.any).__name__, type(value.some).__name__, warned) == ("Boat", "Plane", 0)


def test_subtypes_by_a_reference_with_other_keywords(responses):
    raft = {**ref("Craft"), "properties": {"logs": {"type": "integer"}}}
    made = responses(base(), Raft=raft)
    value, warned = made.read({"kind": "Raft", "logs": 7})
    assert (type(value).__name__, value.logs, warned) == ("Raft", 7, 0)


def test_two_bases(responses):
    toy = {**thing(sort=STRING), "discriminator": {"propertyName": "sort"}}
    both = thing(craft=ref("Craft"), toy=ref("Toy"))
    made = responses(base(), both, Toy=toy, Kit=sub("Craft", "Toy", scale=STRING))
    data = {"kind": "Kit", "sort": "Kit", "scale": "1:72"}
    value, warned = made.read({"craft": data, "toy": data})
    assert (type(value.craft).__name__, type(value.toy).__name__, warned) == ("Kit", "Kit", 0)


def test_in_files(tmp_path):
    craft = {**base(), "discriminator": {"propertyName": "kind", "mapping": {"b": "./boat.json"}}}
    boat = {"allOf": [{"$ref": "craft.json"}, thing(draught=NUMBER)]}
    (tmp_path / "craft.json").write_text(json.dumps(craft))
    (tmp_path / "boat.json").write_text(json.dumps(boat))
    schemas = {"Craft": {"$ref": "craft.json"}, "Boat": {"$ref": "boat.json"}}
    made = ResponsePackage(tmp_path, ref("Craft"), schemas)
    assert kinds(made, "b", "other") == ["Boat", "CraftBase"]


def test_what_comes_can_be_read_again(responses):
    made = responses(base(mapping=MAPPING))
    value, _ = made.read({"kind": "boat", "name": "x", "draught": 1.5})
    again = TypeAdapter(made.package.components.Craft).validate_python(value)
    assert again == value


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_a_union_of_subtypes_has_the_discriminator_of_their_base(responses, keyword):
    made = responses(base(mapping=MAPPING), {keyword: [ref("Boat"), ref("Plane")]})
    assert kinds(made, "plane", "boat") == ["Plane", "Boat"]


def test_a_union_of_subtypes_of_a_base_without_a_mapping(responses):
    made = responses(base(), {"oneOf": [ref("Boat"), ref("Plane")]})
    assert kinds(made, "Plane", "Boat") == ["Plane", "Boat"]


def test_a_union_of_subtypes_of_subtypes(responses):
    reply = {"oneOf": [ref("Plane"), ref("Ferry")]}
    made = responses(base(mapping={"ferry": "Ferry"}), reply, Ferry=sub("Boat"))
    assert kinds(made, "ferry", "Plane") == ["Ferry", "Plane"]


def test_a_union_with_a_variant_of_no_base_is_read_by_its_members(responses):
    other = {**thing(wheels=NUMBER), "required": ["wheels"], "additionalProperties": False}
    made = responses(base(mapping=MAPPING), {"oneOf": [ref("Boat"), ref("Car")]}, Car=other)
    assert made.kind({"wheels": 4}) == "Car"
    assert kinds(made, "boat") == ["Boat"]
