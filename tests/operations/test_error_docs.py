"""The docstrings name each error that the document declares."""

import inspect

from support.documents import document
from support.schema_packages import generated

DECLARED = {
    "400": "BadRequestError: Wrong.",
    "402": "PaymentRequiredError: Wrong.",
    "418": "APIStatusError (418): Wrong.",
    "499": "APIStatusError (499): Wrong.",
    "4XX": "APIStatusError (4XX): Wrong.",
    "500": "InternalServerError: Wrong.",
    "503": "InternalServerError (503): Wrong.",
    "5XX": "InternalServerError (5XX): Wrong.",
    "default": "APIStatusError: Wrong.",
}


def operation(name, *statuses, success="200", text="Wrong."):
    responses = {status: {"description": text} for status in statuses}
    if success:
        responses[success] = {"description": "ok"}
    return {"operationId": name, "responses": responses}


def raised(function):
    doc = inspect.getdoc(function) or ""
    return [line.strip() for line in doc.partition("\nRaises:\n")[2].splitlines()]


def test_all_declared_errors_are_named(tmp_path):
    package = generated(tmp_path, document({"/x": {"get": operation("get", *DECLARED)}}))
    assert sorted(raised(package.get)) == sorted(DECLARED.values())


def test_a_default_without_a_success_is_none(tmp_path):
    get = operation("get", "404", "default", success=None)
    package = generated(tmp_path, document({"/x": {"get": get}}))
    assert raised(package.get) == ["NotFoundError: Wrong."]


def test_errors_of_a_whole_group_are_named_once(tmp_path):
    paths = {"/x": {name: operation(name, "4XX", "default") for name in ("get", "put")}}
    package = generated(tmp_path, document(paths))
    assert raised(package.get) == []
    assert "    APIStatusError (4XX): Wrong.\n    APIStatusError: Wrong." in package.x.__doc__


def test_an_error_without_a_description(tmp_path):
    get = operation("get", "404", "default", text="")
    package = generated(tmp_path, document({"/x": {"get": get}}))
    assert raised(package.get) == [
        "NotFoundError: Status 404.",
        "APIStatusError: Any other status.",
    ]
