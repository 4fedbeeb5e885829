"""What an import costs: no HTTP library, and no model before one is used."""

from __future__ import annotations

import pytest
from support.packages import assistants_folder
from support.processes import python

HEAVY = ("httpx2", "pydantic", "anyio", "asyncio", "ssl")
BUILT = """
from openai_assistants import {name}, components
from openai_assistants._runtime.model import Model
built = [c.__name__ for c in vars(components).values()
         if isinstance(c, type) and issubclass(c, Model) and c is not Model
         and type(c.__pydantic_validator__).__name__ == "SchemaValidator"]
"""


def run(code: str) -> str:
    folder = assistants_folder().parent
    return python("-W", "ignore::DeprecationWarning", "-c", code, cwd=folder).stdout.strip()


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, openai_assistants; print(*sys.modules)"
    imported = set(run(code).split())
    assert imported.isdisjoint(HEAVY)
    assert [name for name in imported if name.startswith("openai_assistants.")] == []


def test_importing_an_operation_imports_no_http_library():
    code = "import sys; from openai_assistants import create_assistant; print(*sys.modules)"
    assert set(run(code).split()).isdisjoint({"httpx2", "anyio", "ssl"})


def test_no_model_is_built_before_one_is_used():
    assert run(BUILT.format(name="get_thread") + "print(built)") == "[]"
    use = 'components.ThreadObject.model_validate_json(\'{"id": "t", "object": "thread", '
    use += '"created_at": 1, "tool_resources": null, "metadata": null}\')\n'
    code = BUILT.format(name="get_thread").replace("built =", f"{use}built =")
    assert "ThreadObject" in run(code + "print(built)")
    assert "RunObject" not in run(code + "print(built)")


@pytest.mark.parametrize("name", ["create_run", "components", "configure", "Ok", "threads"])
def test_every_name_of_the_package_is_there(name):
    code = f"import openai_assistants as oa; print({name!r} in dir(oa), oa.{name})"
    assert run(code).startswith("True")


def test_a_name_that_is_not_there_says_so():
    code = "import openai_assistants as oa\ntry: oa.create_asistant\n"
    code += "except AttributeError as e: print(e)"
    assert run(code) == "module 'openai_assistants' has no attribute 'create_asistant'"
