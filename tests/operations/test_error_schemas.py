"""The bodies of errors have types: one for the whole API, or one for each status."""

import copy
import inspect
import pickle
import sys
import warnings

import pytest
from support.caller import HTTP
from support.documents import STRING, document, json, ref, thing
from support.packages import imported
from support.scripted_server import Say, Server, typed

CARD = thing(type=STRING, message=STRING, decline_code=STRING)
FAULT = {**thing(error=ref("Card")), "required": ["error"]}
DECLINED = {"error": {"type": "card_error", "message": "No funds.", "decline_code": "no_funds"}}
MISSING = {**thing(missing=STRING, message=STRING), "required": ["missing"]}
LIMIT = {**thing(wait={"type": "integer"}), "required": ["wait"]}
SCHEMAS = {"Card": CARD, "Fault": FAULT, "Missing": MISSING, "Limit": LIMIT}


def error(schema, media_type="application/json"):
    return {"description": "wrong", "content": {media_type: {"schema": schema}}}


def operation(name, errors, reply=STRING):
    responses = {"200": {"description": "ok", "content": json(reply)}}
    responses |= {status: error(schema) for status, schema in errors.items()}
    return {"operationId": name, "responses": responses}


def made(folder, *operations, schemas=SCHEMAS):
    """The package of these operations, each with a path of its own."""
    paths = {f"/{one['operationId']}": {"get": one} for one in operations}
    return imported(folder / "client", document(paths, schemas))


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture(scope="module")
def one_type(tmp_path_factory):
    """A package with one type for all errors."""
    folder = tmp_path_factory.mktemp("one_type")
    return made(folder, operation("get", {"default": ref("Fault")}))


def failure(package, server, said, name="get"):
    """The error of a call."""
    server.say(said)
    with package.Client(base_url=server.url, max_retries=0, http_client=HTTP) as client:
        function = getattr(package, name).using(client)
        result = function.attempt()
    assert isinstance(result, package.Err)
    return result.error


def test_one_schema_is_the_type_of_every_error(one_type, server):
    for status, kind in [(402, one_type.PaymentRequiredError), (418, one_type.APIStatusError)]:
        caught = failure(one_type, server, Say(status, DECLINED))
        assert type(caught) is kind
        assert type(caught.data) is one_type.components.Fault
        assert caught.data.error.decline_code == "no_funds"
        assert caught.data is caught.data
        assert (caught.reason, caught.body) == ("No funds.", DECLINED)
        assert isinstance(
            caught, sys.modules[f"{one_type.__name__}._runtime.errors"].APIStatusError
        )


def test_a_type_for_each_status(tmp_path, server):
    errors = {"404": ref("Missing"), "4XX": ref("Limit"), "default": ref("Fault")}
    package = made(tmp_path, operation("get", errors), operation("other", {"503": ref("Limit")}))
    bodies = [
        (404, {"missing": "x"}, "Missing"),
        (429, {"wait": 3}, "Limit"),
        (418, {"wait": 3}, "Limit"),
        (500, DECLINED, "Fault"),
        (503, {"wait": 3}, "Limit"),
    ]
    for status, body, name in bodies:
        caught = failure(package, server, Say(status, body))
        assert type(caught.data) is getattr(package.components, name), status


@pytest.mark.parametrize(
    "said",
    [
        Say(500, b"<html><title>No</title></html>"),
        Say(500, b""),
        Say(500, {"upstream": "down"}),
        Say(500, {"error": "no such key"}),
        Say(500, {"error": ["a", "b"]}),
        Say(500, ["a"]),
        Say(500, None),
        typed("text/plain", b"no"),
    ],
    ids=str,
)
def test_no_data_of_another_body(one_type, server, said):
    said.status = 500
    caught = failure(one_type, server, said)
    assert type(caught) is one_type.InternalServerError
    assert caught.data is None
    assert caught.reason


