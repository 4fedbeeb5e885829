"""From everything that was read to the package to be printed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from generator import ir
from generator.document.servers import servers_of, usable_servers
from generator.name_history import History, OldName, PositionalArguments
from generator.profiles.security import Security
from generator.python_types import JSON, OBJECT, replaced
from generator.reserved_names import ARGUMENTS, OLD_ARGUMENTS
from generator.text import Untrusted
from generator.translate import names
from generator.translate.client_parameters import client_parameters
from generator.translate.extras import Decorators, used_extras
from generator.translate.function_names import (
    function_names,
    log_duplicates,
    named_functions,
    reserved_names,
)
from generator.translate.group_descriptions import group_descriptions
from generator.translate.list_models import with_lists
from generator.translate.old_names import kept_old_names, past_positions, with_old_names
from generator.translate.paging import PageFinder
from generator.translate.polling import PollFinder
from generator.translate.polling_effects import log_polling_without_effect
from generator.translate.repeatable import METHODS
from generator.translate.request_ids import request_id_headers
from generator.translate.servers import Addresses
from generator.translate.translator import Translator
from generator.types.reachable import file_holders
from generator.types.request_types import RequestTypes, shared_aliases
from generator.types.shape_types import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document
    from generator.document.operations import SelectedOperation
    from generator.inputs import Inputs
    from generator.operations.error_schemas import ReadErrors
    from generator.operations.reader import ReadOperations, ReadWebhooks
    from generator.profiles.profile import Profile
    from generator.types.type_modules import TypeModules


def translate(
    inputs: Inputs, read: ReadOperations, types: TypeModules, history: History, log: DiagnosticLog
) -> ir.Package:
    """Return the package; what its functions cannot be made from is an error in the log."""
    profile = inputs.profile
    webhooks = _webhooks(read.webhooks, profile)
    translator = _translator(inputs, read, types, history, log)
    addresses = translator.addresses
    extras = used_extras(profile, read.operations)
    exported = names.exports(webhooks, extras)
    wanted = read.names.functions(reserved_names(exported))
    functions = function_names(read.operations, wanted, profile.names.operations, exported, history)
    log_duplicates(read.operations, functions, log)
    named = named_functions(read.operations, functions, exported)
    translator = replace(translator, positional=past_positions(history, named))
    own = translator.operations(read.operations, functions)
    old_names = kept_old_names(history, named, profile)
    operations = list(with_old_names(own, old_names, reserved_names(exported)))
    listed = zip(read.operations, (one for _, one in own), strict=True)
    translator.pages.log_without_effect(profile, read.operations, log)
    log_polling_without_effect(translator.polls, profile, inputs.selection, log)
    about = _about(inputs.document)
    return ir.Package(
        name=inputs.options.package,
        title=Untrusted(about.get("title", "")),
        base_url=addresses.base_url,
        servers=addresses.servers,
        server_setting=addresses.choice,
        variables=addresses.variables,
        parameters=tuple(translator.client_parameters.values()),
        base_url_environment=profile.base_url_environment,
        form_style=profile.form_style,
        request_ids=_request_ids(inputs, read),
        key_header=profile.idempotency,
        repeat=tuple(sorted(METHODS.intersection(profile.repeat))),
        credentials=translator.security.credentials,
        links=profile.links,
        groups=tuple(
            _groups(operations, {*(one.name for _, one in operations), *exported}, inputs)
        ),
        components=with_lists(types.components, listed, read.definitions),
        params=types.params,
        webhooks=webhooks,
        errors=_errors(read.errors),
        failure=profile.errors,
        schemas=read.components,
        definitions=read.definitions,
        extras=extras,
        provenance=inputs.provenance(),
        about=about,
        history=History(
            schemas=read.named_schemas,
            positional=_positions(one for _, one in own),
            functions=named,
            division=inputs.selection.division,
            old_names=frozenset(
                OldName(one.name, one.renamed_to) for _, one in operations if one.renamed_to
            ),
            has_old_attributes=history.has_old_attributes,
        ),
    )


def _translator(
    inputs: Inputs, read: ReadOperations, types: TypeModules, history: History, log: DiagnosticLog
) -> Translator:
    profile, sent = inputs.profile, _request_types(read, types)
    addresses = _addresses(inputs, read, log)
    settings = client_parameters(read.operations, sent, read.definitions, addresses, profile)
    return Translator(
        definitions=read.definitions,
        types=sent,
        profile=profile,
        security=Security.of(profile, inputs.document, inputs.selection, log),
        addresses=addresses,
        client_parameters=settings,
        positional=history.positional,
        reserved=OLD_ARGUMENTS if history.has_old_attributes else ARGUMENTS,
        pages=PageFinder(profile.paging, read.definitions),
        decorators=Decorators.of(profile, read.operations),
        polls=PollFinder(
            profile.polling,
            read.operations,
            read.definitions,
            settings=settings,
            brackets=profile.form_style == "brackets",
        ),
    )


def _request_ids(inputs: Inputs, read: ReadOperations) -> tuple[str, ...]:
    """Return the headers of responses that may have the ID of the request."""
    if inputs.profile.request_id:
        return (inputs.profile.request_id.lower(),)
    return request_id_headers((one.selected.node for one in read.operations), inputs.resolver)


def _request_types(read: ReadOperations, types: TypeModules) -> RequestTypes:
    return RequestTypes(
        read.definitions,
        shared_aliases(read.definitions),
        types.models,
        file_holders=file_holders(read.definitions),
    )


def _addresses(inputs: Inputs, read: ReadOperations, log: DiagnosticLog) -> Addresses:
    document = inputs.document
    declared = servers_of(document.root, inputs.url)
    usable = usable_servers(declared, document, log) if read.operations else declared
    others = [one.servers for one in read.operations if one.servers]
    title = _about(document).get("title", "")
    return Addresses.of(usable or declared[:1], others, inputs.profile, title)


def _groups(
    operations: Iterable[tuple[SelectedOperation, ir.Operation]],
    taken: set[str],
    inputs: Inputs,
) -> Iterator[ir.Group]:
    """Yield the groups in alphabetical order, their operations in the document's."""
    by_group: defaultdict[str, list[tuple[SelectedOperation, ir.Operation]]] = defaultdict(list)
    for selected, operation in operations:
        by_group[selected.group].append((selected, operation))
    modules = names.module_names(sorted(by_group), taken)
    profile = inputs.profile
    page = profile.reference
    descriptions = group_descriptions(inputs.selection, inputs.document)
    for group in sorted(by_group):
        members = [selected for selected, _ in by_group[group]]
        yield ir.Group(
            name=modules[group],
            operations=tuple(operation for _, operation in by_group[group]),
            headers=_headers(members, profile),
            reference=page.replace("{group}", group.replace("_", "-")) if page else None,
            about=descriptions[group],
        )


