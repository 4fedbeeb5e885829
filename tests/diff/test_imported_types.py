"""Changes of `[tool.opgen.types]` and of schemas that have a type of the app."""

import json

from support import imported_types

from generator.diagnostics import DiagnosticLog
from generator.diff.compare import compare
from generator.options import Options
from generator.planning import plan


def planned(folder, types):
    path = folder / "document.json"
    path.write_text(json.dumps(imported_types.document()))
    chosen = imported_types.entries(types)
    options = Options(spec=path, output=folder / "made", all=True, types=chosen)
    return plan(options, DiagnosticLog())


def changes(folder, old, new):
    before, after = (planned(folder, {"Sku": "a.B", **types}) for types in (old, new))
    return [(one.code, one.target.type, one.kind.name) for one in compare(before, after)]


def test_another_type(tmp_path):
    found = changes(tmp_path, {"Money": "decimal.Decimal"}, {"Money": "my_app.Money"})
    assert ("type-narrowed", "Money", "BREAKING") in found
    assert {one[1] for one in found} == {"Money"}


def test_the_first_type_of_an_object(tmp_path):
    sku = {"Sku": "a.B"}
    before, after = planned(tmp_path, sku), planned(tmp_path, sku | {"Point": "my_app.Point"})
    found = [one for one in compare(before, after) if one.code == "type-narrowed"]
    (message,) = [one.message for one in found if one.target.type == "Point"]
    assert message == "is now `my_app.Point` instead of a class of the package"


def test_the_same_types(tmp_path):
    assert changes(tmp_path, {"Money": "a.C"}, {"Money": "a.C"}) == []
