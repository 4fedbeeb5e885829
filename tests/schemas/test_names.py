"""What classes are called: as the document calls its schemas, and never by a counter."""

from __future__ import annotations

import inspect
import json

import pytest
from support.documents import STRING, document_of, operation, ref, thing
from support.packages import load, make
from support.schema_packages import annotations, from_schemas, generated


@pytest.fixture
def names(tmp_path):
    """Make a package that holds these schemas; return what the member of each is annotated."""

    def make(reply=None, /, **schemas):
        everything = {**thing(**{f"of {name}": ref(name) for name in schemas})}
        everything["required"] = list(everything["properties"])
        made = from_schemas(tmp_path, reply or everything, **schemas)
        found = annotations(made.components, "DoResponse").values()
        plain = (one.removeprefix("Annotated[").partition(",")[0] for one in found)
        return dict(zip(schemas, plain, strict=False))

    return make


ONE, OTHER = thing(a=STRING), thing(b=STRING)


def test_a_counter_goes_where_there_is_a_namesake_without(names):
    found = names(**{"Error": ONE, "Error-2": OTHER, "Size": STRING, "Size-2": {"enum": ["a"]}})
    assert (found["Error-2"], found["Size-2"]) == ("ErrorObject", "SizeValue")
    assert (found["Error"], found["Size"]) == ("Error", "Size")


@pytest.mark.parametrize("other", ["Phase-2", "Phase2", "Phase_2"])
def test_what_is_the_same_type_shares_a_name(names, other):
    described = {"type": "string", "enum": ["a", "b"], "description": "Which."}
    found = names(**{other: {"type": "string", "enum": ["a", "b"]}, "Phase": described})
    assert found == {other: "Phase", "Phase": "Phase"}


def test_where_the_document_counts_so_the_name_may_be_free(names):
    found = names(**{"Error": ONE, "Error-2": OTHER, "Talk-2": OTHER})
    assert found["Talk-2"] == "Talk"


@pytest.mark.parametrize(
    "name", ["Sha256", "Gpt4", "OAuth2", "Base64", "V1", "Vector3", "EntitlementV2", "Gpt-4"]
)
def test_a_number_that_means_something_stays(names, name):
    assert names(**{name: ONE, "Error": OTHER})[name] == name.replace("-", "")


def test_a_number_stays_beside_a_namesake_that_is_something_else(names):
    assert names(Vector=ONE, Vector3=OTHER)["Vector3"] == "Vector3"


def test_the_order_of_the_document_is_of_no_matter(names):
    schemas = {"Error-3": thing(c=STRING), "Error-2": OTHER, "Error": ONE}
    found = names(**schemas)
    assert found == {"Error": "Error", "Error-2": "ErrorObject", "Error-3": "ErrorValue"}
    assert found == names(**dict(reversed(schemas.items())))


def test_no_name_ends_in_an_underscore(names):
    reply = thing(a=thing(b=STRING), A=thing(c=STRING), **{"a ": thing(d=STRING)},
                  **{"a-": thing(e=STRING)})  # fmt: skip
    schemas = {"None": ONE, "DoResponseA": ONE}
    made = names(reply, **schemas)
    assert not any(name.endswith("_") for name in made.values())


def test_the_same_response_in_several_media_types_has_one_name(tmp_path):
    schema = {"type": "array", "items": STRING}
    content = {f"application/json; v={n}": {"schema": schema} for n in range(4)}
    described = {"operationId": "do", "responses": {"200": {"content": content}}}
    document = document_of(described, {})
    made = generated(tmp_path, document)
    assert inspect.signature(made.do).return_annotation == "components.DoResponse"


def test_two_that_are_the_same_in_one_parent_share_a_name(tmp_path):
    mode = thing(speed={"type": "integer"})
    reply = thing(fast=thing(mode=mode), slow=thing(mode=mode, other=STRING))
    made = from_schemas(tmp_path, reply)
    assert annotations(made.components, "DoResponseSlow")["mode"] == "DoResponseFastMode | None"


