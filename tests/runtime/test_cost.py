"""What a call costs in addition to the HTTP library and a JSON parser, which it needs."""

import json
import statistics
import time
from collections.abc import Callable

import httpx2
import pytest
from support.runtime_api import KEY, THING, create_thing
from support.scripted_server import Say, Server

ROUNDS = 600
MOST = 1.10


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@pytest.mark.slow
def test_a_call_costs_little_more_than_a_bare_post(server: Server) -> None:
    server.always = Say(data=THING)
    headers = {"Authorization": f"Bearer {KEY}", "Sample-Beta": "v2"}
    body = {"name": "a", "mode": "fast", "tools": [{"type": "code"}]}
    with httpx2.Client() as http:

        def bare() -> object:
            reply = http.post(f"{server.url}/things", json=body, headers=headers)
            return json.loads(reply.content)

        def ours() -> object:
            return create_thing("a", mode="fast", tools=[{"type": "code"}])

        ratios: list[float] = []
        for _ in range(9):  # other work on the machine must not decide
            costs = [(seconds(bare), seconds(ours)) for _ in range(ROUNDS)]
            ratio = statistics.median(c[1] for c in costs) / statistics.median(c[0] for c in costs)
            ratios.append(ratio)
            if ratio <= MOST:
                break
    print(f"a call costs {min(ratios):.3f} times a bare POST")
    assert min(ratios) <= MOST
