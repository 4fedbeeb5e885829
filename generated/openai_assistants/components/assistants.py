"""What only the `assistants` group answers with.

A model for each object, under the document's own names.
"""

from typing import Literal

from .._runtime.model import Model
from .shared import AssistantsApiResponseFormatOption, Metadata, RunObjectTool


class AssistantObjectToolResourcesCodeInterpreter(Model):
    file_ids: list[str] | None = None
    """Files that the code interpreter can open, at most 20."""


class AssistantObjectToolResourcesFileSearch(Model):
    vector_store_ids: list[str] | None = None
    """[Vector store](https://platform.openai.com/docs/api-reference/vector-stores/object) that
    this assistant searches; at most one.
    """


class AssistantObjectToolResources(Model):
    """What the tools work with, by kind of tool: files for the code interpreter, vector stores
    for file search.
    """

    code_interpreter: AssistantObjectToolResourcesCodeInterpreter | None = None
    file_search: AssistantObjectToolResourcesFileSearch | None = None


class AssistantObject(Model):
    """An assistant: a model with instructions, and the tools it may use."""

    id: str
    """Identifier to name the object by in later requests."""
    object: Literal["assistant"]
    """Kind of object: always `assistant`."""
    created_at: int
    """When the assistant came into being, in Unix seconds."""
    name: str | None
    """Display name of the assistant, at most 256 characters."""
    description: str | None
    """What the assistant is for, at most 512 characters."""
    model: str
    """Model that does the work. [List
    models](https://platform.openai.com/docs/api-reference/models/list) shows those open to
    you; the [model overview](https://platform.openai.com/docs/models) says what each is good
    at.
    """
    instructions: str | None
    """System instructions that steer the assistant, at most 256,000 characters."""
    tools: list[RunObjectTool]
    """Tools that the assistant may use, at most 128: code interpreter, file search, or functions
    of your own.
    """
    tool_resources: AssistantObjectToolResources | None = None
    """What the tools work with, by kind of tool: files for the code interpreter, vector stores
    for file search.
    """
    metadata: Metadata | None
    """Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
    64 characters, a value at most 512.
    """
    temperature: float | None = None
    """Sampling temperature between 0 and 2. A low value such as 0.2 gives steadier text, a high
    one such as 0.8 more varied text.
    """
    top_p: float | None = None
    """Nucleus sampling: choose among the most likely tokens whose probabilities add up to this
    share, for example 0.1 for the top tenth. Change either this or the temperature.
    """
    response_format: AssistantsApiResponseFormatOption | None = None
    """Form of the model's answer.

    `{"type": "json_schema", "json_schema": {…}}` turns on [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps to
    the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is JSON of
    any shape.

    **Important:** JSON mode also needs a message that asks for JSON; otherwise the model can
    emit white space until it runs out of tokens. An answer that was cut short
    (`finish_reason="length"`) may be broken JSON.
    """


class DeleteAssistantResponse(Model):
    """Says that an assistant is gone."""

    id: str
    """Identifier of the assistant that was removed."""
    deleted: bool
    """Whether it is gone."""
    object: Literal["assistant.deleted"]


class ListAssistantsResponse(Model):
    """A page of assistants."""

    object: str
    """Kind of object: always `list`."""
    data: list[AssistantObject]
    """Objects of this page."""
    first_id: str
    """Identifier of the first object of this page, for `before`."""
    last_id: str
    """Identifier of the last object of this page, for `after`."""
    has_more: bool
    """Whether another page follows."""
