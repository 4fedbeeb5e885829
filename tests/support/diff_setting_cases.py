"""Changes of the settings of a client: a document, another one, what is said forwards and back."""

from support.diff_documents import takes
from support.documents import operation

CHANGED = "breaking setting-changed the package: "
ADDED = "additive setting-changed the package: "
MAY = "may break setting-changed the package: "


def variable(url="https://{at}.test", **at):
    return {**takes(), "servers": [{"url": url, "variables": {"at": at}}]}


def servers(**urls):
    listed = [{"url": url, "description": name} for name, url in urls.items()]
    return {**takes(), "servers": listed}


def version(schema):
    parameter = {"name": "revision", "in": "header", "schema": schema}
    paths = {f"/{one}": {"get": operation(parameter, name=one)} for one in ("a", "b")}
    return {**takes(), "paths": paths}


def titled(title):
    return {**takes(), "info": {"title": title, "version": "1"}}


ONE, TWO = "https://one.test", "https://two.test"
CASES = {
    "a value of a variable": (
        variable(default="a", enum=["a", "b"]),
        variable(default="a", enum=["a", "b", "c"]),
        [f"{ADDED}the setting `at` now takes `c`"],
        [f"{CHANGED}the setting `at` no longer takes `c`"],
    ),
    "the values of a variable": (
        variable(default="a"),
        variable(default="a", enum=["a"]),
        [f"{MAY}the setting `at` takes only `a` now"],
        [],
    ),
    "the default of a variable": (
        variable(default="a"),
        variable(default="b"),
        [f"{MAY}the default of the setting `at` is now `b`"],
        [f"{MAY}the default of the setting `at` is now `a`"],
    ),
    "a variable without a default": (
        variable(default="a"),
        variable(),
        [f"{CHANGED}the setting `at` has no default now"],
        [f"{ADDED}the setting `at` now has the default `a`"],
    ),
    "a server to choose": (
        servers(live=ONE, test=TWO),
        servers(live=ONE, test=TWO, old="https://old.test"),
        [f"{ADDED}the setting `server` now takes `old`"],
        [f"{CHANGED}the setting `server` no longer takes `old`"],
    ),
    "the address of a server to choose": (
        servers(live=ONE, test=TWO),
        servers(live=ONE, test="https://new.test"),
        [
            "may break address-changed the package: `test` of `server` now is `https://new.test`",
        ],
        [f"may break address-changed the package: `test` of `server` now is `{TWO}`"],
    ),
    "the default of a version": (
        version({"type": "string", "default": "1"}),
        version({"type": "string", "default": "2"}),
        [
            f"{MAY}the default of the setting `revision` is now `2`",
            "documentation described `a`: new description of `revision`",
            "documentation described `b`: new description of `revision`",
        ],
        [
            f"{MAY}the default of the setting `revision` is now `1`",
            "documentation described `a`: new description of `revision`",
            "documentation described `b`: new description of `revision`",
        ],
    ),
    "the title": (
        titled("Old API"),
        titled("New API"),
        [f"{MAY}the setting `base_url` is read from `NEW_BASE_URL` instead of `OLD_BASE_URL`"],
        [f"{MAY}the setting `base_url` is read from `OLD_BASE_URL` instead of `NEW_BASE_URL`"],
    ),
}
