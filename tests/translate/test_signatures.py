"""The functions of the real documents, against the facts of ex_openai's documentation."""

from __future__ import annotations

import inspect
import pydoc

import pytest
from support.packages import GROUPS, assistants, imported

OPTIONS = (
    "name", "description", "instructions", "reasoning_effort", "tools", "tool_resources",
    "metadata", "temperature", "top_p", "response_format",
)  # fmt: skip
EVERY = ("openai_api_key", "openai_organization_key", "base_url", "options")
# Operations by date, of the groups assistants and threads; five and eighteen since 2024-06.
COUNTS = {
    "2023-11-07": (9, 19), "2024-04-18": (5, 17), "2024-06-17": (5, 18), "2024-12-05": (5, 18),
    "2025-03-22": (5, 18), "2026-05-13": (5, 18), "2026-08-14": (5, 18), "2026-08-21": (5, 18),
}  # fmt: skip
FIVE = {
    "create_assistant": (("model",), (*OPTIONS, "stream_to"), "AssistantObject"),
    "list_assistants": (
        (), ("limit", "order", "after", "before", "stream_to"), "ListAssistantsResponse",
    ),
    "get_assistant": (("assistant_id",), (), "AssistantObject"),
    "modify_assistant": (
        ("assistant_id",),
        ("model", "reasoning_effort", *OPTIONS[:3], *OPTIONS[4:], "stream_to"),
        "AssistantObject",
    ),
    "delete_assistant": (("assistant_id",), (), "DeleteAssistantResponse"),
}  # fmt: skip


def names(function, *kinds):
    parameters = inspect.signature(function).parameters.values()
    return tuple(one.name for one in parameters if one.kind in kinds)


def positional(function):
    return names(function, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def keywords(function):
    return names(function, inspect.Parameter.KEYWORD_ONLY)


def operations(module):
    defined = vars(module).values()
    return [one for one in defined if getattr(one, "__module__", "") == module.__name__]


def check_five(module):
    for name, (required, optional, returns) in FIVE.items():
        operation = getattr(module, name)
        assert positional(operation) == required
        assert keywords(operation) == (*optional, *EVERY)
        annotation = inspect.signature(operation).return_annotation
        assert f"components.{returns}" in annotation


@pytest.mark.corpus
def test_the_five_functions_are_as_ex_openai_has_them(shared, tmp_path):
    spec = shared / "specs/openai/2026-08-21.yaml"
    package = imported(tmp_path / "openai_assistants", spec, groups=("assistants",))
    check_five(package.assistants)
    model = inspect.signature(package.create_assistant).parameters["model"]
    assert model.annotation == "components.AssistantSupportedModels | str"


def test_the_five_functions_of_our_own_document_are_the_same():
    check_five(assistants().assistants)


@pytest.mark.corpus
@pytest.mark.parametrize("date", COUNTS)
def test_every_date_gives_every_operation(shared, tmp_path, date):
    spec = shared / f"specs/openai/{date}.yaml"
    package = imported(tmp_path / "openai_assistants", spec, groups=GROUPS)
    found = (len(operations(package.assistants)), len(operations(package.threads)))
    assert found == COUNTS[date]


@pytest.mark.corpus
def test_the_dates_are_all_there(shared):
    found = {path.stem for path in (shared / "specs/openai").glob("*.yaml")}
    assert found == COUNTS.keys()


def test_the_documentation_carries_what_ex_openai_has():
    text = assistants().create_assistant.__doc__
    for part in (
        "Endpoint: `POST https://api.openai.com/v1/assistants`",
        "Example: `",
        "https://platform.openai.com/docs/",
    ):
        assert part in text
    reference = "API reference: https://platform.openai.com/docs/api-reference/assistants"
    assert reference in assistants().assistants.__doc__
    entries = [line.strip().partition(":")[0] for line in text.splitlines() if ":" in line]
    shared = ("base_url", "options")
    for name in ("model", *OPTIONS, "stream_to", *EVERY):
        assert (name in entries) == (name not in shared)
        assert (f"\n    {name}: " in assistants().assistants.__doc__) == (name in shared)


@pytest.mark.parametrize(
    ("documented", "expected"),
    [
        ({"summary": "One.", "description": "More."}, "One.\n\nEndpoint: `GET /x`\n\nMore."),
        ({"description": "More."}, "More.\n\nEndpoint: `GET /x`"),
        ({"summary": "One.", "description": "One."}, "One.\n\nEndpoint: `GET /x`"),
        ({}, "Send `GET /x`."),
    ],
)
def test_documentation_says_nothing_twice(tmp_path, documented, expected):
    operation = {
        "operationId": "look",
        **documented,
        "responses": {"204": {"description": "Done."}},
    }
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    package = imported(tmp_path / "client", document | {"paths": {"/x": {"get": operation}}})
    assert inspect.getdoc(package.look) == expected


def test_help_and_signature_show_the_function():
    operation = assistants().create_assistant
    shown = pydoc.render_doc(operation, renderer=pydoc.plaintext)
    assert "create_assistant(model: 'components.AssistantSupportedModels | str', *" in shown
    assert "Endpoint: `POST" in shown
    assert operation.__name__ == "create_assistant"
    assert next(iter(inspect.signature(operation, eval_str=True).parameters)) == "model"


def test_the_module_of_a_group_stays_readable():
    lines = inspect.getsource(assistants().assistants).splitlines()
    assert len(lines) <= 450


def test_a_path_item_describes_its_operations_without_a_text(tmp_path):
    item = {"summary": "Notes of a user.", "description": "At length.", "get": {}, "post": {}}
    item["post"] = {"summary": "Make a note."}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/n": item}}
    package = imported(tmp_path / "client", document)
    assert inspect.cleandoc(package.get_n.__doc__).startswith("Notes of a user.\n\nEndpoint")
    assert "At length." in package.get_n.__doc__
    assert inspect.cleandoc(package.post_n.__doc__).startswith("Make a note.\n\nEndpoint")
    assert "At length." not in package.post_n.__doc__
