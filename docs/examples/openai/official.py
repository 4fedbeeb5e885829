"""A handbook that answers questions, with the `openai` package."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

import openai
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

MODEL = "gpt-5.5"
FINAL = ("completed", "failed", "expired", "cancelled")


class Step(BaseModel):
    """What somebody does."""

    action: str
    owner: str | None


class Plan(BaseModel):
    """What is to do."""

    title: str
    steps: list[Step]


def index(client: OpenAI, path: Path) -> str:
    """Upload a file, and wait until it can be searched."""
    file = client.files.create(file=path, purpose="assistants")
    store = client.vector_stores.create(name=path.stem)
    indexed = client.vector_stores.files.create_and_poll(file.id, vector_store_id=store.id)
    if indexed.status != "completed":
        raise RuntimeError(f"{path} is not indexed: {indexed.last_error}")
    return store.id


def ask(client: OpenAI, store_id: str, question: str) -> str:
    """Ask an assistant that has the file, and wait for the end of its run."""
    assistant = client.beta.assistants.create(
        model=MODEL,
        instructions="Answer from the handbook.",
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store_id]}},
    )
    thread = client.beta.threads.create(messages=[{"role": "user", "content": question}])
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    if run.status != "completed":
        raise RuntimeError(f"the run is {run.status}: {run.last_error}")
    texts: list[str] = []
    for message in client.beta.threads.messages.list(thread.id, order="asc", limit=2):
        if message.role == "assistant":
            texts += [block.text.value for block in message.content if block.type == "text"]
    return "\n".join(texts)


def summarize(client: OpenAI, text: str) -> int:
    """Print a summary as it is written; return the number of tokens that it took."""
    with client.responses.stream(model=MODEL, input=f"Summarize: {text}") as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                print(event.delta, end="", flush=True)
        response = stream.get_final_response()
    print()
    return response.usage.total_tokens if response.usage else 0


def plan(client: OpenAI, text: str) -> Plan:
    """Return what is to do, as a model of this app."""
    response = client.responses.parse(model=MODEL, input=f"Plan: {text}", text_format=Plan)
    if response.output_parsed is None:
        raise RuntimeError("there is no plan")
    return response.output_parsed


def translate(client: OpenAI, steps: list[Step], pause: float) -> list[str]:
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
    file = client.files.create(file=("steps.jsonl", content), purpose="batch")
    batch = client.batches.create(
        input_file_id=file.id, endpoint="/v1/responses", completion_window="24h"
    )
    while batch.status not in FINAL:
        time.sleep(pause)
        batch = client.batches.retrieve(batch.id)
    if batch.output_file_id is None:
        raise RuntimeError(f"the batch is {batch.status}")
    output = client.files.content(batch.output_file_id).read()
    return [json.loads(line)["custom_id"] for line in output.splitlines()]


async def flagged(texts: list[str]) -> list[bool]:
    """Check several texts at the same time."""
    async with AsyncOpenAI() as client:
        found = await asyncio.gather(*(client.moderations.create(input=one) for one in texts))
    return [one.results[0].flagged for one in found]


def main(path: str, pause: float = 10) -> None:
    """Work with a handbook."""
    with OpenAI(timeout=60, max_retries=3) as client:
        try:
            answer = ask(client, index(client, Path(path)), "How do I take a day off?")
            print(answer)
            print("flagged:", asyncio.run(flagged([answer])))
            print("tokens:", summarize(client, answer))
            made = plan(client, answer)
            print(f"{made.title}: {[step.action for step in made.steps]}")
            print("translated:", translate(client, made.steps, pause))
        except openai.RateLimitError as error:
            sys.exit(f"Try again later ({error.request_id}): {error.message}")


if __name__ == "__main__":
    main(sys.argv[1])
