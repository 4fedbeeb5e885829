"""What one API needs beyond its document, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.profiles.credentials import Credential
    from generator.profiles.paging import Paging

Scheme = Literal["standard"]
FormStyle = Literal["plain", "brackets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Streaming:
    """How the service is asked for a stream of these events, and how it ends one.

    Attributes:
        events: the name of the events' schema.
        ends: the data, or the types of events, that end the stream.
        flag: the member of the body that asks for it, where it is not `stream: true`.
        value: what that member says.
    """

    events: str
    ends: tuple[str, ...]
    flag: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one API needs beyond its document.

    Attributes:
        sha256: digest of its file; None where there is none.
        links: what relative links in descriptions are relative to.
        reference: the page of a group's reference, `{group}` for its name.
        headers: by group, headers that each of its operations sends.
        webhooks: how the service signs its webhooks: `standard` is Standard Webhooks.
        form_style: how forms hold lists and objects: `plain` is OpenAPI's way, `brackets` PHP's,
            which names lists of a query so too.
        names: by the document's name of a schema, what its class is called instead.
        accepts: by the class of a union in requests, that of what it takes back from replies.
    """

    name: str
    sha256: str | None = None
    hosts: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    links: str | None = None
    reference: str | None = None
    base_url_environment: str | None = None
    credentials: tuple[Credential, ...] = ()
    headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    paging: tuple[Paging, ...] = ()
    streams: tuple[Streaming, ...] = ()
    webhooks: Scheme | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    accepts: Mapping[str, str] = field(default_factory=dict)
    form_style: FormStyle = "plain"


NEUTRAL = Profile(name="none")
