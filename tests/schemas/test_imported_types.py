"""`[tool.opgen.types]`: which schemas have a type of the app, and what is wrong with an entry."""

import pytest
from support import imported_types
from support.packages import make

from generator.diagnostics import DiagnosticLog, Location, OpgenError
from generator.options import Entry


def made(tmp_path, types, log=None, **options):
    entries = tuple(
        Entry(key, value, Location("pyproject.toml", 7, 1)) for key, value in types.items()
    )
    return make(tmp_path / "shop", imported_types.document(), log, types=entries, **options)


def module(generated, direction):
    """The source of all modules of a direction."""
    files = generated.files
    return "".join(files[path].decode() for path in sorted(files) if path.startswith(direction))


def components(tmp_path, types):
    return module(made(tmp_path, types), "components")


def test_the_schema_is_not_generated(tmp_path):
    text = components(tmp_path, {"Point": "geometry.Point"})
    assert "class Point" not in text
    assert "    from geometry import Point as Point\n" in text
    assert "    where: Point | None = None\n" in text
    assert "class Point" not in module(made(tmp_path, {"Point": "geometry.Point"}), "params")


def test_a_name_that_is_taken(tmp_path):
    text = components(tmp_path, {"#/components/schemas/Order/properties/rate": "shop.Point"})
    assert "class Point(Model):" in text
    assert "    PointNumber: TypeAlias = _PointNumber\n" in text
    assert "    rate: PointNumber | None = None\n" in text


def test_one_name_for_all_schemas_of_a_type(tmp_path):
    types = {"format:decimal": "decimal.Decimal", "Money": "decimal.Decimal"}
    text = components(tmp_path, types)
    assert "    price: Money | None = None\n" in text
    assert "    weight: DecimalNumber | None = None\n" in text
    assert "    tax: Decimal | None = None\n" in text


def test_constants_keep_their_type(tmp_path):
    document = imported_types.document()
    members = document["components"]["schemas"]["Order"]["properties"]
    members["tax"] |= {"enum": ["1", "2"]}
    members["at"] = {"type": "string", "format": "date-time"}
    types = imported_types.entries(
        {"format:decimal": "a.B", "format:date-time": "whenever.Instant"}
    )
    text = module(make(tmp_path / "shop", document, types=types), "components")
    assert 'tax: Literal["1", "2"] | None' in text
    assert "at: Instant | None" in text
    assert "weight: BNumber | None" in text


def test_a_package_without_such_types_has_no_code_for_them(tmp_path):
    assert "_runtime/imported_types.py" not in made(tmp_path, {}).files
    assert "_runtime/imported_types.py" in made(tmp_path, {"Sku": "a.B"}).files


def test_the_lock_records_the_types(tmp_path):
    one, other = (made(tmp_path, {"Sku": name}).files["opgen.lock"] for name in ("a.B", "a.C"))
    assert b'"Sku": "a.B"' in one
    assert one != other


@pytest.mark.parametrize(
    ("types", "message", "advice"),
    [
        ({"Money": "Money"}, "not the import path", "my_app.money.Money"),
        ({"Money": "a b.C"}, "not the import path", "my_app.money.Money"),
        ({"Money": "a.class.C"}, "not the import path", "my_app.money.Money"),
        ({"Money": "a.B\nimport os"}, "not the import path", "my_app"),
        ({"Money": ".params.C"}, "that opgen writes", 'write ".custom.C"'),
        ({"format:binary": "a.B"}, "is bytes or a file", "remove the key"),
    ],
)
def test_wrong_types(tmp_path, types, message, advice):
    with pytest.raises(OpgenError) as caught:
        made(tmp_path, types)
    (one,) = caught.value.diagnostics
    assert (one.code, one.location.line) == ("invalid-setting", 7)
    assert message in one.message
    assert advice in one.help


def test_entries_without_effect(tmp_path):
    log = DiagnosticLog()
    made(tmp_path, {"format:nothing": "a.B", "Sku": "a.B"}, log)
    (one,) = log.diagnostics
    assert (one.code, one.location.line) == ("type-without-effect", 7)
    assert "'format:nothing'" in one.message


@pytest.mark.parametrize(
    ("types", "message", "advice"),
    [
        ({"Mony": "a.B"}, "no schema 'Mony'", "did you mean 'Money'?"),
        (
            {"Order.price": "a.B"},
            "no schema 'Order.price'",
            'write the pointer of a property: "#/components/schemas/Order/properties/price"',
        ),
        ({"#/nowhere": "a.B"}, "no schema '#/nowhere'", "component schema"),
    ],
)
def test_schemas_that_the_document_does_not_have(tmp_path, types, message, advice):
    log = DiagnosticLog()
    made(tmp_path, types, log)
    (one,) = log.diagnostics
    assert (one.code, one.location.line) == ("unknown-schema", 7)
    assert message in one.message
    assert advice in one.help


def test_the_name_of_the_place_of_own_code_is_not_given_to_others(tmp_path):
    document = imported_types.document()
    document["paths"]["/orders"]["get"] |= {"tags": ["custom"], "operationId": "custom"}
    package = make(tmp_path / "shop", document).package
    assert "custom" not in {group.name for group in package.groups}
    assert "custom" not in {one.name for one in package.operations}
    assert "custom.py" not in make(tmp_path / "shop", document).files
