"""Pages by `Link`, downloads by redirect, uploads to another host: an API that hosts code."""

from __future__ import annotations

import asyncio

import pytest
from support.checkers import mypy, pyright

from apps.hosting_service import ARCHIVE, ISSUES, TOKEN, Hosting, archive
from apps.serving import serving

TITLES = [str(one["title"]) for one in ISSUES]


@pytest.fixture
def archives():
    with serving(archive) as served:
        yield served


@pytest.fixture
def service(hosting, archives):
    with (
        serving(Hosting(archives.url)) as served,
        hosting.package.configure(token=TOKEN, base_url=served.url, max_retries=0),
    ):
        yield served


def test_every_page_is_listed(hosting, service):
    assert hosting.module.titles("ada", "engine") == TITLES
    assert service.requests == [
        "GET /repos/ada/engine/issues?per_page=2",
        "GET /repos/ada/engine/issues?per_page=2&page=2",
        "GET /repos/ada/engine/issues?per_page=2&page=3",
    ]
    assert asyncio.run(hosting.module.titles_awaited("ada", "engine")) == TITLES


@pytest.mark.usefixtures("service")
def test_pages_are_lists(hosting):
    pages = list(hosting.package.issues_list_for_repo.pages("ada", "engine", per_page=2))
    assert [len(page) for page in pages] == [2, 2, 1]


@pytest.mark.usefixtures("service")
def test_errors_have_the_types_of_their_status(hosting):
    forge = hosting.package
    assert hosting.module.missing_fields("ada", "engine") == ["title"]
    with pytest.raises(forge.NotFoundError, match="404 Not Found") as caught:
        forge.issues_list_for_repo("ada", "missing")
    assert caught.value.data.documentation_url == "https://docs"


def test_a_release_is_uploaded(hosting, service, tmp_path):
    path = tmp_path / "engine.zip"
    path.write_bytes(b"PK" + bytes(50_000))
    made = hosting.module.publish("ada", "engine", 7, path)
    assert (made.name, made.size, made.state) == ("engine.zip", 50_002, "uploaded")
    assert service.requests == ["POST /repos/ada/engine/releases/7/assets?name=engine.zip"]


@pytest.mark.usefixtures("service")
def test_a_download_is_followed_to_its_host_without_the_credential(hosting, archives, tmp_path):
    forge = hosting.package
    url = forge.repos_download_tarball_archive("ada", "engine", "main")
    assert url == f"{archives.url}/main.tar.gz"
    assert archives.requests == []
    assert hosting.module.download("ada", "engine", "main", tmp_path).read_bytes() == ARCHIVE
    assert archives.requests == ["GET /main.tar.gz"]


@pytest.mark.slow
@pytest.mark.external
def test_the_app_is_strictly_typed(hosting):
    judged = [hosting.folder / "forge", hosting.folder / "hosting_app.py"]
    assert "no issues found" in mypy(judged, "3.11", hosting.folder)
    assert pyright(judged, "3.11", hosting.folder) == []
