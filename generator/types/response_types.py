"""Pydantic annotations through datamodel-code-generator; the only module that knows it.

Its input is a clean document of one object, built from shapes alone: a property for each shape
that is annotated anywhere. Of the user's document it holds enumeration values only. Its output is
parsed once, here, and only the types of annotations are taken from it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from generator.naming import Identifier
from generator.python_types import (
    Generic,
    LiteralOf,
    Name,
    PythonType,
    Reference,
    TypeName,
    union,
)
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
    Scalar,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.schemas.shapes import Definition, Shape

# An attribute may be called `date`: its own name would hide the type from its annotation.
_RENAMED: Final = {"Any": "JsonValue", "date": "Date", "date_aliased": "Date"}
_NAMES: Final = {name: Name(name) for name in get_args(TypeName)}
# Definitions are types that stand elsewhere, under names that are not those of any import.
_PREFIX: Final = "Our_"
_SCALARS: Final = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "uuid": {"type": "string", "format": "uuid"},
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an annotation stands: one that is not required can be None."""

    shape: Shape
    required: bool


@dataclass(frozen=True, slots=True)
class Annotations:
    """What each attribute of a class, and each alias, is annotated with.

    Attributes:
        classes: by class name, an annotation for each property that responses hold.
        aliases: alias name to the expression it stands for.
    """

    classes: Mapping[str, Sequence[PythonType]]
    aliases: Mapping[str, PythonType]


def annotate(definitions: Iterable[Definition]) -> Annotations:
    """Return the annotations of response models for these definitions."""
    wanted = list(definitions)
    asked = list(dict.fromkeys(place for one in wanted for place in _places(one)))
    types = dict(zip(asked, _annotations(asked), strict=True))
    return Annotations(
        classes={
            one.name: tuple(types[place] for place in _places(one))
            for one in wanted
            if isinstance(one, ObjectDefinition)
        },
        aliases={
            one.name: types[place]
            for one in wanted
            if isinstance(one, AliasDefinition)
            for place in _places(one)
        },
    )


def _places(definition: Definition) -> Iterator[_Place]:
    """Yield what a definition annotates in responses: few places differ, of very many."""
    if isinstance(definition, AliasDefinition):
        yield _Place(definition.shape, required=True)
        return
    for member in definition.properties:
        if not member.write_only:
            yield _Place(member.shape, member.required)


def _annotations(places: Sequence[_Place]) -> list[PythonType]:
    if not places:
        return []
    names = [f"p{number}" for number in range(len(places))]
    tree = ast.parse(
        _write(
            {
                "type": "object",
                "properties": {
                    name: _schema(one.shape) for name, one in zip(names, places, strict=True)
                },
                "required": [name for name, one in zip(names, places, strict=True) if one.required],
            }
        )
    )
    (written,) = (one for one in tree.body if isinstance(one, ast.ClassDef))
    return [_type(field.annotation) for field in written.body if isinstance(field, ast.AnnAssign)]


def _write(schema: dict[str, Any]) -> str:
    import datamodel_code_generator as dcg  # noqa: PLC0415  0.4 s that `--help` need not wait for
    from datamodel_code_generator.enums import DataModelType  # noqa: PLC0415  as above

    document = {
        "openapi": "3.1.0",
        "info": {"title": "clean", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Places": schema}},
    }
    return str(
        dcg.generate(
            document,
            input_file_type=dcg.InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=dcg.PythonVersion.PY_311,
            custom_class_name_generator=str,
            allow_remote_refs=False,
            disable_timestamp=True,
            enum_field_as_literal=dcg.LiteralType.All,
            formatters=[],
            strict_nullable=True,
            use_annotated=True,
            use_type_alias=True,
        )
    )


def _schema(shape: Shape) -> dict[str, Any]:
    match shape:
        case Array(items):
            return {"type": "array", "items": _schema(items)}
        case Dictionary(values):
            return {"type": "object", "additionalProperties": _schema(values)}
        case Union(variants):
            return {"anyOf": [_schema(variant) for variant in variants]}
        case Nullable(inner):
            return {"anyOf": [_schema(inner), {"type": "null"}]}
        case _:
            return _leaf(shape)


def _leaf(shape: Anything | Null | Scalar | Enumeration | Named) -> dict[str, Any]:
    match shape:
        case Anything():
            return {}
        case Null():
            return {"type": "null"}
        case Scalar(kind):
            return dict(_SCALARS[kind])
        case Enumeration(values):
            return {"enum": list(values)}
        case Named(name):
            return {"type": "object", "customTypePath": f"definitions.{_PREFIX}{name}"}


def _type(node: ast.expr) -> PythonType:
    """Return the type that an annotation of datamodel-code-generator says.

    Raises:
        KeyError: it has a form that this module does not know.
    """
    match node:
        case ast.Constant(str(quoted)):
            return _type(ast.parse(quoted, mode="eval").body)
        case ast.BinOp(left, ast.BitOr(), right):
            return union((_type(left), _type(right)))
        case ast.Subscript(ast.Name(name), arguments):
            several = arguments.elts if isinstance(arguments, ast.Tuple) else [arguments]
            return _subscripted(name, several)
        case ast.Name(name) if name.startswith(_PREFIX):
            return Reference("components", Identifier(name.removeprefix(_PREFIX)))
    name = ast.unparse(node)
    return _NAMES[_RENAMED.get(name, name)]


def _subscripted(name: str, arguments: Sequence[ast.expr]) -> PythonType:
    match name:
        case "Literal":
            return LiteralOf(tuple(map(ast.literal_eval, arguments)))
        case "Union":
            return union(map(_type, arguments))
        case "Annotated":  # `Annotated[None, Field(None)]`, of a property that is always null
            return _type(arguments[0])
        case "list" | "dict":
            return Generic(name, tuple(map(_type, arguments)))
    raise KeyError(name)
