"""Settings of an API that its document lacks, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from generator.profiles.failures import Failure
from generator.profiles.names import Names
from generator.profiles.toml_tables import NOT_A_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.diagnostics import DiagnosticLog, Help
    from generator.options import GroupBy
    from generator.profiles.credentials import Credential
    from generator.profiles.members import Computed, Decoded
    from generator.profiles.paging import PagingRule
    from generator.profiles.polling import PollingRule
    from generator.profiles.settings import Setting
    from generator.profiles.streaming import Streaming
    from generator.profiles.toml_tables import ProfileFile

Scheme = Literal["standard"]
FormStyle = Literal["plain", "brackets"]
Sinks = Literal["streams", "optional-arguments"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderRule:
    """Headers that the operations of some groups send. A later rule overrides an earlier one.

    Attributes:
        groups: The groups; without them, the rule is for all operations.
        send: The headers, by name.
        path: The rule applies only if the document has this path.
    """

    groups: tuple[str, ...] = ()
    send: Mapping[str, str]
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A module of plain Python that the package gets, for what no rule can say.

    It is copied unchanged. It imports the runtime as `._runtime`, and groups by their names. The
    package has it if it has all of `operations`, one of those in `decorators`, and `part_of`.

    Attributes:
        module: The name of the module. Its file `NAME.py` is next to the profile, or else in
            `extras/` of opgen's templates. In a folder for `--templates`, the file
            `extras/NAME.py` replaces either.
        operations: The operations that it calls, by operation ID or method and path.
        part_of: An earlier extra module that imports it.
        decorators: By operation, the function of the module that decorates it. It takes the place
            of `operation`, `paged_operation` or `streamed_operation`, and has the same arguments.
        polling: The decorators are for operations with `until_done`: they take `polling` as well,
            and add it. They win over those of other tables where a rule of polling fits. Without
            such a decorator, an operation that another one decorates has no `until_done`.
        exports: What users import from the package itself. No function has such a name.
        file: The file of the module.
    """

    module: str
    operations: tuple[str, ...] = ()
    part_of: str | None = None
    decorators: Mapping[str, str] = field(default_factory=dict)
    polling: bool = False
    exports: tuple[str, ...] = ()
    file: Path = field(default=Path(), metadata=NOT_A_KEY)


NOT_IN_FILES: Final = ("name", "sha256", "file")
"""The attributes of a profile that its file does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Settings of an API that its document lacks.

    Attributes:
        name: The name of the file, without `.toml`.
        sha256: The digest of the file; None for no file.
        file: The file, if it is the user's own; its keys have locations.
        hosts: The hosts of the API; `*.example.com` is every host below `example.com`. A built-in
            profile is chosen by them.
        overlays: Overlays to apply, before those of the user; relative to the profile.
        group_by: How operations are divided among groups: `path`, `segment`, `tag` or `none`.
            The option of the same name overrides it.
        links: The base URL of relative links in descriptions.
        reference: The URL of a group's reference, with `{group}` for the name.
        environment_prefix: What the environment variables of the package start with. Without it,
            words of the title of the document.
        base_url_environment: The environment variable with the base URL.
        secrets: Variables in the URLs of servers that are secrets. Without it, those whose names
            end like `token`, `secret`, `password` or `key`.
        credentials: The credentials. Without any, the document's security schemes are used.
        settings: Settings of the client that the document lacks.
        client_parameters: Headers, query parameters and cookies that are settings of the client
            too. Without it, those that all operations have, and whose names say so.
        call_parameters: Headers, query parameters and cookies that are none.
        headers: Headers that the operations of some groups send.
        paging: Rules for operations that return pages; those of the document follow.
        polling: Rules for operations that start jobs, or read their states.
        streams: Rules for operations that stream events.
        computed: Members of models that the package computes.
        decoded: Members of models that the service may send as text.
        webhooks: How webhooks are signed: `standard` is Standard Webhooks.
        webhook_secret_environment: The environment variable with the secret of signed webhooks.
            Without it, the prefix of the others and `_WEBHOOK_SECRET`.
        names: Other names than those of the document.
        accepts: By the class of a union in requests, the class in responses that it takes too.
        form_style: How forms write lists and objects: `plain` repeats names as OpenAPI does;
            `brackets` writes `name[]` and `name[key]`, also for lists in a query.
        stream_to: Which functions have the argument `stream_to`: with `streams`, those that stream;
            with `optional-arguments`, also those that have an optional argument of their own.
        errors: How the service reports failures with a status of success.
        request_id: The header of responses that has the ID of the request. Without it, the one that
            the document declares, or `x-request-id`.
        idempotency: The header for the idempotency key of each POST and PATCH, such as
            `Idempotency-Key`. The client makes a key for each call that has none. Without it, an
            operation has the header for a key that the document declares.
        repeat: Methods, such as `POST`, or operations, by operation ID or method and path, whose
            requests the service may receive twice. After a failure they are sent again without an
            idempotency key, as a `GET` is.
        extras: Modules of plain Python that the package gets.
    """

    name: str
    sha256: str | None = None
    file: ProfileFile | None = field(default=None, compare=False, repr=False)
    hosts: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    group_by: GroupBy | None = None
    links: str | None = None
    reference: str | None = None
    environment_prefix: str | None = None
    base_url_environment: str | None = None
    secrets: tuple[str, ...] = ()
    credentials: tuple[Credential, ...] = ()
    settings: tuple[Setting, ...] = ()
    client_parameters: tuple[str, ...] = ()
    call_parameters: tuple[str, ...] = ()
    headers: tuple[HeaderRule, ...] = ()
    paging: tuple[PagingRule, ...] = ()
    polling: tuple[PollingRule, ...] = ()
    streams: tuple[Streaming, ...] = ()
    computed: tuple[Computed, ...] = ()
    decoded: tuple[Decoded, ...] = ()
    webhooks: Scheme | None = None
    webhook_secret_environment: str | None = None
    names: Names = field(default_factory=Names)
    accepts: Mapping[str, str] = field(default_factory=dict)
    form_style: FormStyle = "plain"
    stream_to: Sinks = "streams"
    errors: Failure = field(default_factory=Failure)
    request_id: str | None = None
    idempotency: str | None = None
    repeat: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def environment(self) -> tuple[str, ...]:
        """The environment variables with the credentials and the base URL."""
        variables = (one for each in self.credentials for one in each.environment)
        variables_of_settings = (one for each in self.settings for one in each.environment)
        others = (self.base_url_environment, self.webhook_secret_environment)
        return (*variables, *variables_of_settings, *filter(None, others))

    def log_without_effect(
        self, log: DiagnosticLog, message: str, *path: str | int, advice: Help = None
    ) -> None:
        """Log a rule without effect, with the place of its table or key.

        A built-in profile is for many versions of a document, so it may have such rules.
        """
        if self.file:
            at = self.file.location(*path)
            log.warning("rule-without-effect", message, at=at, help=advice)


NEUTRAL = Profile(name="none")
