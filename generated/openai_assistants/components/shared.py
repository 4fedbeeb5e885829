"""What several groups answer with.

A model for each object, under the document's own names.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, JsonValue

from .._runtime.model import Model

AssistantSupportedModels: TypeAlias = Literal[
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-nano",
    "gpt-5-2025-08-07",
    "gpt-5-mini-2025-08-07",
    "gpt-5-nano-2025-08-07",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "gpt-4.1-2025-04-14",
    "gpt-4.1-mini-2025-04-14",
    "gpt-4.1-nano-2025-04-14",
    "o3-mini",
    "o3-mini-2025-01-31",
    "o1",
    "o1-2024-12-17",
    "gpt-4o",
    "gpt-4o-2024-11-20",
    "gpt-4o-2024-08-06",
    "gpt-4o-2024-05-13",
    "gpt-4o-mini",
    "gpt-4o-mini-2024-07-18",
    "gpt-4.5-preview",
    "gpt-4.5-preview-2025-02-27",
    "gpt-4-turbo",
    "gpt-4-turbo-2024-04-09",
    "gpt-4-0125-preview",
    "gpt-4-turbo-preview",
    "gpt-4-1106-preview",
    "gpt-4-vision-preview",
    "gpt-4",
    "gpt-4-0314",
    "gpt-4-0613",
    "gpt-4-32k",
    "gpt-4-32k-0314",
    "gpt-4-32k-0613",
    "gpt-3.5-turbo",
    "gpt-3.5-turbo-16k",
    "gpt-3.5-turbo-0613",
    "gpt-3.5-turbo-1106",
    "gpt-3.5-turbo-0125",
    "gpt-3.5-turbo-16k-0613",
]
"""Models known to work with assistants."""


class AssistantToolsCode(Model):
    """Lets the assistant write and run Python code."""

    type: Literal["code_interpreter"]
    """Kind of tool: always `code_interpreter`."""


FileSearchRanker: TypeAlias = Literal["auto", "default_2024_08_21"]
"""Ranking method of a file search; `auto` unless another is chosen."""


class FileSearchRankingOptions(Model):
    """How the results of a file search are ranked. Left out, the ranker is `auto` and nothing is
    filtered by score. See [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """

    ranker: FileSearchRanker | None = None
    """Ranking method of a file search; `auto` unless another is chosen."""
    score_threshold: float
    """Lowest score that a result may have, between 0 and 1."""


class AssistantToolsFileSearchFileSearch(Model):
    """Settings that replace the defaults of file search."""

    max_num_results: int | None = None
    """Upper bound on search results, from 1 to 50. Left out, `gpt-3.5-turbo` gets 5 and the
    `gpt-4*` models get 20. A search may find fewer; see [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """
    ranking_options: FileSearchRankingOptions | None = None
    """How the results of a file search are ranked. Left out, the ranker is `auto` and nothing is
    filtered by score. See [file search
    settings](https://platform.openai.com/docs/assistants/tools/file-search#customizing-file-search-settings).
    """


class AssistantToolsFileSearch(Model):
    """Lets the assistant search your files."""

    type: Literal["file_search"]
    """Kind of tool: always `file_search`."""
    file_search: AssistantToolsFileSearchFileSearch | None = None
    """Settings that replace the defaults of file search."""


FunctionParameters: TypeAlias = dict[str, JsonValue]
"""Arguments of the function as a JSON Schema object. [JSON
Schema](https://json-schema.org/understanding-json-schema/) is explained on its site, and
[function calling](https://platform.openai.com/docs/guides/function-calling) shows
examples. Without it the function takes no arguments.
"""


class FunctionObject(Model):
    description: str | None = None
    """What the function does; the model decides by it when to call it, and how."""
    name: str
    """Name of the function: up to 64 letters, digits, underscores and dashes."""
    parameters: FunctionParameters | None = None
    """Arguments of the function as a JSON Schema object. [JSON
    Schema](https://json-schema.org/understanding-json-schema/) is explained on its site, and
    [function calling](https://platform.openai.com/docs/guides/function-calling) shows
    examples. Without it the function takes no arguments.
    """
    strict: bool | None = None
    """Whether the arguments have to keep to `parameters` exactly. Only part of JSON Schema is
    available then; see [function
    calling](https://platform.openai.com/docs/guides/function-calling).
    """


class AssistantToolsFunction(Model):
    """Lets the assistant call a function of yours."""

    type: Literal["function"]
    """Kind of tool: always `function`."""
    function: FunctionObject


class ResponseFormatJsonObject(Model):
    """JSON of any shape. It is the older way; prefer `json_schema` where a model supports it. A
    message has to ask for JSON as well.
    """

    type: Literal["json_object"]
    """Kind of format: always `json_object`."""


ResponseFormatJsonSchemaSchema: TypeAlias = dict[str, JsonValue]
"""Shape of the answer as a JSON Schema object, a language explained at
[json-schema.org](https://json-schema.org/).
"""


class ResponseFormatJsonSchemaJsonSchema(Model):
    """The schema, with a name and settings."""

    description: str | None = None
    """What the answer is for; the model reads it to decide how to answer."""
    name: str
    """Name of the format: up to 64 letters, digits, underscores and dashes."""
    schema_: Annotated[ResponseFormatJsonSchemaSchema | None, Field(alias="schema")] = None
    """Shape of the answer as a JSON Schema object, a language explained at
    [json-schema.org](https://json-schema.org/).
    """
    strict: bool | None = None
    """Whether the answer has to keep to `schema` exactly. Only part of JSON Schema is available
    then; see [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs).
    """


class ResponseFormatJsonSchema(Model):
    """JSON that keeps to a schema, known as [Structured
    Outputs](https://platform.openai.com/docs/guides/structured-outputs).
    """

    type: Literal["json_schema"]
    """Kind of format: always `json_schema`."""
    json_schema: ResponseFormatJsonSchemaJsonSchema
    """The schema, with a name and settings."""


class ResponseFormatText(Model):
    """Plain text, the usual form."""

    type: Literal["text"]
    """Kind of format: always `text`."""


AssistantsApiResponseFormatOption: TypeAlias = (
    Literal["auto"]
    | Annotated[
        ResponseFormatText | ResponseFormatJsonObject | ResponseFormatJsonSchema,
        Field(discriminator="type"),
    ]
)
"""Form of the model's answer.

`{"type": "json_schema", "json_schema": {…}}` turns on [Structured
Outputs](https://platform.openai.com/docs/guides/structured-outputs): the answer keeps to
the given JSON Schema. `{"type": "json_object"}` turns on JSON mode: the answer is JSON of
any shape.

**Important:** JSON mode also needs a message that asks for JSON; otherwise the model can
emit white space until it runs out of tokens. An answer that was cut short
(`finish_reason="length"`) may be broken JSON.
"""

Metadata: TypeAlias = dict[str, str]
"""Up to 16 notes of your own on an object, to find or to recognize it by. A key has at most
64 characters, a value at most 512.
"""

ReasoningEffort: TypeAlias = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]
"""How much a reasoning model thinks before it answers: less is faster and costs fewer
tokens. Which values a model accepts is in the [reasoning
guide](https://platform.openai.com/docs/guides/reasoning).
"""

RunObjectTool: TypeAlias = Annotated[
    AssistantToolsCode | AssistantToolsFileSearch | AssistantToolsFunction,
    Field(discriminator="type"),
]
