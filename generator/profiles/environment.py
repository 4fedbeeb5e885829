"""The names of environment variables: from the title of the API, without repeated words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from generator.naming import snake_case

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.document.document import Document

_NO_NAMES: Final = frozenset(
    (
        *("a", "an", "for", "of", "the"),
        *("api", "apis", "http", "openapi", "public", "rest", "restful", "swagger"),
        *("definition", "documentation", "reference", "schema", "spec", "specification"),
        *("service", "services"),
    )
)
"""Words of titles that do not name an API."""
_VERSION: Final = re.compile(r"v?\d+(\.\d+)*|beta|alpha|preview")
_ASIDE: Final = re.compile(r"[(\[].*?[)\]]")
_HUMPS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_IS_API: Final = re.compile(
    r"(?<=[a-z0-9.])(?:(?:Web|Rest|REST|Open|Http|HTTP)?(?:Api|API)s?|Client|SDK)$"
)
_DOMAIN: Final = re.compile(r"(?<=[a-z0-9])\.(?:com|dev|io|net|org)$", re.IGNORECASE)
_SECRET: Final = re.compile(r"(^|_)(token|secret|password|passwd|(api|access|app)?_?key)$")
_NO_SECRET: Final = re.compile(
    r"(^|_)(page|next|continuation|pagination|cursor|sync|idempotency|sort|primary|partition)_?"
)
_MOST_WORDS: Final = 4
_MOST_CHARACTERS: Final = 80
_LONGEST_TITLE: Final = 1_000
_NO_HOSTS: Final = frozenset(("api", "localhost", "www", "com", "org", "net", "io", "dev", "co"))


def is_secret(name: str) -> bool:
    """Whether the name of a variable or a parameter says that its value is a secret."""
    words = snake_case(name)
    return bool(_SECRET.search(words)) and not _NO_SECRET.search(words)


def environment_prefix(document: Document) -> str:
    """Return what the variables of an API start with, such as `STRIPE` for "Stripe API (v1)".

    It comes from the title, else from the host, so that it is the same for every package of a
    document.
    """
    info = document.root.get("info")
    title = ((info.text("title") if info else None) or "")[:_LONGEST_TITLE]
    parts = _words(_ASIDE.sub(" ", title)) or _words(title) or _host_words(document) or ["API"]
    prefix = "_".join(parts[:_MOST_WORDS]).upper()[:_MOST_CHARACTERS].rstrip("_")
    return f"API_{prefix}" if prefix[0].isdigit() else prefix


def variable_names(
    prefix: str, settings: Iterable[str], taken: Collection[str], *, secret: bool = True
) -> list[str]:
    """Return an environment variable for each setting, all of them different.

    Words that the setting repeats of the prefix are left out: `STRIPE_KEY` for `stripe_key`, and
    for the secret `stripe`.
    """
    names: list[str] = []
    for setting in settings:
        whole = f"{prefix}_{setting}".upper()
        short = _without_repetition(prefix, setting, ["KEY"] if secret else [setting.upper()])
        names.append(whole if short in {*names, *taken} else short)
    return names


def _words(title: str) -> list[str]:
    """Return the words of a title that name the API; up to `API`, if there are some before it."""
    found: list[str] = []
    for word in re.split(r"[^0-9A-Za-z.]+", _plain(title)):
        lower = word.strip(".").lower()
        if lower in {"api", "apis"} and found:
            break
        if lower and lower not in _NO_NAMES and not _VERSION.fullmatch(lower):
            found += _split(word)
    while len(found) > 1 and found[-1].lower() in {"api", "client", "sdk"}:
        del found[-1]
    return found


def _split(word: str) -> list[str]:
    """Return the words of one in CapWords; two humps are one name, such as `GitHub`."""
    name = _IS_API.sub("", _DOMAIN.sub("", word))
    parts = _HUMPS.split(name) if len(_HUMPS.findall(word)) > 1 else [name]
    return [part for one in parts for part in re.findall(r"[0-9A-Za-z]+", one)]


def _host_words(document: Document) -> list[str]:
    for server in document.root.items("servers"):
        try:
            host = urlsplit(server.text("url") or "").hostname or ""
        except ValueError:
            continue
        for label in host.split("."):
            found = [one for one in re.findall(r"[a-z][a-z0-9]*", label) if one not in _NO_HOSTS]
            if found:
                return found
    return []


def _plain(text: str) -> str:
    """Return a text without accents."""
    return unicodedata.normalize("NFKD", text.replace("'", "")).encode("ascii", "ignore").decode()


def _without_repetition(prefix: str, setting: str, alone: list[str]) -> str:
    parts, words = prefix.upper().split("_"), setting.upper().strip("_").split("_")
    starts = {"".join(parts[:end]) for end in range(1, len(parts) + 1)}
    starts |= {"".join(parts[start:]) for start in range(len(parts))}
    for length in range(len(words), 0, -1):
        if "".join(words[:length]) in starts:
            words = words[length:] or alone
            break
    return "_".join((*parts, *words))
