"""Types of the app in place of schemas: read, written, checked, in both directions."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from decimal import Decimal

import httpx2
import pytest
from support import imported_types
from support.checkers import mypy, pyright
from support.packages import make

APP = """\
from decimal import Decimal

from my_app import shop
from my_app.kinds import Point, Rate
from my_app.shop import components, params
from my_app.shop.custom import LargeOrder, Money, ShopClient


def use(client: ShopClient) -> Money:
    part: params.Order = {"id": "2", "prices": [Money(1)], "rate": Rate.HALF, "tax": Decimal(1)}
    order = shop.create_order.using(client)("1", price=Money(2), parts=[part], where=Point(1.0))
    shop.create_order("1", parts=order.parts or [])
    price: Money | None = order.price
    same: components.Money | None = price
    weight: Decimal | None = order.weight
    where: Point | None = order.where
    rate: Rate | None = order.rate
    print(same, weight, where, rate, LargeOrder(id="1").total)
    return shop.get_price("a")


async def wait() -> Money:
    wrong = shop.create_order.aio("1", price="2")
    return await shop.get_price.aio("a")
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The folder of an app with the package `my_app.shop`."""
    folder = tmp_path_factory.mktemp("app")
    package = folder / "my_app" / "shop"
    package.mkdir(parents=True)
    (folder / "my_app/__init__.py").touch()
    (folder / "my_app/kinds.py").write_text(imported_types.KINDS)
    make(package, imported_types.document(), types=imported_types.entries())
    (package / "custom.py").write_text(imported_types.CUSTOM)
    (folder / "app.py").write_text(APP)
    return folder


@pytest.fixture(scope="module")
def my(app):
    """The modules of the app: `my("shop.custom")`."""
    sys.path.insert(0, str(app))
    yield lambda name: importlib.import_module(f"my_app.{name}")
    sys.path.remove(str(app))
    for name in [one for one in sys.modules if one.partition(".")[0] == "my_app"]:
        del sys.modules[name]


class Service:
    """Records requests, and responds with what is next."""

    def __init__(self):
        self.requests, self.response = [], None

    def __call__(self, request):
        self.requests.append(request)
        if self.response is None:
            content, kind = request.content, request.headers.get("content-type", "")
            return httpx2.Response(200, content=content, headers={"content-type": kind})
        return httpx2.Response(200, json=self.response)

    @property
    def sent(self):
        return self.requests[-1].content.decode()


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def client(my, service):
    transport = httpx2.MockTransport(service)
    with my("shop.custom").ShopClient(
        http_client=httpx2.Client(transport=transport),
        async_http_client=httpx2.AsyncClient(transport=transport),
    ) as client:
        yield client


def order(my):
    """The arguments of an order, and their JSON."""
    money, kinds = my("shop.custom").Money, my("kinds")
    given = {
        "price": money("1.10"),
        "old_price": None,
        "price_in_all_of": money(5),
        "discounts": {"a": money(3)},
        "prices": iter([money(1), money(2)]),
        "pair": (money(4), 2),
        "payment": {"kind": "card", "fee": money(1)},
        "either": {"kind": "cash", "fee": "1"},
        "tree": [money(1), [money(2)]],
        "sku": "ABC",
        "where": kinds.Point(1, "x"),
        "weight": Decimal("2.5000000000000000000001"),
        "tax": Decimal("0.10"),
        "rate": kinds.Rate.HALF,
        "parts": [{"id": "2", "either": money(8), "payment": {"kind": "cash", "fee": "1"}}],
    }
    sent = (
        '{"id":"1","price":"1.10","old_price":null,"price_in_all_of":"5","discounts":{"a":"3"},'
        '"prices":["1","2"],"pair":["4",2],"payment":{"kind":"card","fee":"1"},'
        '"either":{"kind":"cash","fee":"1"},"tree":["1",["2"]],'
        '"sku":"abc","where":{"x":1.0,"label":"x"},"weight":2.5000000000000000000001,"tax":"0.10",'
        '"rate":0.5,"parts":[{"id":"2","either":"8","payment":{"kind":"cash","fee":"1"}}]}'
    )
    return given, sent


@pytest.mark.parametrize("awaited", [False, True])
def test_both_directions(my, client, service, awaited):
    given, sent = order(my)
    create = my("shop").create_order.using(client)
    got = asyncio.run(create.aio("1", **given)) if awaited else create("1", **given)
    assert service.sent == sent
    money, kinds = my("shop.custom").Money, my("kinds")
    assert (got.price, got.old_price, got.price_in_all_of) == (money("1.10"), None, money(5))
    assert (got.discounts, got.prices) == ({"a": money(3)}, [money(1), money(2)])
    assert (got.pair, got.payment.fee, got.either.fee) == ((money(4), 2), money(1), "1")
    assert got.tree == [money(1), [money(2)]]
    assert (got.sku, got.where, got.rate) == ("ABC", kinds.Point(1, "x"), kinds.Rate.HALF)
    assert (got.weight, got.tax) == (Decimal("2.5"), Decimal("0.10"))
    assert (got.parts[0].either, got.parts[0].payment.fee) == (money(8), "1")


def test_a_model_is_sent_and_dumped_as_it_was_read(my, client, service):
    given, sent = order(my)
    got = my("shop").create_order.using(client)("1", **given)
    read = json.loads(sent) | {"weight": 2.5}
    assert json.loads(got.model_dump_json()) == got.model_dump(mode="json") == read
    assert got.model_dump()["weight"] == Decimal("2.5")
    my("shop").create_order.using(client)("0", parts=[got])
    assert json.loads(service.sent) == {"id": "0", "parts": [read]}
    assert '"weight":2.5' in service.sent
    assert type(got).model_validate_json(got.model_dump_json()) == got


def test_parameters(my, client, service):
    shop, money = my("shop"), my("shop.custom").Money
    service.response = []
    shop.list_orders.using(client)(least=money("1.5"), skus=["A", "B"], x_limit=money(2))
    (request,) = service.requests
    assert str(request.url) == "https://shop.test/orders?least=1.5&skus=a&skus=b"
    assert request.headers["x-limit"] == "2"
    service.response = "12.50"
    assert shop.get_price.using(client)("A/B") == money("12.50")
    assert service.requests[-1].url.raw_path == b"/prices/a%2Fb"


def test_a_whole_body(my, client, service):
    point = my("kinds").Point(3, "here")
    assert my("shop").add_point.using(client)(point) == point
    assert service.sent == '{"x":3.0,"label":"here"}'


def test_a_form(my, client, service):
    service.response = {"id": "1"}
    given, _ = order(my)
    my("shop").send_form.using(client)(id="1", price=given["price"], sku="ABC")
    assert service.sent == "id=1&price=1.10&sku=abc"


def test_a_webhook_and_the_body_of_an_error(my):
    shop, money = my("shop"), my("shop.custom").Money
    assert shop.read_webhook(b'{"price": "3"}').price == money(3)
    error = httpx2.MockTransport(lambda _: httpx2.Response(400, json={"limit": "9"}))
    with shop.Client(http_client=httpx2.Client(transport=error)) as client:
        with pytest.raises(shop.BadRequestError) as caught:
            shop.get_price.using(client)("a")
        assert caught.value.data.limit == money(9)


def test_events(my):
    text = b'data: {"x": 1}\n\ndata: {"x": 2}\n\n'
    kind = {"content-type": "text/event-stream"}
    events = httpx2.MockTransport(lambda _: httpx2.Response(200, content=text, headers=kind))
    client = my("shop").Client(http_client=httpx2.Client(transport=events))
    with client, my("shop").watch_points.using(client).stream() as stream:
        found = list(stream)
    assert found == [my("kinds").Point(1), my("kinds").Point(2)]


def test_a_value_that_does_not_fit_is_kept_with_a_warning(my, client, service):
    shop = my("shop")
    service.response = [{"id": "1", "price": "oops", "sku": "abc", "where": {"x": "no"}}]
    with pytest.warns(shop.DriftWarning) as caught:
        (got,) = shop.list_orders.using(client)()
    assert "price: 'oops' is not custom.Money or None" in str(caught[0].message)
    assert "is not my_app.kinds.Point or None" in str(caught[0].message)
    assert (got.price, got.sku, got.where.x) == ("oops", "ABC", "no")
    assert json.loads(got.model_dump_json()) == service.response[0]


def test_a_wrong_argument(my, client):
    with pytest.raises(ValueError, match=r"a str is not my_app\.kinds\.Point"):
        my("shop").add_point.using(client)("nowhere")


def test_a_model_can_be_made_of_values(my):
    money = my("shop.custom").Money
    made = my("shop").components.Order(id="1", price=money(5), prices=[money(1)])
    assert made.prices == [money(1)]
    assert made.model_dump_json() == '{"id":"1","price":"5","prices":["1"]}'
    large = my("shop.custom").LargeOrder.model_validate({"id": "1", "prices": ["1", "2"]})
    assert large.total == 3


def test_a_json_schema(my):
    members = my("shop").components.Order.model_json_schema()["$defs"]["Order"]["properties"]
    assert {one["type"] for one in members["weight"]["anyOf"]} == {"number", "string", "null"}
    assert "Point" in json.dumps(members["where"])


@pytest.mark.parametrize("first", ["shop.custom", "shop.components", "shop", "kinds"])
def test_no_order_of_imports_fails(app, first):
    code = f"import my_app.{first}; from my_app.shop import components, custom; "
    code += "components.Order.model_validate({'id': '1', 'price': '1'})"
    subprocess.run([sys.executable, "-c", code], cwd=app, check=True)


def test_a_type_of_the_package_may_hold_models_that_hold_it(tmp_path):
    make(
        tmp_path / "shop",
        imported_types.document(),
        types=imported_types.entries({"Money": ".custom.Money"}),
    )
    (tmp_path / "shop/custom.py").write_text(
        "import pydantic\nfrom .components import Order\n\n\n"
        "class Money(pydantic.BaseModel):\n    of: Order | None = None\n"
    )
    code = "from shop.custom import Money; "
    code += "print(Money.model_validate({'of': {'id': '1', 'price': {}}}).of.price)"
    for first in ("custom", "components"):
        run = [sys.executable, "-c", f"import shop.{first}; {code}"]
        assert subprocess.check_output(run, cwd=tmp_path, text=True) == "of=None\n"


@pytest.mark.external
def test_type_checkers_know_the_types(app):
    said = mypy(["app.py", "my_app"], "3.11", app)
    (error,) = [line for line in said.splitlines() if "error:" in line]
    assert error.startswith('app.py:23: error: Argument "price"')
    assert 'incompatible type "str"; expected "Money | Omit"' in error
    found = pyright(["app.py", "my_app"], "3.11", app)
    lines = {(one["file"].rpartition("/")[2], one["range"]["start"]["line"] + 1) for one in found}
    assert lines == {("app.py", 23)}


@pytest.mark.parametrize(
    ("types", "reason"),
    [
        ({"Money": "my_app.nowhere.Money"}, "cannot be imported: No module named"),
        ({"Money": "my_app.kinds.Missing"}, "cannot be imported: module 'my_app.kinds' has no"),
        ({"Money": "threading.Thread"}, "needs `__get_pydantic_core_schema__`"),
    ],
)
def test_a_type_that_cannot_be_used(my, tmp_path, types, reason):
    assert my("kinds")
    from support.packages import load

    make(tmp_path / "shop", imported_types.document(), types=imported_types.entries(types))
    package = load(tmp_path / "shop")
    with pytest.raises(package.ConfigurationError, match=reason) as caught:
        package.components.Order.model_validate({"id": "1", "price": "1"})
    assert f"{types['Money']}, a type in [tool.opgen.types]" in str(caught.value)
    # A response that cannot be read is no drift.
    service = httpx2.MockTransport(lambda _: httpx2.Response(200, json="1"))
    with package.Client(http_client=httpx2.Client(transport=service)) as client:
        for call in (package.create_order.using(client), package.get_price.using(client)):
            with pytest.raises(package.ConfigurationError, match=reason):
                call("1")
