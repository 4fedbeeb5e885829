"""The annotations of models, as datamodel-code-generator writes them for us."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from generator.naming import Identifier
from generator.render.annotations import Printer
from generator.schemas.shapes import (
    AliasDefinition,
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Named,
    Null,
    Nullable,
    ObjectDefinition,
    Property,
    Scalar,
    Union,
)
from generator.text import Untrusted
from generator.types.response_types import annotate as annotated

TEXT = Untrusted("")
STR = Scalar("str")


def annotate(definitions):
    """The annotations of all definitions, as `components` prints them."""
    found, text = annotated(definitions), Printer("components").type
    classes = {name: tuple(map(text, types)) for name, types in found.classes.items()}
    return SimpleNamespace(
        classes=classes, aliases={name: text(one) for name, one in found.aliases.items()}
    )


def named(name: str) -> Named:
    return Named(Identifier(name))


def thing(name: str, **members: tuple[object, bool]) -> ObjectDefinition:
    return ObjectDefinition(
        name=Identifier(name),
        properties=tuple(
            Property(
                wire=key,
                name=Identifier(key),
                shape=shape,
                required=required,
                description=TEXT,
                node=None,
                write_only=key == "secret",
            )
            for key, (shape, required) in members.items()
        ),
        description=TEXT,
        node=None,
    )


def alias(name: str, shape: object) -> AliasDefinition:
    return AliasDefinition(name=Identifier(name), shape=shape, description=TEXT, node=None)


@pytest.mark.parametrize(
    ("shape", "annotation"),
    [
        (Anything(), "JsonValue"),
        (Null(), "None"),
        (STR, "str"),
        (Scalar("int"), "int"),
        (Scalar("bytes"), "str"),
        (Scalar("date"), "Date"),
        (Scalar("datetime"), "AwareDatetime"),
        (Scalar("uuid"), "UUID"),
        (Enumeration(("a", 1, True)), 'Literal["a", 1, True]'),
        (Array(Array(STR)), "list[list[str]]"),
        (Dictionary(named("A")), "dict[str, A]"),
        (Nullable(named("A")), "A | None"),
        (Union((named("B"), named("A"), STR)), "B | A | str"),
        (Array(Union((STR, Nullable(named("A"))))), "list[str | A | None]"),
        (Union((Array(STR), STR, Enumeration(("x",)))), 'list[str] | str | Literal["x"]'),
    ],
    ids=str,
)
def test_each_shape(shape, annotation):
    found = annotate([thing("Holder", a=(shape, True)), alias("Name", shape)])
    assert found.classes == {"Holder": (annotation,)}
    assert found.aliases == {"Name": annotation}


def test_what_may_be_missing_may_be_none():
    found = annotate(
        [
            thing(
                "Holder",
                a=(STR, False),
                secret=(STR, True),
                b=(Nullable(STR), False),
                c=(STR, True),
            )
        ]
    )
    assert found.classes == {"Holder": ("str | None", "str | None", "str")}


def test_definitions_keep_their_names_whatever_the_models_import():
    names = (
        "Any",
        "BaseModel",
        "Union",
        "Optional",
        "Date",
        "Places",
        "Our_A",
        "date_aliased",
        "N数",
    )
    found = annotate([thing("Holder", **{name: (named(name), True) for name in names})])
    assert found.classes["Holder"] == names


def test_nothing_to_annotate():
    assert annotate([thing("Empty")]).classes == {"Empty": ()}
    assert annotate([]).classes == {}
