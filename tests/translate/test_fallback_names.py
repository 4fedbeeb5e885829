"""Names that opgen makes up are counted, for the table of the corpus."""

from support.documents import STRING, document, operation, thing
from support.fallback_names import fallback_arguments
from support.packages import make


def query(name):
    return {"name": name, "in": "query", "schema": STRING}


def test_arguments_with_names_of_opgen(tmp_path):
    paths = {
        "/a": {"get": operation(query("1st"), query("page"), query("\u0301"), name="a")},
        "/b": {"post": operation(body={"type": "array", "items": STRING}, name="b")},
        "/c": {"post": operation(body=thing(body=STRING), name="c")},
    }
    package = make(tmp_path / "client", document(paths)).package
    assert fallback_arguments(package) == ["a.n_1st", "a.unnamed", "b.body"]