def _headers(members: Sequence[SelectedOperation], profile: Profile) -> dict[str, str]:
    """Return the headers that the profile gives to all operations of a group."""
    headers: dict[str, str] = {}
    for rule in profile.headers:
        ours = (all(one.is_in((group,)) for one in members) for group in rule.groups)
        if not rule.groups or any(ours):
            headers |= rule.send
    return headers


def _positions(operations: Iterable[ir.Operation]) -> dict[str, PositionalArguments]:
    """Return the positional arguments of each function, for later runs."""
    return {
        one.name: PositionalArguments(
            one.path.wire(),
            one.positional,
            tuple(each.wire.wire() for each in one.in_order[: len(one.positional)]),
        )
        for one in operations
        if one.positional
    }


def _errors(read: ReadErrors) -> ir.Errors:
    """Return the bodies of errors; their types are as `components` has those of a named union."""
    bodies = (
        ir.ErrorBody(
            error=error,
            places=read.places[error],
            shape=shape,
            type=replaced(type_of(shape), {OBJECT: JSON}),
        )
        for error, shape in read.bodies.items()
    )
    return ir.Errors(bodies=tuple(bodies), schemas=read.schemas, operations=read.operations)


def _webhooks(read: ReadWebhooks | None, profile: Profile) -> ir.Webhooks | None:
    if read is None:
        return None
    usual = f"{profile.environment_prefix or 'API'}_WEBHOOK_SECRET"
    return ir.Webhooks(
        type=type_of(read.event),
        shape=read.event,
        node=read.payloads[0][0].node,
        payloads=tuple((Untrusted(one.path), type_of(shape)) for one, shape in read.payloads),
        scheme=profile.webhooks,
        environment=profile.webhook_secret_environment or usual,
    )


def _about(document: Document) -> dict[str, str]:
    """Return title, version and licence of a document (OpenAPI 3.1, 4.8.2 "Info Object")."""
    places = {
        "title": ("title",),
        "version": ("version",),
        "license": ("license", "name"),
        "license_url": ("license", "url"),
    }
    found = {key: document.root.get("info", *way) for key, way in places.items()}
    return {key: str(node.value) for key, node in found.items() if node}
