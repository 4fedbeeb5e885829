"""A project for each tenant: made, moved, limited and closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import openai_client as oa
from openai_client import components, params

EUROPE = oa.create_project.request(
    "Europe",
    geography="EU",  # touched: argument-removed
)

create_in_europe = partial(
    oa.create_project,
    geography="EU",  # touched: argument-removed
)


@dataclass
class Tenant:
    """Who pays for a project."""

    name: str
    country: str
    key: str | None = None
    project_id: str | None = None

    @property
    def geography(self) -> str:
        """Where the data of the tenant are kept."""
        return "EU" if self.country in {"CH", "DE", "FR"} else "US"


def make(tenant: Tenant) -> components.Project:
    """Make the project of a tenant."""
    project = oa.create_project(
        tenant.name,
        geography=tenant.geography,  # touched: argument-removed
        external_key_id=tenant.key,
    )
    tenant.project_id = project.id
    return project


def make_plain(tenant: Tenant) -> components.Project:
    """Make a project without any wishes."""
    return oa.create_project(tenant.name, external_key_id=tenant.key)


def make_by_settings(tenant: Tenant) -> components.Project:
    """Make a project with the settings that are known."""
    settings: dict[str, Any] = {}
    if tenant.key is not None:
        settings["external_key_id"] = tenant.key
    if tenant.country:
        settings["geography"] = tenant.geography  # touched: argument-removed
    return oa.create_project(tenant.name, **settings)


def move(project_id: str, geography: str | None) -> str:
    """Move a project."""
    match oa.modify_project.attempt(
        project_id,
        geography=geography,  # touched: argument-removed
    ):
        case oa.Ok(project):
            return project.name or project.id
        case oa.Err(oa.NotFoundError()):
            return "gone"
        case oa.Err(error):
            raise error


def rename(project_id: str, name: str) -> str | None:
    """Give a project another name."""
    return oa.modify_project(project_id, name=name, external_key_id=None).name


async def move_all(ids: Iterable[str]) -> list[components.Project]:
    """Move many projects, one after the other."""
    moved = []
    for one in ids:
        project = await oa.modify_project.aio(one, geography="US")  # touched: argument-removed
        moved.append(project)
    return moved


def adopt(project_id: str, tenant: Tenant) -> components.Project:
    """Give a project the name and the place of its tenant."""
    return oa.modify_project(
        project_id,
        name=tenant.name,
        geography=tenant.geography,  # touched: argument-removed
    )


def limit(project_id: str, dollars: int) -> int:
    """Limit what a project may cost."""
    channel: params.SpendAlertNotificationChannel = {
        "type": "email",
        "recipients": ["pay@example.com"],
    }
    alert = oa.create_project_spend_alert(project_id, dollars * 80, "USD", "month", channel)
    oa.update_project_spend_limit(project_id, dollars * 100, "USD", "month")
    return alert.threshold_amount


def open_to(project_id: str, group_names: set[str]) -> list[str]:
    """Let groups into a project."""
    groups = [one for one in oa.list_groups(limit=100).data if one.name in group_names]
    added = [oa.add_project_group(project_id, one.id, "member") for one in groups]
    return [one.group_name for one in added]


def closed() -> Iterator[str]:
    """Yield the projects that are closed."""
    for project in oa.list_projects.iter(include_archived=True):
        if project.archived_at is not None:
            yield project.name or project.id


def keep_nothing(project_id: str) -> str:
    """Let a project keep no data."""
    kept = oa.update_project_data_retention(project_id, "zero_data_retention")
    return kept.object


def log_of(project_id: str) -> list[str]:
    """Return what was done in a project."""
    wanted: list[components.AuditLogEventType] = ["project.created", "project.updated"]
    entries = oa.list_audit_logs.iter(project_ids=[project_id], event_types=wanted)
    return [f"{one.effective_at} {one.type}" for one in entries]


def apply(tenant, where):
    """Move the project of a tenant whose class nobody wrote down."""
    return oa.modify_project(tenant.project_id, geography=where)  # touched: argument-removed


def weight(entry: components.AuditLog) -> int:
    """Say how much an entry of the log matters."""
    match entry.type:  # may: type-widened
        case "project.archived" | "api_key.deleted":
            return 3
        case "login.failed":
            return 2
        case _:
            return 1
