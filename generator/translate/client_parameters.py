"""The settings of a client for the parameters that it sends with all of its calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from generator.client_settings import ClientParameter
from generator.naming import Identifier, distinct
from generator.profiles.credentials import setting_names
from generator.profiles.environment import is_secret, variable_names
from generator.python_types import STR
from generator.reserved_names import RESERVED, SETTINGS
from generator.schemas import named_shapes, shapes
from generator.text import Untrusted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.operations.client_wide import Key
    from generator.operations.parameters import Parameter
    from generator.operations.reader import ReadOperation
    from generator.profiles.profile import Profile
    from generator.profiles.settings import Setting
    from generator.schemas.shapes import Definition
    from generator.translate.servers import Addresses
    from generator.types.request_types import RequestTypes


def client_parameters(
    operations: Sequence[ReadOperation],
    types: RequestTypes,
    definitions: Mapping[str, Definition],
    addresses: Addresses,
    profile: Profile,
) -> dict[Key, ClientParameter]:
    """Return the settings by the place and the name of the parameter.

    All selected operations must agree on the values and on the default. A parameter that only some
    of them require stays an argument of these.
    """
    uses: dict[Key, list[Parameter]] = {}
    for operation in operations:
        for one in operation.parameters:
            if one.is_client_wide:
                uses.setdefault((one.place, one.wire), []).append(one)
    own_settings = {one.key: _of_profile(one) for one in profile.settings}
    shared = {
        key: each
        for key, each in uses.items()
        if key not in own_settings and _agree(each, definitions)
    }
    credentials = setting_names(profile.credentials)
    taken = {*SETTINGS, *RESERVED, *credentials, *addresses.taken}
    taken.update(one.setting for one in profile.settings)
    names = distinct([wire for _, wire in shared], taken)
    secret = [name for name, (_, wire) in zip(names, shared, strict=True) if is_secret(wire)]
    known = {variable for one in addresses.variables for variable in one.environment}
    variables = variable_names(
        profile.environment_prefix or "API", secret, known.union(profile.environment)
    )
    own = dict(zip(secret, variables, strict=True))
    return own_settings | {
        key: ClientParameter(
            setting=name,
            place=_place(key),
            wire=Untrusted(key[1]),
            shape=each[0].shape,
            type=types.in_full(each[0].shape),
            required=all(one.required for one in each),
            default=each[0].usual,
            environment=tuple(filter(None, [own.get(name)])),
            description=next((one.description for one in each if one.description), Untrusted("")),
        )
        for name, (key, each) in zip(names, shared.items(), strict=True)
    }


def _of_profile(one: Setting) -> ClientParameter:
    place, wire = one.key
    return ClientParameter(
        setting=Identifier(one.setting),
        place=place,
        wire=Untrusted(wire),
        shape=shapes.Scalar("str"),
        type=STR,
        required=False,
        default=None,
        environment=one.environment,
        description=Untrusted(one.description),
        everywhere=True,
    )


def _place(key: Key) -> Literal["header", "query", "cookie"]:
    match key[0]:
        case "header" | "cookie" as place:
            return place
    return "query"


def _agree(uses: Sequence[Parameter], definitions: Mapping[str, Definition]) -> bool:
    first = uses[0]
    target = named_shapes.target(first.shape, definitions)
    return isinstance(target, (shapes.Scalar, shapes.Enumeration)) and all(
        one.wrapper is None and (one.shape, one.usual) == (first.shape, first.usual) for one in uses
    )