def test_a_body_that_differs_is_read_as_far_as_it_fits(one_type, server):
    """Without a warning: an error is reported already."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        caught = failure(one_type, server, Say(400, {"error": {"decline_code": 7}, "more": 1}))
        assert caught.data.error.decline_code == 7
        assert caught.data.more == 1


def test_a_new_constant_keeps_the_type(tmp_path, server):
    """But not a list for a text, as of FastAPI: its errors have two forms, and declare one."""
    listed = {"type": "array", "items": thing(msg=STRING)}
    schemas = {"Invalid": thing(detail=listed, any={}, **INLINE["properties"])}
    get = operation("get", {"422": ref("Invalid")})
    package = made(tmp_path, get, schemas=schemas)
    caught = failure(package, server, Say(422, {"detail": [{"msg": 1}], "any": [1], "code": "new"}))
    assert (caught.data.code, caught.data.any, caught.data.detail[0].msg) == ("new", [1], 1)
    caught = failure(package, server, Say(404, {"detail": "No such note"}))
    assert (caught.data, caught.reason) == (None, "No such note")


def test_errors_are_pickled_and_copied(one_type, server):
    caught = failure(one_type, server, Say(404, DECLINED))
    for _ in range(2):  # before and after the body is read
        for again in (pickle.loads(pickle.dumps(caught)), copy.copy(caught)):
            assert type(again) is one_type.NotFoundError
            assert (str(again), again.data) == (str(caught), caught.data)
            assert again.headers["x-request-id"] == "req_1"


def test_a_package_without_error_schemas_has_no_module_for_them(tmp_path):
    package = made(tmp_path, operation("get", {}))
    assert not (tmp_path / "client/_errors.py").exists()
    assert package.NotFoundError.__module__.endswith("_runtime.errors")


INLINE = {"type": "object", "properties": {"code": {"enum": ["a", "b"]}, "why": STRING}}


def names(package):
    found = {one for one in dir(package.components) if one[0].isupper()}
    return found - {"Literal", "Model"}


def test_equal_inline_schemas_are_one_class(tmp_path, server):
    operations = [operation(name, {"400": INLINE, "500": INLINE}) for name in ("get", "put", "do")]
    package = made(tmp_path, *operations)
    assert {one for one in names(package) if "Error" in one} == {"ErrorBody"}
    assert failure(package, server, Say(500, {"code": "a"}), "put").data.code == "a"


def test_an_inline_schema_is_named_after_its_status(tmp_path):
    errors = {
        "404": INLINE,
        "418": thing(a=STRING),
        "5XX": thing(b=STRING),
        "default": thing(c=STRING),
    }
    package = made(tmp_path, operation("get", errors))
    found = {one for one in names(package) if "Error" in one}
    of_statuses = {"NotFoundErrorBody", "Status418ErrorBody", "ServerErrorBody", "ErrorBody"}
    assert found == {*of_statuses, "AnyErrorBody"}


def test_many_schemas_have_an_alias(tmp_path, server):
    """One for any error, and one for each status with many."""
    several = [operation(f"get_{n}", {"404": thing(**{f"a{n}": STRING})}) for n in range(4)]
    package = made(tmp_path, *several, operation("get", {"404": INLINE, "default": ref("Fault")}))
    types = {
        "APIStatusError": "components.AnyErrorBody",
        "NotFoundError": "components.AnyNotFoundErrorBody",
        "GoneError": "components.Fault",
    }
    for name, kind in types.items():
        returned = inspect.get_annotations(getattr(package, name).data.fget)["return"]
        assert returned == f"{kind} | None"
    for status, body, kind in [(404, {"a2": "x"}, "Get2"), (410, DECLINED, "Fault")]:
        caught = failure(package, server, Say(status, body))
        assert type(caught.data).__name__.startswith(kind)


def test_inline_schemas_that_differ_are_named_after_their_operations(tmp_path, server):
    """What several operations have keeps the plain name, in any order."""
    own = {name: operation(name, {"404": thing(**{name: STRING})}) for name in ("a", "b")}
    both = [operation(name, {"404": INLINE}) for name in ("c", "d")]
    package = made(tmp_path, own["a"], *both, own["b"])
    expected = {"ANotFoundErrorBody", "BNotFoundErrorBody", "NotFoundErrorBody"}
    assert {one for one in names(package) if "Error" in one} == expected
    assert failure(package, server, Say(404, {"code": "a"}), "c").data.code == "a"
    assert failure(package, server, Say(404, {"b": "x"}), "b").data.b == "x"


def test_other_names_do_not_depend_on_errors(tmp_path):
    """The same with errors whose schemas would take the names, or share an alias with one."""
    reply = thing(get=thing(mode=INLINE["properties"]["code"]), error_body=thing(x=STRING))
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
    plain = made(tmp_path / "a", operation("get", {}, reply))
    typed_too = made(tmp_path / "b", operation("get", {"404": thing(get=INLINE)}, reply))
    assert names(plain) < names(typed_too)


def test_a_model_is_no_argument_because_an_error_has_it(tmp_path):
    body = {"required": True, "content": json(thing(missing=ref("Missing")))}
    packages = []
    for number, errors in enumerate([{}, {"404": ref("Missing")}]):
        (tmp_path / str(number)).mkdir()
        made_one = made(tmp_path / str(number), {**operation("get", errors), "requestBody": body})
        packages.append((made_one.get.__module__, str(made_one.get._describe.__annotations__)))
    assert packages[0][1] == packages[1][1]


def test_errors_move_no_type_of_a_group(tmp_path):
    """A type that only errors have is in a module that no other imports."""
    card = operation("card", {"default": ref("Fault")}, ref("Card"))
    package = made(tmp_path, card, operation("missing", {}, ref("Missing")))
    places = {name: getattr(package.components, name).__module__ for name in ("Card", "Fault")}
    assert {name: one.rpartition(".")[2] for name, one in places.items()} == {
        "Card": "card",
        "Fault": "errors",
    }


def test_only_json_has_a_type(tmp_path):
    responses = {
        "200": {"description": "ok"},
        "400": error(ref("Fault"), "application/xml"),
        "401": error(STRING, "text/plain"),
        "403": {"description": "no content"},
        "404": error({}),
        "409": error(ref("Missing"), "application/problem+json"),
    }
    package = made(tmp_path, {"operationId": "get", "responses": responses})
    assert names(package) == {"Missing"}


def test_references_and_nullable_errors(tmp_path, server):
    get = operation("get", {"404": {"anyOf": [ref("Missing"), {"type": "null"}]}})
    get["responses"]["429"] = {"$ref": "#/components/responses/Slow"}
    components = {"schemas": SCHEMAS, "responses": {"Slow": error(ref("Limit"))}}
    package = imported(tmp_path / "client", document({"/get": {"get": get}}, components=components))
    assert failure(package, server, Say(404, {"missing": "x"})).data.missing == "x"
    assert failure(package, server, Say(404, None)).data is None
    assert failure(package, server, Say(429, {"wait": 9})).data.wait == 9


def test_bodies_that_are_no_objects(tmp_path, server):
    several = {"type": "array", "items": ref("Missing")}
    errors = {
        "400": {"type": "string", "enum": ["a", "b"]},
        "401": {"type": "string", "format": "date-time"},
        "404": several,
        "409": {"type": "object", "additionalProperties": ref("Limit")},
    }
    package = made(tmp_path, operation("get", errors))
    bodies = {
        400: "a",
        401: "2026-01-02T03:04:05Z",
        404: [{"missing": "x"}],
        409: {"k": {"wait": 1}},
    }
    found = {
        status: failure(package, server, Say(status, body)).data for status, body in bodies.items()
    }
    assert found[400] == "a"
    assert found[401].year == 2026
    assert found[404][0].missing == "x"
    assert found[409]["k"].wait == 1
    assert failure(package, server, Say(400, "c")).data is None
    assert failure(package, server, Say(404, {"missing": "x"})).data is None