def test_what_stands_beside_plain_texts_is_named_as_the_whole(tmp_path):
    known = {"type": "string", "enum": list("abcdefg")}
    part = thing(kind=STRING)
    reply = thing(
        model={"anyOf": [STRING, known]},
        content={"oneOf": [STRING, {"type": "array", "items": part}]},
        place={"anyOf": [STRING, part, thing(x=STRING)]},
        size=ref("Size"),
        spot=ref("Spot"),
    )
    sizes = {"anyOf": [STRING, known]}
    found = annotations(
        from_schemas(tmp_path, reply, Size=sizes, Spot={"anyOf": [STRING, part]}).components,
        "DoResponse",
    )
    assert found["model"] == "str | DoResponseModel | None"
    assert found["content"] == "str | list[DoResponseContentItem] | None"
    assert found["place"] == "DoResponsePlace | None"
    assert (found["size"], found["spot"]) == ("Size | None", "Spot | None")


def test_a_profile_may_choose_a_name(tmp_path):
    profile = tmp_path / "mine.toml"
    profile.write_text('[names]\nSyntax1 = "Syntax"\nOther1 = "Taken"\n')
    schemas = {"Syntax1": ONE, "Other1": OTHER, "Taken": thing(c=STRING)}
    reply = thing(**{name.lower(): ref(name) for name in schemas})
    content = {"application/json": {"schema": reply}}
    described = {"operationId": "do", "responses": {"200": {"content": content}}}
    document = document_of(described, schemas)
    made = generated(tmp_path, document, profile=str(profile))
    assert annotations(made.components, "DoResponse") == {
        "syntax1": "Syntax | None", "other1": "Other1 | None", "taken": "Taken | None"
    }  # fmt: skip


@pytest.mark.parametrize("order", [("user", "User"), ("User", "user")])
def test_a_schema_named_like_a_class_keeps_its_name(names, order):
    members = {"user": ONE, "User": OTHER}
    assert names(**{name: members[name] for name in order}) == {
        "user": "UserObject",
        "User": "User",
    }


def test_members_whose_names_are_attributes_already_keep_them(tmp_path):
    members = thing(**dict.fromkeys(("_id", "id", "@type", "type", "userId", "user_id"), STRING))
    made = from_schemas(tmp_path, members)
    reply = {"_id": "1", "id": "2", "@type": "3", "type": "4", "userId": "5", "user_id": "6"}
    read = made.components.DoResponse.model_validate_json(json.dumps(reply))
    assert (read.id, read.type, read.user_id) == ("2", "4", "6")
    assert (read.id_, read.at_type, read.user_id_) == ("1", "3", "5")
    assert read.model_dump() == reply


def test_a_component_that_is_only_a_reference_is_a_name_of_the_other(tmp_path):
    made = from_schemas(tmp_path, thing(a=ref("A"), c=ref("C")), A=ref("B"), B=ONE, C=ref("A"))
    components = made.components
    assert components.A is components.B is components.C
    assert components.DoResponse.model_fields["c"].annotation == components.B | None


def test_a_component_names_what_it_refers_to_elsewhere(tmp_path):
    (tmp_path / "pet_v2.json").write_text(json.dumps(thing(friend={"$ref": "#"})))
    part = {"$ref": "#/components/schemas/Whole/properties/part"}
    schemas = {"Pet": {"$ref": "pet_v2.json"}, "Part": part, "Whole": thing(part=ONE)}
    made = from_schemas(tmp_path, thing(**{one: ref(one) for one in schemas}), **schemas)
    components = made.components
    assert components.Pet.model_fields["friend"].annotation == components.Pet | None
    assert annotations(components, "DoResponse")["part"].startswith("Annotated[Part | None")


def test_a_schema_keeps_its_class_when_one_with_that_name_comes(tmp_path):
    schemas = {"user": ONE}
    first = make(tmp_path / "client", document_of(operation(reply=ref("user")), schemas))
    reply = thing(old=ref("user"), new=ref("User"))
    later = document_of(operation(reply=reply), {**schemas, "User": OTHER})
    make(tmp_path / "client", later, history=first.package.history)
    found = annotations(load(tmp_path / "client").components, "DoResponse")
    assert found == {"old": "User | None", "new": "UserObject | None"}
