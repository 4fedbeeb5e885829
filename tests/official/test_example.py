"""The app of `docs/examples/openai`, in both clients: the server and the reader see the same.

`render.test_checkers` checks its types with those of the whole package, which takes long.
"""

from __future__ import annotations

import os
import runpy
import sys
from typing import TYPE_CHECKING, Any

import pytest

from official.example import FOLDER, PAGE, built
from official.service import script

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from support.scripted_server import Asked, Server

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("shared")]

PRINTED = """\
Ask.
Then
rest.
flagged: [False]
Ask and rest.
tokens: 42
A day off: ['Ask Ada.', 'Rest.']
translated: ['0', '1']
"""


def seen(asked: Asked) -> tuple[Any, ...]:
    """Return what matters of a request."""
    kind = asked.headers.get("content-type", "").partition(";")[0]
    forms = sorted(asked.parts, key=str) if kind == "multipart/form-data" else None
    body = asked.json if kind == "application/json" and asked.body else forms
    if isinstance(body, dict):  # which the official client says of runs
        body = {name: value for name, value in body.items() if (name, value) != ("stream", False)}
    headers = {name: asked.headers.get(name) for name in ("authorization", "openai-beta")}
    return asked.method, asked.target, kind if asked.body else "", headers, body


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the assistants are deprecated
def test_both_apps_send_and_print_the_same(
    server: Server,
    whole_called: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setitem(sys.modules, "openai_client", whole_called)
    handbook = tmp_path / "handbook.md"
    handbook.write_text("# Days off\nAsk Ada.\n", encoding="utf-8")
    requests = {}
    for name in ("official", "ours"):
        server.asked.clear()
        server.say(*script())
        app = runpy.run_path(str(FOLDER / f"{name}.py"))
        app["main"](str(handbook), 0.001)
        assert capsys.readouterr().out == PRINTED
        assert server.replies == []
        requests[name] = [seen(one) for one in server.asked]
    assert requests["ours"] == requests["official"]


def test_the_page_shows_both_apps() -> None:
    """`OPGEN_WRITE_DOCS=1` writes them into the page instead of failing."""
    current = built()
    if os.environ.get("OPGEN_WRITE_DOCS"):
        PAGE.write_text(current, encoding="utf-8")
    else:
        assert PAGE.read_text(encoding="utf-8") == current
