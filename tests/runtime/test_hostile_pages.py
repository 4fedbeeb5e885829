"""Services whose pages lead astray: to other hosts, in circles, nowhere."""

import math

import pytest
from support.documents import STRING, thing
from support.packages import imported
from support.paged import INTEGER, ITEMS, Paged, items, link, paged_document, query
from support.scripted_server import Say, typed

KEY = "sk-test-0123456789"
LISTS = (
    Paged("linked", "", ITEMS, (), (), parameters=query(page=INTEGER), headers=["Link"]),
    Paged("urls", "", thing(data=ITEMS, next_url=STRING), (), (), parameters=query(page=INTEGER)),
    Paged("numbered", "", thing(data=ITEMS), (), (), parameters=query(page=INTEGER, limit=INTEGER)),
    Paged(
        "counted",
        "",
        thing(data=ITEMS, page=INTEGER, total=INTEGER),
        (),
        (),
        parameters=query(page=INTEGER),
    ),
    Paged(
        "cursors", "", thing(data=ITEMS, next_cursor={}), (), (), parameters=query(cursor=STRING)
    ),
)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    described = paged_document(LISTS)
    described["servers"] = [{"url": "https://api.example.test/v1"}]
    schemes = {"key": {"type": "apiKey", "in": "query", "name": "api_key"}}
    described["components"]["securitySchemes"] = schemes
    described["security"] = [{"key": []}]
    return imported(tmp_path_factory.mktemp("hostile") / "lists", described)


@pytest.fixture
def lists(package, server):
    with package.configure(base_url=server.url, key=KEY, max_retries=0):
        yield package


def following(lists, server, url, *more):
    """The requests of a list whose first page leads to a URL."""
    server.say({"data": items("a"), "next_url": url}, *more or [{"data": items("b")}])
    found = [one.id for one in lists.urls.iter(page=1)]
    assert found == ["a", "b"]
    return [one.target for one in server.asked]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test/v1/urls?page=2",
        "//evil.test/v1/urls?page=2",
        "https://api.example.test.evil.test/v1/urls?page=2",
        "https://api.example.test@evil.test/v1/urls?page=2",
        "https://user:pass@api.example.test/v1/urls?page=2",
        "https://api.example.test:8443/v1/urls?page=2",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://[::1/v1/urls",
        "http://127.0.0.1:port/",
        "/v1/urls?page=2\r\nX: y",
    ],
)
def test_another_host_gets_no_request(lists, server, url):
    server.say({"data": items("a"), "next_url": url})
    pages = lists.urls.iter()
    assert next(pages).id == "a"
    with pytest.raises(lists.APIResponseError, match="the next page is not requested from") as one:
        next(pages)
    assert len(server.asked) == 1
    assert KEY not in str(one.value)
    assert "pass" not in str(one.value).replace("passwd", "")


def test_the_error_names_the_host(lists, server):
    server.say(link("https://evil.test/v1/linked?page=2", "a"))
    with pytest.raises(lists.APIResponseError, match=r"from the host evil\.test"):
        list(lists.linked.iter())


def test_the_key_of_a_url_is_replaced_by_that_of_the_client(lists, server):
    targets = following(lists, server, "/v1/urls?api_key=other&page=2")
    assert targets == [f"/v1/urls?page=1&api_key={KEY}", f"/v1/urls?page=2&api_key={KEY}"]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("?page=2", "/v1/urls?page=2"),
        ("urls?page=2", "/v1/urls?page=2"),
        ("/v1/urls?page=2&x=a%20b&x=c", "/v1/urls?page=2&x=a%20b&x=c"),
        ("https://api.example.test/v1/urls?page=2", "/v1/urls?page=2"),
        ("http://api.example.test/v1/urls?page=2", "/v1/urls?page=2"),
        ("https://api.example.test/v1/urls/next/2", "/v1/urls/next/2"),
        ("/v1/other/2?z", "/v1/other/2?z="),
        ("?q=%E9%ff&page=2", "/v1/urls?q=%E9%FF&page=2"),  # bytes that are not UTF-8
        ("/elsewhere?page=2", "/elsewhere?page=2"),
    ],
)
def test_where_a_url_leads(lists, server, url, target):
    asked = following(lists, server, url)[1]
    assert asked == f"{target}{'&' if '?' in target else '?'}api_key={KEY}"


