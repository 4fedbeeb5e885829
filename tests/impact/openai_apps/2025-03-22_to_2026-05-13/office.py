"""The people who look after the organization: keys, members, projects and the log."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from openai_client import (
    APIStatusError,
    CallOptions,
    Err,
    NotFoundError,
    Ok,
    create_admin_api_key,
    delete_admin_api_key,
    list_admin_api_keys,
    archive_project,
    components,
    create_project_service_account,
    create_project_user,
    delete_project_api_key,
    invite_user,
    list_audit_logs,
    list_invites,
    list_project_api_keys,
    list_project_users,
    list_projects,
    list_users,
    retrieve_project_api_key,
    usage_completions,
    usage_costs,
)

SLOW = CallOptions(timeout=120.0, max_retries=6)
ALARMING: frozenset[components.AuditLogEventType] = frozenset(
    ("login.failed", "api_key.deleted", "project.archived")
)


@dataclass
class Person:
    """One line of the list of people."""

    name: str
    email: str
    role: str

    @classmethod
    def of(cls, user: components.User) -> Person:
        """Make the line of a user."""
        return cls(
            name=user.name,  # touched: attribute-widened
            email=user.email.lower(),  # touched: attribute-widened
            role=user.role,  # touched: attribute-widened
        )


def people() -> list[Person]:
    """List everybody, owners first."""
    listed = [Person.of(user) for user in list_users.iter(limit=100)]
    return sorted(listed, key=lambda one: (one.role != "owner", one.name))


def users_after(after: str | None) -> tuple[list[components.User], str]:
    """Return a page of users and where the next one begins."""
    page = list_users(after=after) if after else list_users()
    return page.data, page.last_id  # touched: attribute-widened


def active() -> Iterator[components.Project]:
    """Yield the projects that are in use."""
    for project in list_projects.iter(include_archived=False):
        if project.status == "active":  # touched: attribute-widened
            yield project


def headings(projects: list[components.Project]) -> str:
    """Return the names of projects in a line."""
    return ", ".join(project.name for project in projects)  # touched: attribute-widened


def retire(project: components.Project) -> datetime | None:
    """Archive a project and say when that was."""
    done = archive_project(project.id)
    if done.archived_at is None:
        return None
    return datetime.fromtimestamp(done.archived_at, UTC)


def join(project_id: str, user_id: str) -> str:
    """Put a user into a project."""
    user = create_project_user(
        project_id,
        user_id,  # touched: argument-position
        "member",
    )
    return user.email  # touched: attribute-widened


def members(project_id: str) -> dict[str, str]:
    """Return the roles of the members by address."""
    roles: dict[str, str] = {}
    for one in list_project_users.iter(project_id):
        match one.role:  # touched: attribute-widened
            case "owner":
                roles[one.email] = "may do all"  # touched: attribute-widened
            case "member":
                roles[one.email] = "may use it"  # touched: attribute-widened
    return roles


def robot(project_id: str, name: str) -> str:
    """Make an account for a program and return its key."""
    account = create_project_service_account(project_id, name)
    print(account.id, account.role)
    return account.api_key.value  # touched: attribute-widened


def new_key(name: str) -> str:
    """Make an administrator's key."""
    made = create_admin_api_key(name)  # touched: result-widened
    if made.value is None:  # follows
        raise RuntimeError(f"no value for {made.id}")
    return made.value  # follows


def secrets() -> list[str]:
    """Return the keys that show their value."""
    return [
        key.value  # touched: attribute-removed
        for key in list_admin_api_keys.iter(order="asc")
        if key.id and key.value  # touched: attribute-removed
    ]


def drop_admin_key(key: components.AdminApiKey) -> bool:
    """Delete an administrator's key."""
    return bool(key.id and delete_admin_api_key(key.id).deleted)


def owner_of(project_id: str, key_id: str) -> str:
    """Say whose key it is."""
    key = retrieve_project_api_key(
        project_id,
        key_id=key_id,  # touched: argument-renamed
        options=SLOW,
    )
    if key.owner.user is not None:  # touched: attribute-widened
        return key.owner.user.email  # touched: attribute-widened
    account = key.owner.service_account  # touched: attribute-widened
    return account.name if account else "nobody"


def clean(project_id: str, older_than: int) -> int:
    """Delete the keys that are too old."""
    gone = 0
    for key in list_project_api_keys.iter(project_id):
        if key.created_at < older_than:
            reply = delete_project_api_key.attempt(project_id, key.id)
            match reply:
                case Ok(value):
                    gone += value.deleted
                case Err(NotFoundError()):
                    continue
                case Err(error):
                    raise error
    return gone


def invite(email: str) -> str:
    """Invite somebody, and say until when that is good."""
    sent = invite_user(email, "reader", projects=[{"id": "proj_1", "role": "member"}])
    begun = sent.invited_at  # touched: attribute-removed
    seconds = sent.expires_at - begun  # touched: attribute-widened
    return f"{sent.email} has {seconds // 86400} days"


def waiting() -> list[components.Invite]:
    """Return the invitations that nobody answered."""
    now = time.time()
    pending = [one for one in list_invites.iter() if one.status == "pending"]
    return [one for one in pending if one.expires_at > now]  # touched: attribute-widened


def who(entry: components.AuditLog) -> str:
    """Say who did it."""
    session = entry.actor.session  # touched: attribute-widened
    if session and session.user:
        return session.user.email or "?"
    key = entry.actor.api_key  # touched: attribute-widened
    return f"key {key.id}" if key else "?"


def alarms(since: int) -> str:
    """Write a table of what is alarming."""
    table = io.StringIO()
    writer = csv.writer(table)
    for entry in list_audit_logs.iter(effective_at={"gte": since}, limit=100):
        if entry.type in ALARMING:  # may: type-widened
            writer.writerow([entry.effective_at, entry.type, who(entry)])
        elif entry.organization_updated and entry.organization_updated.changes_requested:
            asked = entry.organization_updated.changes_requested
            if asked.settings:  # touched: attribute-removed
                writer.writerow([entry.effective_at, asked.title, "settings"])
    return table.getvalue()


def costs(days: int) -> float:
    """Add up what the organization paid."""
    total = 0.0
    page = usage_costs(int(time.time()) - days * 86400, limit=days)
    for bucket in page.data:
        for item in bucket.result:  # touched: attribute-removed
            if isinstance(item, components.CostsResult) and item.amount:
                total += item.amount.value or 0
    return total


def tokens(since: int) -> int:
    """Count the tokens of all pages."""
    total = 0
    after: str | None = None
    while True:
        page = usage_completions(since, page=after) if after else usage_completions(since)
        for bucket in page.data:
            total += sum(map(weight, bucket.result))  # touched: attribute-removed
        if not page.has_more:
            return total
        after = page.next_page  # touched: attribute-widened


def weight(item: components.UsageTimeBucketResultItem) -> int:  # touched: type-removed
    """Return the tokens of an entry."""
    if isinstance(item, components.UsageCompletionsResult):
        return item.input_tokens + item.output_tokens  # follows
    return 0


def safely(do: Callable[[], object]) -> int | None:
    """Do something; return the status if it failed."""
    try:
        do()
    except APIStatusError as error:
        return error.status
    return None
