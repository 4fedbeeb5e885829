"""Texts that a document may hold anywhere: words, names that mean something, and payloads.

A payload imports the module `opgen_canary` if it ever becomes code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

CANARY = "opgen_canary"
_RUN = f"__import__('{CANARY}')"
_RUN_TOO = f'__import__("{CANARY}")'

WORDS = (
    "id", "name", "kind", "type", "value", "items", "data", "user", "User", "pet", "Pet", "size",
    "created_at", "createdAt", "_id", "tag", "url", "file", "next", "list", "status", "a", "b", "c",
)  # fmt: skip
_NAMES = """
class def None True self cls super match print lambda async await import from global nonlocal
__init__ __class__ __dict__ __slots__ __doc__ __name__ __file__ __all__ __getattr__ __import__ _ __
___ _x __x model_config model_fields model_dump model_extra copy json dict schema validate construct
str int float bool bytes list tuple object type property isinstance getattr sorted globals dir
Model BaseModel Field Literal Annotated TypedDict NotRequired TypeAlias Final Omit omit File Request
Iterable Mapping JsonValue AwareDatetime UUID Date Datetime Cursor Values DeepObject Events Sink
StreamRequest PagedRequest CallOptions partial deprecated operation paged_operation TYPE_CHECKING
components params webhooks _api _runtime shared Client configure call options base_url stream_to
headers query body timeout settings anonymous aio raw iter attempt request Ok Err APIError Data
CON nul aux com1 con.txt 1 -1 +1 1.0 1e5 0x10 true null NaN A aA a-a a_a a.a a\x20a $ref $id $ $x
@ # ~ ~0 ~1 %2F %00 .. . / // \\ ?a=b {x} { } [] <= >= < > != & | * + - = ! : ; , ` ' " x-y X-Y
""".split()  # noqa: SIM905  two hundred names read better so
_LETTERS = (
    "", " ", "\t", "\n", "\r", "\x00", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1b[31m",
    "\u202e\u2066", "\ufeff", "\u200f", "é", "名前", "🎉", "\u017f", "ﬁ", "İ", "ª", "ß", "\uff11",
    "\N{KELVIN SIGN}", "a\u0301", "\u0301", "\U0001d41a", "٣", "x" * 300, "x_" * 2000, "ᾳ",
    "\ue000", "\U0010ffff",
)  # fmt: skip
_PAYLOADS = (
    '"""\n%s\n"""', "'''\n%s\n'''", '"); %s; ("', "'); %s; ('", "\\", '\\"', "\\\\", '\\"""%s',
    "\\'%s", '"', '""""', "a\r%s", "a\n%s", "a\r\n    %s", "a\u2028%s", "a\u2029%s\x85", "a\x0c%s",
    "{{ %s }}{%% %s %%}{# %s #}", "#}%s{#", "{%s}", "{{%s}}", "${%s} {0} {x!r:>{y}}", "\x00%s",
    "# type: ignore\n%s", "# -*- coding: rot13 -*-", "] | %s | Literal[", "}: %s #", ")%s(", ",%s,",
    "%s", "`%s`", "``%s``", "*/%s/*", "<b>%s</b>", "\\N{BULLET}\\x41\\u0041\\", "- %s\n- %s\n1.",
    "| a | b |\n|---|---|\n| %s | c |", "```\n%s\n```", "[%s](/x) [b](//c)", "# noqa%s", "a b: %s",
    "../../%s", "x\n\nimport opgen_canary", "def f():\n    import opgen_canary", "text. %s",
)  # fmt: skip
PATTERNS = (
    "^a+$", "(a+)+$", "(?=x)", "(?<n>x)", "[", "\\p{L}", "a{1,99999}", "\\d+", '"""', "(?i)x", "\\",
    "^(a|aa)+$", "[^\\x00]", "\\/", "\\cA", "(?P<a>b)", "\\Z", "$^", "", "[a-\\d]", "x" * 2000,
)  # fmt: skip
MEDIA_TYPES = (
    "application/json", "application/json", "application/json; charset=utf-8", "application/*",
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/mixed", "text/plain",
    "text/event-stream", "application/jsonl", "application/json-seq", "application/octet-stream",
    "application/xml", "image/png", "*/*", "text/html", "application/vnd.x+json", "Text/JSON",
    "application/problem+json", "video/mp4", "json", "", ";", "/", 'a/b; c="d;e"', "multipart/",
)  # fmt: skip


class Texts:
    """Draws texts; a low `wild` gives mostly words."""

    def __init__(self, random: Random, wild: float) -> None:
        self.random = random
        self.wild = wild

    def payload(self) -> str:
        """Return code, and how it might get out of a string."""
        template = self.random.choice(_PAYLOADS)
        code = self.random.choice((_RUN, _RUN_TOO))
        return template.replace("%%", "%").replace("%s", code)

    def name(self) -> str:
        """Return a name of a member, an operation, a schema and so on."""
        draw = self.random.random()
        if draw > self.wild:
            return self.random.choice(WORDS)
        if draw < self.wild / 3:
            return self.random.choice(_NAMES)
        if draw < self.wild / 2:
            return self.random.choice(_LETTERS) + self.random.choice(("", *WORDS))
        return self.random.choice(WORDS) + self.payload()

    def unique(self, number: int) -> list[str]:
        """Return some names, each once."""
        return list(dict.fromkeys(self.name() for _ in range(number)))

    def text(self) -> str:
        """Return a description, a title and so on."""
        draw = self.random.random()
        if draw > self.wild:
            return " ".join(self.random.choices(WORDS, k=self.random.randint(1, 30))) + "."
        if draw < self.wild / 4:
            return self.random.choice(_LETTERS)
        return self.payload()

    def media_type(self) -> str:
        """Return a media type."""
        if self.random.random() < self.wild / 5:
            return f"application/{self.payload()}"
        return self.random.choice(MEDIA_TYPES[:-6] if self.random.random() < 0.9 else MEDIA_TYPES)

    def value(self, depth: int = 2) -> object:
        """Return a JSON value, such as a default or an example."""
        kind = self.random.randrange(9 if depth else 7)
        if kind == 0:
            return self.text()
        if kind == 1:
            return self.name()
        if kind == 2:
            return self.random.choice((0, 1, -1, 2**31, 2**63, -(2**64), 10**400, 7))
        if kind == 3:
            return self.random.choice((0.5, -0.0, 1e308, 1e-320, 1.0, 2.5))
        if kind < 7:
            return self.random.choice((None, True, False))
        if kind == 7:
            return [self.value(depth - 1) for _ in range(self.random.randrange(3))]
        return {name: self.value(depth - 1) for name in self.unique(self.random.randrange(3))}
