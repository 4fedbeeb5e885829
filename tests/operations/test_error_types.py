"""Strict type checkers judge an app that reads the bodies of errors, without a cast."""

import pytest
from support.checkers import mypy, pyright
from support.documents import STRING, document, ref, thing
from support.packages import make

APP = """
from typing import assert_type

import by_status as bs
import one_type as ot
from by_status import components as their
from one_type import components


def decline_code() -> str | None:
    try:
        ot.pay()
    except ot.PaymentRequiredError as error:
        assert_type(error.data, components.Fault | None)
        return error.data.error.decline_code if error.data else error.reason
    except ot.APIStatusError as error:
        assert_type(error.data, components.Fault | None)
    return None


def attempted() -> str:
    match bs.get_note.attempt():
        case bs.Ok(note):
            return note
        case bs.Err(bs.NotFoundError() as error):
            assert_type(error.data, their.Missing | None)
            return error.data.missing if error.data else str(error.status)
        case bs.Err(bs.APIStatusError(data=their.Limit() as limit)):
            return str(limit.wait)
        case bs.Err(bs.RateLimitError() as error):
            assert_type(error.data, their.Limit | None)
            return error.reason
        case bs.Err(bs.InternalServerError() as error):
            assert_type(error.data, their.Missing | their.Limit | their.Fault | None)
            return error.reason
        case bs.Err(error):
            return error.reason


ot.get_note()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
"""
PROJECT = ("app.py", "by_status", "one_type", "several")
SCHEMAS = {
    "Fault": {**thing(error=ref("Card")), "required": ["error"]},
    "Card": thing(decline_code=STRING),
    "Missing": {**thing(missing=STRING), "required": ["missing"]},
    "Limit": {**thing(wait={"type": "integer"}), "required": ["wait"]},
}


def operation(name, **errors):
    responses = {"200": {"description": "ok", "content": content(STRING)}}
    described = {key.strip("_"): {"description": "", "content": content(one)}
                 for key, one in errors.items()}  # fmt: skip
    return {"get": {"operationId": name, "responses": {**responses, **described}}}


def content(schema):
    return {"application/json": {"schema": schema}}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("typed_errors")
    make(folder / "one_type", document({"/pay": operation("pay", default=ref("Fault"))}, SCHEMAS))
    missing, limit, fault = map(ref, ("Missing", "Limit", "Fault"))
    by_status = {"_404": missing, "_4XX": limit, "_503": missing, "_500": limit}
    paths = {"/note": operation("get_note", **by_status, default=fault)}
    make(folder / "by_status", document(paths, SCHEMAS))
    anything = {"type": "object", "additionalProperties": True}
    several = {"_404": missing, "_410": anything, "_429": limit, "default": fault}
    make(folder / "several", document({"/note": operation("get_note", **several)}, SCHEMAS))
    (folder / "app.py").write_text(APP)
    return folder


@pytest.mark.external
def test_mypy_is_content(project):
    targets = [project / name for name in PROJECT]
    assert mypy(targets, "3.11", project).startswith("Success")


@pytest.mark.external
def test_pyright_is_content(project):
    assert pyright(PROJECT, "3.11", project) == []
