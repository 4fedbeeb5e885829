"""Names of the classes of inline schemas, where operation IDs are absent or made by a tool."""

import json

import pytest
from support.documents import STRING, document, operation, ref, thing

from generator.diagnostics import DiagnosticLog
from generator.name_history import NO_HISTORY
from generator.options import Options
from generator.planning import plan


def described(identity):
    found = operation(body=thing(x=thing(y=STRING)), reply=thing(z=STRING))
    del found["operationId"]
    return {**found, "operationId": identity} if identity else found


def planned(folder, paths, schemas=None, history=NO_HISTORY):
    spec = folder / "spec.json"
    spec.write_text(json.dumps(document(paths, schemas)))
    options = Options(spec=spec, output=folder / "client", all=True)
    return plan(options, DiagnosticLog(), history=history)


def classes(package):
    return {str(one) for one in package.definitions}


@pytest.mark.parametrize(
    ("path", "identity", "stem"),
    [
        ("/sendMessage", None, "SendMessage"),
        ("/api/v1/users/", "add_user_api_v1_users__post", "AddUser"),
        ("/v1/users/{id}", "postV1UsersId", "UpdateUser"),
        ("/v1/users", "Users_AddUser", "UsersAddUser"),
    ],
    ids=["absent", "fastapi", "method-and-path", "own"],
)
def test_what_names_of_classes_begin_with(tmp_path, path, identity, stem):
    made = planned(tmp_path, {path: {"post": described(identity)}})
    assert classes(made) == {f"{stem}Request", f"{stem}RequestX", f"{stem}Response"}


def test_a_new_schema_takes_no_name_of_an_earlier_class(tmp_path):
    paths = {"/users": {"post": described("add_user_users_post")}}
    before = planned(tmp_path, paths)
    other = operation(reply=ref("AddUserResponse"), name="other")
    more = {"/other": {"get": other}, **paths}
    later = planned(tmp_path, more, {"AddUserResponse": thing(a=STRING)}, before.history)
    assert later.operations[-1].name == "add_user"
    assert "z" in str(later.definitions["AddUserResponse"])
    assert classes(later) > classes(before)
