"""What this API adds to the runtime: its address, its credentials, the default client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from typing_extensions import Unpack

from ._runtime.client import Api, BaseClient, ClientSettings
from ._runtime.credentials import Credential
from ._runtime.parameters import Omit, omit
from ._runtime.request import Call, CallOptions

API: Final = Api(
    name="openai_assistants",
    base_url="https://api.openai.com/v1",
    base_url_environment="OPENAI_BASE_URL",
    form_style="brackets",
    credentials=(
        Credential(
            "api_key",
            argument="openai_api_key",
            header="Authorization",
            prefix="Bearer ",
            environment=("OPENAI_API_KEY",),
            required=True,
        ),
        Credential(
            "organization_key",
            argument="openai_organization_key",
            header="OpenAI-Organization",
            environment=(
                "OPENAI_ORGANIZATION_KEY",
                "OPENAI_ORG_ID",
            ),
        ),
    ),
)


class Client(BaseClient):
    """Settings and connections for the API; use one per tenant."""

    def __init__(
        self,
        *,
        api_key: str | None = None,
        organization_key: str | None = None,
        **settings: Unpack[ClientSettings],
    ) -> None:
        super().__init__(
            API,
            {
                "api_key": api_key,
                "organization_key": organization_key,
            },
            **settings,
        )


def configure(
    *,
    api_key: str | None = None,
    organization_key: str | None = None,
    **settings: Unpack[ClientSettings],
) -> Client:
    """Set the client for calls that name no client; the environment gives other settings."""
    return API.use(Client(api_key=api_key, organization_key=organization_key, **settings))


def call(
    options: CallOptions | None,
    base_url: str | None,
    api_key: str | None | Omit = omit,
    organization_key: str | None | Omit = omit,
    *,
    headers: Mapping[str, str] | None = None,
    anonymous: bool = False,
) -> Call:
    """Return the settings of one call; it sends only the credentials that are given here."""
    credentials = {
        "api_key": api_key,
        "organization_key": organization_key,
    }
    named = {name: value for name, value in credentials.items() if not isinstance(value, Omit)}
    return Call(API, options, base_url, named, anonymous, headers or {})
