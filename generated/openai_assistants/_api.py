"""What this API adds to the runtime: its address, its credentials, the default client."""

from __future__ import annotations

from typing import Final

from typing_extensions import Unpack

from ._runtime.client import Api, BaseClient, ClientSettings
from ._runtime.credentials import Credential
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
    return API.use(
        Client(api_key=api_key, organization_key=organization_key, **settings)
    )


def call(
    options: CallOptions | None,
    base_url: str | None,
    *,
    anonymous: bool = False,
    **credentials: str | None,
) -> Call:
    """Return the settings of one call; it sends only the credentials that are named here."""
    return Call(API, options, base_url, credentials, anonymous)
