"""Pydantic annotations through datamodel-code-generator; the only module that knows it.

Its input is a clean document of one object, built from shapes alone: a property for each shape
that is annotated anywhere. Of the user's document it holds enumeration values only. Its output is
parsed once, here, and only the types of annotations are taken from it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final, get_args

from generator import python_types as py
from generator.naming import Identifier
from generator.schemas import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.python_types import PythonType
    from generator.schemas.shapes import Shape

_TOGETHER: Final = 200
# An attribute may be called `date`: its own name would hide the type from its annotation.
_RENAMED: Final = {"Any": "JsonValue", "date": "Date", "date_aliased": "Date"}
_NAMES: Final = {name: py.Name(name) for name in get_args(py.TypeName)}
# Definitions are types of another place, with names that no import has.
_PREFIX: Final = "Our_"
_TUPLE: Final = "Tuple_"  # no definition has an underscore within its name
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


def annotate(places: Iterable[tuple[Shape, bool]]) -> dict[tuple[Shape, bool], PythonType]:
    """Return the annotation of each shape; one whose value is not required can be None."""
    distinct = list(dict.fromkeys(places))
    types: dict[tuple[Shape, bool], PythonType] = {}
    # datamodel-code-generator takes four times as long for twice as many.
    for start in range(0, len(distinct), _TOGETHER):
        types |= _annotate(distinct[start : start + _TOGETHER])
    return types


def _annotate(places: Sequence[tuple[Shape, bool]]) -> dict[tuple[Shape, bool], PythonType]:
    asked = {f"p{number}": place for number, place in enumerate(places)}
    tuples = _tuples(shape for shape, _ in asked.values())
    schema = {
        "type": "object",
        "properties": {name: _schema(shape, tuples) for name, (shape, _) in asked.items()},
        "required": [name for name, (_, is_required) in asked.items() if is_required],
    }
    (class_def,) = (one for one in ast.parse(_write(schema)).body if isinstance(one, ast.ClassDef))
    fields = (field for field in class_def.body if isinstance(field, ast.AnnAssign))
    types = {
        place: _type(field.annotation) for place, field in zip(asked.values(), fields, strict=True)
    }
    return _with_tuples(types, tuples) if tuples else types


def _tuples(places: Iterable[Shape]) -> dict[shapes.Tuple, Identifier]:
    """Return a name for each tuple: datamodel-code-generator need not know what is in it."""
    inside = (part for shape in places for part in shapes.parts(shape))
    found = dict.fromkeys(part for part in inside if isinstance(part, shapes.Tuple))
    return {one: Identifier(f"{_TUPLE}{number}") for number, one in enumerate(found)}


def _with_tuples(
    types: Mapping[tuple[Shape, bool], PythonType], tuples: Mapping[shapes.Tuple, Identifier]
) -> dict[tuple[Shape, bool], PythonType]:
    """Return the types with what the names of tuples mean."""
    items = annotate((item, True) for one in tuples for item in one.items)
    meanings: dict[PythonType, PythonType] = {
        py.Reference("components", name): py.Generic(
            "tuple", tuple(items[item, True] for item in one.items)
        )
        for one, name in tuples.items()
    }
    return {place: py.replaced(one, meanings) for place, one in types.items()}


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


def _schema(shape: Shape, tuples: Mapping[shapes.Tuple, Identifier]) -> dict[str, Any]:
    match shape:
        case shapes.Array(items):
            return {"type": "array", "items": _schema(items, tuples)}
        case shapes.Tuple():
            return _leaf(shapes.Named(tuples[shape]))
        case shapes.Dictionary(values):
            return {"type": "object", "additionalProperties": _schema(values, tuples)}
        case shapes.Union():
            return {"anyOf": [_schema(variant, tuples) for variant in _variants(shape)]}
        case shapes.Nullable(inner):
            return {"anyOf": [_schema(inner, tuples), {"type": "null"}]}
        case _:
            return _leaf(shape)


def _variants(shape: Shape) -> Iterator[Shape]:
    """Yield the variants of a union and of those in it, which may be nested deeply."""
    if not isinstance(shape, shapes.Union):
        yield shape
        return
    for one in shape.variants:
        yield from _variants(one)


def _leaf(
    shape: shapes.Anything
    | shapes.Null
    | shapes.Scalar
    | shapes.Enumeration
    | shapes.Named
    | shapes.Imported,
) -> dict[str, Any]:
    match shape:
        case shapes.Anything() | shapes.Imported():  # a type of the app is declared elsewhere
            return {}
        case shapes.Null():
            return {"type": "null"}
        case shapes.Scalar(kind):
            return dict(_SCALARS[kind])
        case shapes.Enumeration(values):
            return {"enum": list(values)}
        case shapes.Named(name):
            return {"type": "object", "customTypePath": f"definitions.{_PREFIX}{name}"}


def _type(node: ast.expr) -> PythonType:
    """Return the type that an annotation of datamodel-code-generator says.

    Raises:
        KeyError: it has a form that this module does not know.
    """
    match node:
        case ast.Constant(str(quoted)):
            return _type(ast.parse(quoted, mode="eval").body)
        case ast.BinOp(_, ast.BitOr(), _):
            return py.union(map(_type, _operands(node)))
        case ast.Subscript(ast.Name(name), arguments):
            several = arguments.elts if isinstance(arguments, ast.Tuple) else [arguments]
            return _subscripted(name, several)
        case ast.Name(name) if name.startswith(_PREFIX):
            return py.Reference("components", Identifier(name.removeprefix(_PREFIX)))
    name = ast.unparse(node)
    return _NAMES[_RENAMED.get(name, name)]


def _operands(node: ast.expr) -> list[ast.expr]:
    """Return the options of `A | B | C`, which is `(A | B) | C`."""
    operands: list[ast.expr] = []
    while isinstance(node, ast.BinOp):
        operands.append(node.right)
        node = node.left
    return [node, *reversed(operands)]


def _subscripted(name: str, arguments: Sequence[ast.expr]) -> PythonType:
    match name:
        case "Literal":
            return py.LiteralOf(tuple(map(ast.literal_eval, arguments)))
        case "Union":
            return py.union(map(_type, arguments))
        case "Annotated":  # `Annotated[None, Field(None)]`, of a property that is always null
            return _type(arguments[0])
        case "list" | "dict":
            return py.Generic(name, tuple(map(_type, arguments)))
    raise KeyError(name)