def test_a_gateway_keeps_its_path(package, server):
    url = "https://api.example.test/v1/urls?page=2"
    server.say(
        {"data": items("a"), "next_url": url},
        {"data": items("b"), "next_url": "/v1/urls?page=3"},
        {"data": items("c"), "next_url": "https://api.example.test/v1/deeper/4?y=1"},
        {"data": items("d")},
    )
    with package.Client(base_url=f"{server.url}/gateway", key=KEY) as client:
        assert len(list(package.urls.using(client).iter())) == 4
    assert [
        one.target.partition("?api_key")[0].partition("&api_key")[0] for one in server.asked
    ] == [
        "/v1/gateway/urls",
        "/v1/gateway/urls?page=2",
        "/v1/gateway/urls?page=3",
        "/v1/gateway/deeper/4?y=1",
    ]


def test_urls_in_a_circle(lists, server):
    server.always = Say(data={"data": items("a"), "next_url": "?page=2"})
    with pytest.raises(lists.APIResponseError, match="two pages have the same URL") as one:
        list(lists.urls.iter())
    assert len(server.asked) == 2
    assert "page=2" not in str(one.value)


def test_a_number_that_has_no_effect(lists, server):
    server.always = Say(data={"data": items("a", "b")})
    with pytest.raises(lists.APIResponseError, match="page has no effect"):
        list(lists.numbered.iter(limit=2))
    assert len(server.asked) == 2


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"NaN", b"9" * 400, b"9" * 4300])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_number_out_of_range(lists, server, number):
    numbers = b'"page": %b, "total": %b' % (number, number)
    server.say(typed("application/json", b'{"data": [{"id": "a"}], %b}' % numbers), {"data": []})
    assert [one.id for one in lists.counted.iter()] == ["a"]


@pytest.mark.parametrize("size", [50_000, 1_000_000])
def test_a_position_that_is_too_long(lists, server, size):
    server.say({"data": items("a"), "next_url": f"?page={'9' * size}"})
    with pytest.raises(lists.APIResponseError, match="not a position"):
        list(lists.urls.iter())
    server.say({"data": items("a"), "next_cursor": "9" * size})
    with pytest.raises(lists.APIResponseError, match="not a position"):
        list(lists.cursors.iter())


@pytest.mark.parametrize("cursor", [["x"], {"a": 1}, True, math.inf, math.nan])
def test_a_cursor_that_is_none(lists, server, cursor):
    server.say({"data": items("a"), "next_cursor": cursor})
    with pytest.raises(lists.APIResponseError, match="not a position"):
        list(lists.cursors.iter())


def test_a_cursor_that_is_a_url_is_followed_at_the_host_only(lists, server):
    url = "https://api.example.test/v1/cursors?cursor=x"
    server.say({"data": items("a"), "next_cursor": url}, {"data": items("b")})
    assert len(list(lists.cursors.iter())) == 2
    server.say({"data": items("a"), "next_cursor": "https://evil.test/?cursor=x"})
    with pytest.raises(lists.APIResponseError, match=r"the host evil\.test"):
        list(lists.cursors.iter())


@pytest.mark.parametrize("data", [{"data": None}, {}, {"data": "text"}, {"data": {"a": 1}}])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_page_without_a_list_is_empty(lists, server, data):
    server.say(data)
    assert list(lists.cursors.iter()) == []


def test_the_error_of_a_later_page_is_raised(lists, server):
    server.say({"data": items("a"), "next_url": "?page=2"}, Say(500, {"error": "broken"}))
    pages = lists.urls.pages()
    assert next(pages).data[0].id == "a"
    with pytest.raises(lists.InternalServerError, match="broken"):
        next(pages)


def test_each_page_is_retried(package, server):
    retry = Say(503, headers={"Retry-After": "0"})
    server.say({"data": items("a"), "next_url": "?page=2"}, retry, {"data": items("b")})
    with package.Client(base_url=server.url, key=KEY, max_retries=1) as client:
        assert len(list(package.urls.using(client).iter())) == 2
    assert len(server.asked) == 3


@pytest.mark.parametrize("total", [-1, 0])
def test_a_total_that_denies_the_items_says_nothing(lists, server, total):
    pages = [{"data": items(*names), "page": n, "total": total} for n, names in enumerate("ab", 1)]
    server.say(*pages, {"data": [], "total": total})
    assert [one.id for one in lists.counted.iter()] == ["a", "b"]
