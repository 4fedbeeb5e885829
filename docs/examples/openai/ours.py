"""A handbook that answers questions, with a package that opgen generates."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import openai_client as oc
from pydantic import BaseModel

MODEL = "gpt-5.5"


class Step(BaseModel):
    """What somebody does."""

    action: str
    owner: str | None


class Plan(BaseModel):
    """What is to do."""

    title: str
    steps: list[Step]


def index(path: Path) -> str:
    """Upload a file, and wait until it can be searched."""
    file = oc.create_file(file=path, purpose="assistants")
    store = oc.create_vector_store(name=path.stem)
    indexed = oc.create_vector_store_file.until_done(store.id, file_id=file.id)
    if indexed.status != "completed":
        raise RuntimeError(f"{path} is not indexed: {indexed.last_error}")
    return store.id


def ask(store_id: str, question: str) -> str:
    """Ask an assistant that has the file, and wait for the end of its run."""
    assistant = oc.create_assistant(
        model=MODEL,
        instructions="Answer from the handbook.",
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store_id]}},
    )
    thread = oc.create_thread(messages=[{"role": "user", "content": question}])
    run = oc.create_run.until_done(thread.id, assistant_id=assistant.id)
    if run.status != "completed":
        raise RuntimeError(f"the run is {run.status}: {run.last_error}")
    texts: list[str] = []
    for message in oc.list_messages.iter(thread.id, order="asc", limit=2):
        if message.role == "assistant":
            texts += [block.text.value for block in message.content if block.type == "text"]
    return "\n".join(texts)


def summarize(text: str) -> int:
    """Print a summary as it is written; return the number of tokens that it took."""
    with oc.create_response.stream(model=MODEL, input=f"Summarize: {text}") as stream:
        for piece in stream.text():
            print(piece, end="", flush=True)
        response = stream.final()
    print()
    return response.usage.total_tokens if response.usage else 0


def plan(text: str) -> Plan:
    """Return what is to do, as a model of this app."""
    return oc.create_response.parse(Plan, model=MODEL, input=f"Plan: {text}").value


def translate(steps: list[Step], pause: float) -> list[str]:
    """Translate all steps in one batch, which is cheaper."""
    lines = [
        {
            "custom_id": str(number),
            "method": "POST",
            "url": "/v1/responses",
            "body": {"model": MODEL, "input": f"Translate: {step.action}"},
        }
        for number, step in enumerate(steps)
    ]
    content = "\n".join(map(json.dumps, lines)).encode()
    file = oc.create_file(file=("steps.jsonl", content), purpose="batch")
    batch = oc.create_batch.until_done(
        input_file_id=file.id,
        endpoint="/v1/responses",
        completion_window="24h",
        options=oc.CallOptions(poll_interval=pause),
    )
    if batch.output_file_id is None:
        raise RuntimeError(f"the batch is {batch.status}")
    output = oc.download_file(batch.output_file_id)
    return [json.loads(line)["custom_id"] for line in output.splitlines()]


async def flagged(texts: list[str]) -> list[bool]:
    """Check several texts at the same time."""
    found = await asyncio.gather(*(oc.create_moderation.aio(input=one) for one in texts))
    return [one.results[0].flagged for one in found]


def main(path: str, pause: float = 10) -> None:
    """Work with a handbook."""
    with oc.configure(timeout=60, max_retries=3):
        try:
            answer = ask(index(Path(path)), "How do I take a day off?")
            print(answer)
            print("flagged:", asyncio.run(flagged([answer])))
            print("tokens:", summarize(answer))
            made = plan(answer)
            print(f"{made.title}: {[step.action for step in made.steps]}")
            print("translated:", translate(made.steps, pause))
        except oc.RateLimitError as error:
            sys.exit(f"Try again later ({error.request_id}): {error.message}")


if __name__ == "__main__":
    main(sys.argv[1])
