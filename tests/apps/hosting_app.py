"""An app that uses the code host, as its author would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import forge
from forge import components

if TYPE_CHECKING:
    from pathlib import Path


def titles(owner: str, repo: str) -> list[str]:
    """Return the titles of all issues, of every page."""
    return [issue.title for issue in forge.issues_list_for_repo.iter(owner, repo, per_page=2)]


async def titles_awaited(owner: str, repo: str) -> list[str]:
    """Return the same, awaited."""
    issues = forge.issues_list_for_repo.aio.iter(owner, repo, per_page=2)
    return [issue.title async for issue in issues]


def missing_fields(owner: str, repo: str) -> list[str | None]:
    """Open an issue without a title, and return the fields that the service asks for."""
    match forge.issues_create.attempt(owner, repo, ""):
        case forge.Ok(_):
            return []
        case forge.Err(forge.UnprocessableEntityError() as error) if error.data:
            return [one.field for one in error.data.errors or ()]
        case forge.Err(error):
            raise error


def publish(owner: str, repo: str, release: int, archive: Path) -> components.Asset:
    """Upload a file to a release."""
    return forge.repos_upload_release_asset(owner, repo, release, archive.name, body=archive)


def download(owner: str, repo: str, ref: str, folder: Path) -> Path:
    """Save the archive that a redirect leads to."""
    follow = forge.CallOptions(follow_redirects=True)
    found = forge.repos_download_tarball_archive.raw(owner, repo, ref, options=follow)
    found.save(folder / f"{ref}.tar.gz")
    return folder / f"{ref}.tar.gz"
