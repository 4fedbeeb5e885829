"""Run the README's example against a local server: `python -m tests.demo`, or `make demo`.

Each statement of the example is printed, with the requests that it sent and what it gave.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import os
import re
import sys
import warnings
from pathlib import Path

from .server import Recorded, Server, read

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 400


def main() -> int:
    """Run the first Python example that uses the generated package."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    example = next((block for block in blocks if "import openai_assistants" in block), None)
    if example is None:
        print("README.md has no Python example that imports openai_assistants")
        return 1
    sys.path.insert(0, str(ROOT / "generated"))
    warnings.simplefilter("ignore", DeprecationWarning)  # the service closes these operations
    document = read(ROOT / "specs/openai-assistants.yaml", ROOT / "specs/openai.overlay.yaml")
    with Server(document) as server:
        os.environ["OPENAI_BASE_URL"] = server.url
        print(f"A server for {document['info']['title']} at {server.url}")
        run(example.replace("sk-…", "sk-demo"), server)  # a key that a header can hold
        print(f"\n{len(server.requests)} requests, {len(server.rejected)} of them not valid")
        return 1 if server.rejected else 0


def run(example: str, server: Server) -> None:
    """Run statement by statement, in one namespace and one event loop."""
    names: dict[str, object] = {}
    with asyncio.Runner() as runner:
        for statement in ast.parse(example).body:
            print("\n" + "\n".join(shown(example, statement)))
            seen = len(server.requests)
            result = evaluated(statement, names, runner)
            for request in server.requests[seen:]:
                print(f"    {sent(request)}")
            if result is not None:
                print(f"    → {described(result)}")


def shown(example: str, statement: ast.stmt) -> list[str]:
    """The statement's lines, as at Python's prompt; comments at their ends included."""
    lines = example.splitlines()[statement.lineno - 1 : statement.end_lineno]
    return [f"{'...' if number else '>>>'} {line}" for number, line in enumerate(lines)]


def evaluated(statement: ast.stmt, names: dict[str, object], runner: asyncio.Runner) -> object:
    """Run one statement; the value of an expression or of an assignment is the result."""
    target = None
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        target = statement.targets[0].id
    tree: ast.Module | ast.Expression = ast.Module([statement], [])
    if isinstance(statement, ast.Expr):
        tree = ast.Expression(statement.value)
    mode = "eval" if isinstance(tree, ast.Expression) else "exec"
    code = compile(tree, "<the example>", mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result: object = eval(code, names)
    if inspect.iscoroutine(result):
        result = runner.run(result)
    return names[target] if target else result


def sent(request: Recorded) -> str:
    """A request in one line."""
    query = "&".join(f"{name}={value}" for name, value in request.query)
    address = f"{request.path}?{query}" if query else request.path
    return cut(f"{request.method} {address} {request.body.decode()}".strip())


def described(result: object) -> str:
    """A value in one line; a model as its JSON."""
    dump = getattr(result, "model_dump", None)
    if dump is None:
        return cut(repr(result))
    text = json.dumps(dump(mode="json"), ensure_ascii=False)
    return cut(f"{type(result).__name__} {text}")


def cut(text: str) -> str:
    """At most `WIDTH` characters of a text."""
    return text if len(text) <= WIDTH else f"{text[:WIDTH]}…"


if __name__ == "__main__":
    sys.exit(main())
