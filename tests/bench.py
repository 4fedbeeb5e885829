"""The speed figures, as ratios within one run (`make bench`).

Each pair is measured in turn, A B A B …, and the medians are compared, so that a machine whose
speed drifts does not decide. Exit code 1 when a ratio is over its limit.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("OPGEN_SHARED", ROOT.parent / "shared"))
DOCUMENT = SHARED / "specs/openai/2026-08-21.yaml"
BIN = Path(sys.executable).parent
ASSISTANT = {
    "id": "asst_1",
    "object": "assistant",
    "created_at": 1,
    "name": "Math Tutor",
    "description": None,
    "model": "gpt-4o",
    "instructions": "You are a tutor.",
    "tools": [{"type": "code_interpreter"}],
    "metadata": {},
    "top_p": 1.0,
    "temperature": 1.0,
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """One claim: `ours` takes at most `limit` of what `theirs` takes."""

    name: str
    ours: float
    theirs: float
    limit: float

    @property
    def value(self) -> float:
        return self.ours / self.theirs

    def __str__(self) -> str:
        verdict = "ok" if self.value <= self.limit else "TOO SLOW"
        return (
            f"{self.name:<62} {self.ours:9.4f} s /{self.theirs:9.4f} s = {self.value:5.2f}"
            f"  (at most {self.limit:.2f})  {verdict}"
        )


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turn(rounds: int, *runs: Callable[[], object]) -> list[float]:
    """The median of each, measured alternately."""
    samples: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, found in zip(runs, samples, strict=True):
            found.append(seconds(run))
    return [statistics.median(found) for found in samples]


def process(*command: str | Path, cwd: Path | None = None) -> Callable[[], object]:
    arguments = [str(part) for part in command]
    return lambda: subprocess.run(arguments, check=True, capture_output=True, cwd=cwd)


def generation(folder: Path) -> Ratio:
    ours = process(
        BIN / "opgen", "generate", DOCUMENT, "--group", "assistants",
        "--output", folder / "openai_assistants", cwd=folder,
    )  # fmt: skip
    theirs = process(
        BIN / "datamodel-codegen", "--input", DOCUMENT, "--output", folder / "whole.py",
        "--output-model-type", "pydantic_v2.BaseModel", cwd=folder,
    )  # fmt: skip
    ours()
    mine = statistics.median(seconds(ours) for _ in range(3))
    return Ratio("one group / datamodel-codegen on the whole", mine, seconds(theirs), 0.25)


def imports(folder: Path) -> Ratio:
    ours = process(
        sys.executable, "-c", "from openai_assistants import create_assistant", cwd=folder
    )
    theirs = process(sys.executable, "-c", "import openai", cwd=folder)
    ours(), theirs()
    mine, other = in_turn(9, ours, theirs)
    return Ratio("import of create_assistant / import openai", mine, other, 0.5)


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    body = json.dumps(ASSISTANT).encode()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        self.wfile.write(f"{head}content-length: {len(self.body)}\r\n\r\n".encode() + self.body)

    def log_message(self, *_: object) -> None:
        pass


def serve() -> None:
    """Run the server in a process of its own, so that it takes no time from the callers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    print(server.server_port, flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown())).start()
    server.serve_forever()


@contextmanager
def server() -> Iterator[str]:
    command = [sys.executable, __file__, "serve"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        yield f"http://127.0.0.1:{int(running.stdout.readline())}"
        running.communicate()


def calls(folder: Path, url: str) -> list[Ratio]:
    sys.path.insert(0, str(folder))
    import httpx2
    import openai
    import openai_assistants as oa

    tools = [{"type": "code_interpreter"}]
    body = {"model": "gpt-4o", "name": "Math Tutor", "tools": tools}
    headers = {"Authorization": "Bearer sk", "OpenAI-Beta": "assistants=v2"}
    bare = httpx2.Client(base_url=url)
    official = openai.OpenAI(api_key="sk", base_url=url, max_retries=0).beta.assistants
    oa.configure(api_key="sk", base_url=url, max_retries=0)

    def ours() -> None:
        for _ in range(50):
            oa.create_assistant("gpt-4o", name="Math Tutor", tools=tools)

    def plain() -> None:
        for _ in range(50):
            json.loads(bare.post("/assistants", json=body, headers=headers).content)

    def theirs() -> None:
        for _ in range(50):
            official.create(model="gpt-4o", name="Math Tutor", tools=tools)

    ours(), plain(), theirs()
    mine, least, other = in_turn(21, ours, plain, theirs)
    return [
        Ratio("50 calls / bare httpx2 POST and json.loads", mine, least, 1.10),
        Ratio("50 calls / the openai package", mine, other, 0.55),
    ]


def main() -> int:
    import warnings

    warnings.simplefilter("ignore", DeprecationWarning)
    if not DOCUMENT.is_file():
        print(f"the 2026-08-21 document is not at {DOCUMENT}; set OPGEN_SHARED")
        return 2
    with tempfile.TemporaryDirectory() as name, server() as url:
        folder = Path(name)
        ratios = [generation(folder), imports(folder), *calls(folder, url)]
    for ratio in ratios:
        print(ratio)
    return int(any(ratio.value > ratio.limit for ratio in ratios))


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        raise SystemExit(main())
