"""What the runtime takes: calls, lists, streams and files, against bare httpx2 and `openai`."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any

from .fast_server import EVENTS
from .generating import opgen
from .measure import Ratio, in_turn, process, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .measure import Run

TOOLS = [{"type": "code_interpreter"}]
BODY = {"model": "gpt-4o", "name": "Math Tutor", "tools": TOOLS}
HEADERS = {"Authorization": "Bearer sk", "OpenAI-Beta": "assistants=v2"}
MESSAGES: list[Any] = [{"role": "user", "content": "Hi"}]
_CALLS = 50
_PRINT = "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
_ROUNDS = 15
_MANY = 1000


def runtime(folder: Path, url: str) -> Iterator[Ratio]:
    """Measure the package of two groups of OpenAI's document."""
    folder.mkdir()
    opgen(folder / "openai_client", "--group", "assistants", "--group", "chat")()
    sys.path.insert(0, str(folder))
    warnings.simplefilter("ignore", DeprecationWarning)
    yield from _first_calls(folder, url)
    yield from _blocking(url)
    with asyncio.Runner() as runner:
        yield from _awaited(url, runner)
    yield from _reading(url)


def _repeated(call: Callable[[], object]) -> Run:
    def run() -> None:
        for _ in range(_CALLS):
            call()

    return timed(run)


def _ratios(name: str, costs: list[Any], *limits: tuple[str, float]) -> Iterator[Ratio]:
    mine, *others = costs
    for (other, limit), cost in zip(limits, others, strict=True):
        yield Ratio(f"{name} / {other}", mine.seconds, cost.seconds, limit)


def _blocking(url: str) -> Iterator[Ratio]:
    import httpx2
    import openai
    import openai_client as oa

    bare = httpx2.Client(base_url=url)
    official = openai.OpenAI(api_key="sk", base_url=url, max_retries=0).beta.assistants
    oa.configure(api_key="sk", base_url=url, max_retries=0)
    runs = (
        _repeated(partial(oa.create_assistant, "gpt-4o", name="Math Tutor", tools=TOOLS)),
        _repeated(lambda: json.loads(bare.post("/assistants", json=BODY, headers=HEADERS).content)),
        _repeated(partial(official.create, model="gpt-4o", name="Math Tutor", tools=TOOLS)),
    )
    costs = in_turn(_ROUNDS, *runs)
    yield from _ratios("a call", costs, ("bare httpx2", 1.08), ("openai", 0.46))


def _awaited(url: str, runner: asyncio.Runner) -> Iterator[Ratio]:
    import httpx2
    import openai
    import openai_client as oa

    limits = httpx2.Limits(max_connections=_MANY, max_keepalive_connections=100)
    bare = httpx2.AsyncClient(base_url=url, limits=limits, timeout=60)
    official = openai.AsyncOpenAI(api_key="sk", base_url=url, max_retries=0).beta.assistants
    create = oa.create_assistant.aio
    oa.configure(api_key="sk", base_url=url, max_retries=0)

    async def plain() -> object:
        sent = await bare.post("/assistants", json=BODY, headers=HEADERS)
        return json.loads(sent.content)

    calls: tuple[Callable[[], Any], ...] = (
        lambda: create("gpt-4o", name="Math Tutor", tools=TOOLS),
        plain,
        lambda: official.create(model="gpt-4o", name="Math Tutor", tools=TOOLS),
    )

    async def one_by_one(call: Callable[[], Any]) -> None:
        for _ in range(_CALLS):
            await call()

    async def at_once(call: Callable[[], Any]) -> None:
        await asyncio.gather(*(call() for _ in range(_MANY)))

    def run(many: Callable[..., Any], call: Callable[[], Any]) -> Run:
        return timed(lambda: runner.run(many(call)))

    costs = in_turn(_ROUNDS, *(run(one_by_one, one) for one in calls))
    yield from _ratios("an awaited call", costs, ("bare httpx2", 1.08), ("openai", 0.46))
    costs = in_turn(5, *(run(at_once, one) for one in calls[:2]))
    yield from _ratios(f"{_MANY} concurrent awaited calls", costs, ("bare httpx2", 1.20))
    runner.run(oa.configure().aclose())
    runner.run(bare.aclose())


def _reading(url: str) -> Iterator[Ratio]:
    import httpx2
    import openai
    import openai_client as oa

    official = openai.OpenAI(api_key="sk", base_url=url, max_retries=0)
    oa.configure(api_key="sk", base_url=url, max_retries=0)
    runs = timed(oa.list_assistants), timed(official.beta.assistants.list)
    yield from _ratios("a list of 1 MB", in_turn(_ROUNDS, *runs), ("openai", 0.15))

    def ours() -> None:
        with oa.create_chat_completion.stream(messages=MESSAGES, model="gpt-4o") as events:
            assert sum(1 for _ in events) == EVENTS

    def theirs() -> None:
        create: Any = official.chat.completions.create
        with create(messages=MESSAGES, model="gpt-4o", stream=True) as events:
            assert sum(1 for _ in events) == EVENTS

    def loop() -> None:
        with httpx2.stream("POST", f"{url}/chat/completions", json=BODY) as response:
            lines = (line for line in response.iter_lines() if line and "[DONE]" not in line)
            assert sum(1 for line in lines if json.loads(line[6:])) == EVENTS

    costs = in_turn(5, timed(ours), timed(theirs), timed(loop))
    limits = ("openai", 0.25), ("iter_lines and json.loads", 5.0)
    yield from _ratios(f"{EVENTS} events", costs, *limits)


def _first_calls(folder: Path, url: str) -> Iterator[Ratio]:
    """An import, and an import with one call, in processes of their own."""
    given = f"api_key='sk', base_url={url!r}, max_retries=0"
    ours = f"import openai_client as oa\noa.configure({given})\noa.create_assistant('gpt-4o')"
    theirs = (
        f"import openai\nclient = openai.OpenAI({given})\n"
        "client.beta.assistants.create(model='gpt-4o')"
    )
    mine, other = in_turn(9, _python(folder, ours), _python(folder, theirs))
    yield Ratio("import and first call / openai", mine.seconds, other.seconds, 0.3)
    name = "memory of the imported package / openai"
    yield Ratio(name, _held(folder, "import openai_client as oa; oa.create_assistant"),
                _held(folder, "import openai"), 0.4, "MB")  # fmt: skip
    name = "memory after the first call / openai"
    yield Ratio(name, _held(folder, ours), _held(folder, theirs), 0.6, "MB")


def _python(folder: Path, code: str) -> Run:
    return process(sys.executable, "-W", "ignore", "-c", code, cwd=folder)


def _held(folder: Path, code: str) -> float:
    """The most megabytes of a process, by itself: `process` also counts those of this one."""
    command = [sys.executable, "-W", "ignore", "-c", f"{code}\n{_PRINT}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024
