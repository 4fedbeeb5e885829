"""Names of functions from any operation IDs and paths."""

from __future__ import annotations

import json
import keyword
import re

from hypothesis import given
from hypothesis import strategies as st
from support.documents import document

from generator.diagnostics import DiagnosticLog
from generator.document.document import load
from generator.document.grouping import divide
from generator.document.operations import list_operations
from generator.document.resolve import Resolver
from generator.operations.operation_names import OperationNames

segments = st.sampled_from(
    ["api", "v1", "users", "user", "me", "import", "list", "{id}", "{a}.json"]
)
paths = st.lists(segments, max_size=4).map(lambda parts: "/" + "/".join(parts))
identities = st.none() | st.sampled_from(
    [
        "get",
        "getUser",
        "Users_GetUser",
        "users.list",
        "v1.users.list",
        "get_user_users_get",
        "_",
        "é",
    ]
)
operations = st.dictionaries(
    st.tuples(st.sampled_from(["get", "post", "put", "patch"]), paths), identities, max_size=8
)


@given(operations)
def test_every_name_is_usable_and_that_of_its_operation(tmp_path_factory, found):
    """In any order: an identifier that depends on the whole document only."""
    whole: dict[str, dict] = {}
    for (method, path), identity in found.items():
        whole.setdefault(path, {})[method] = {"operationId": identity} if identity else {}
    spec = tmp_path_factory.getbasetemp() / "names.json"

    def names(paths_in_order):
        spec.write_text(json.dumps(document({path: whole[path] for path in paths_in_order})))
        described = load(spec, DiagnosticLog())
        listed = list(list_operations(described, Resolver(DiagnosticLog())))
        divided = divide(listed, described)[0] if listed else []
        return OperationNames.of(divided, Resolver(DiagnosticLog())).functions({"list"})

    first = names(whole)
    assert names([*whole][::-1]) == first
    for name in first.values():
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not re.search(r"\{|\}|/", name)
