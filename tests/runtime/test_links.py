"""The header `Link` (RFC 8288, 3): what leads to the next page."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.links import next_link, resolve_link


@pytest.mark.parametrize(
    ("header", "url"),
    [
        ('<https://a.test/?p=2>; rel="next"', "https://a.test/?p=2"),
        ("</a,b>;rel=next", "/a,b"),
        ('<a>; rel="prev", <b>; rel="next", <c>; rel="last"', "b"),
        ('<a>; rel="first next"', "a"),
        ('<a>; REL = "NEXT"', "a"),
        ('<a>; title="x, <b>; rel=\\"next\\""; rel="prev", <c>; rel=next', "c"),
        ('<a>; rel="prev"; rel="next"', None),
        ('<a>; rel="next"; anchor="#part"', None),
        ('<a>; rel="nextish"', None),
        ('<a>; crossorigin; rel="next"', "a"),
        ("<a>", None),
        ("<>; rel=next", ""),
        ("a; rel=next", None),
        ('<a; rel="next"', None),
        ('<a>; title="open; rel="next"', None),
        ("", None),
        (",,, <a>; rel=next ,,", "a"),
        ('<a>; title="x\\', None),
    ],
)
def test_the_next_page(header, url):
    assert next_link(header) == url


TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
URLS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="<>"))
NAMES = st.sampled_from(["title", "type", "hreflang", "media", "x"])
LINKS = st.tuples(
    URLS,
    st.lists(st.tuples(NAMES, TEXTS), max_size=3),
    st.lists(st.sampled_from(["next", "prev", "last", "item"]), min_size=1, max_size=3),
    st.integers(0, 3),
)


def written(url, parameters, relations, position):
    quoted = [f'{name}="{escaped(text)}"' for name, text in parameters]
    quoted.insert(position, f'rel="{" ".join(relations)}"')
    return "; ".join([f"<{url}>", *quoted])


def escaped(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


@given(st.lists(LINKS, max_size=4))
def test_any_links(links):
    header = ", ".join(written(*one) for one in links)
    expected = next((url for url, _, relations, _ in links if "next" in relations), None)
    assert next_link(header) == expected


@given(st.text(st.sampled_from('<>;,="\\ abrelnxt')))
def test_any_text(text):
    assert isinstance(next_link(text), str | None)


def test_a_long_header_takes_no_time():
    assert next_link('<a>;"' * 20_000) is None
    assert next_link("<" * 100_000) is None


@pytest.mark.parametrize("part", ['<>\\"', '<>"', "<", "<a>,", '<a>;a="\\', "<a>; "])
def test_a_long_header_is_read_once(part):
    began = time.process_time()
    assert next_link(part * 20_000) is None
    assert time.process_time() - began < 2  # from each quote to the end: half a minute


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("/wiki/rest/things?p=2", "/wiki/rest/things"),
        ("/rest/things?p=2", "/wiki/rest/things"),  # the service is behind a path
        ("/things?p=2", "/wiki/rest/things"),
        ("/hings?p=2", "/hings"),
        ("/?p=2", "/"),
    ],
)
def test_a_link_to_the_end_of_a_path(link, path):
    address = "https://a.test/wiki/rest/things"
    found = resolve_link(link, address, "/wiki/rest/things", ["https://a.test"])
    expected = address if path == "/wiki/rest/things" else f"https://a.test{path}"
    assert found == (expected, {"p": ["2"]})
