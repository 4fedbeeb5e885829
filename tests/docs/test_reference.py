"""The reference is what the code says, and the pages lead to each other."""

import json
import re
import runpy

import pytest
from markdown_it import MarkdownIt
from support.doc_pages import PAGES, ROOT

REFERENCE = ROOT / "docs/reference"
BUILD = runpy.run_path(str(ROOT / "docs/build.py"))


WRITTEN = BUILD["written"]()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_the_generated_parts_are_current(path):
    """`make docs` writes them."""
    assert path.read_text(encoding="utf-8") == WRITTEN[path]


def test_every_key_of_a_lock_is_in_its_page():
    content = json.loads((ROOT / "generated/openai_assistants/opgen.lock").read_text("utf-8"))
    listed = re.findall(r"^\| `(\w+)` \|", (REFERENCE / "lock.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted([*content, "faults", "old_names", "vendored"])


def links(page):
    """The targets of a page's links."""
    for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        for child in token.children or ():
            if child.type == "link_open":
                yield child.attrs["href"]


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for link in links(page):
        target, _, anchor = link.partition("#")
        if not target.startswith(("https:", "http:")):
            path = (page.parent / target).resolve() if target else page
            assert path.exists(), link
            assert not anchor or anchor in anchors(path), link


def test_the_index_lists_every_page():
    index = ROOT / "docs/index.md"
    listed = {(index.parent / link).resolve() for link in links(index)}
    assert set(ROOT.glob("docs/**/*.md")) - {index} <= listed
