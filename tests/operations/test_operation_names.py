"""Names of functions where operation IDs are absent, or made by a tool."""

from __future__ import annotations

import json

import pytest
from support.documents import STRING, document, thing
from support.documents import json as json_content
from support.packages import make

from generator.diagnostics import DiagnosticLog
from generator.name_history import NO_HISTORY, History, NamedFunction
from generator.operations.path_names import plural, singular
from generator.options import Options
from generator.planning import plan


def responding(schema: dict) -> dict:
    """An operation whose response has a schema."""
    return {"responses": {"200": {"description": "ok", "content": json_content(schema)}}}


def document_of(*operations: str) -> dict:
    """A document of operations: `GET /path`, or `GET /path operationId`."""
    paths: dict[str, dict] = {}
    for one in operations:
        method, path, *identity = one.split(" ", 2)
        described = responding({"type": "array", "items": STRING})
        if identity:
            described["operationId"] = identity[0]
        paths.setdefault(path, {})[method.lower()] = described
    return document(paths)


@pytest.fixture
def named(tmp_path):
    """The function of each operation, by method and path."""

    def named(*operations: str, history: History = NO_HISTORY, **options: object):
        spec = tmp_path / "spec.json"
        spec.write_text(json.dumps(document_of(*operations)))
        chosen = {"all": not options, **options}
        package = plan(
            Options(spec=spec, output=tmp_path / "client", **chosen),
            DiagnosticLog(),
            history=history,
        )
        return {f"{one.method} {one.path.wire()}": str(one.name) for one in package.operations}

    return named


def check(named, operations: dict[str, str]) -> None:
    found = named(*operations)
    expected = {" ".join(key.split(" ", 2)[:2]): name for key, name in operations.items()}
    assert found == expected


def test_without_an_operation_id(named):
    check(
        named,
        {
            "GET /api/v1/users": "list_users",
            "POST /api/v1/users": "create_user",
            "GET /api/v1/users/{id}": "get_user",
            "PUT /api/v1/users/{id}": "update_user",
            "DELETE /api/v1/users/{id}": "delete_user",
            "DELETE /api/v1/users": "delete_users",
            "GET /api/v1/users/me": "get_users_me",
            "GET /api/v1/users/{id}/blog-posts": "list_user_blog_posts",
            "GET /api/v1/users/{id}/blog-posts/{post}": "get_user_blog_post",
            "GET /api/v1/users/{id}/avatar": "get_user_avatar",
            "PUT /api/v1/users/{id}/avatar": "update_user_avatar",
            "POST /api/v1/users/{id}/verify": "verify_user",
            "GET /api/v1/users/search": "search_users",
            "POST /api/v1/auth/login": "auth_login",
            "PUT /api/v1/orders/{id}": "replace_order",
            "PATCH /api/v1/orders/{id}": "update_order",
            "POST /api/v1/orders/{id}/expedite": "post_order_expedite",
            "POST /api/v1/customers/{id}": "update_customer",
            "POST /api/v1/charges/{id}/dispute/close": "close_charge_dispute",
            "POST /api/v1/invoices/{id}/add_lines": "invoice_add_lines",
            "POST /api/v1/invoices/{id}/mark_uncollectible": "invoice_mark_uncollectible",
            "POST /api/v1/plans/{id}/add_ons": "create_plan_add_on",
            "GET /api/v1/category": "list_categories",
            "POST /api/v1/category": "create_category",
            "GET /api/v1/category/{id}": "get_category",
            "GET /api/v1/status": "get_status",
            "HEAD /api/v1/status": "head_status",
            "GET /api/v1/import": "import_",
            "GET /api/v1": "get_root",
        },
    )


def test_actions_that_others_undo(named):
    check(
        named,
        {
            "GET /statuses/{id}": "get_status",
            "POST /statuses/{id}/reblog": "reblog_status",
            "POST /statuses/{id}/unreblog": "unreblog_status",
            "POST /statuses/{id}/pin": "pin_status",
            "POST /statuses/{id}/unpin": "unpin_status",
            "POST /statuses/{id}/unbookmark": "unbookmark_status",
            "POST /cards/{id}/pin": "pin_card",
            "GET /cards/{id}/union": "get_card_union",
        },
    )


def test_verbs_at_the_beginning_of_a_word(named):
    check(
        named,
        {
            "POST /accounts/{id}/login_links": "create_account_login_link",
            "GET /accounts/verify_credentials": "accounts_verify_credentials",
            "PATCH /accounts/update_credentials": "accounts_update_credentials",
            "GET /orders": "list_orders",
            "POST /orders/{id}/unassign": "unassign_order",
        },
    )


def test_versions_of_one_operation(named):
    check(
        named,
        {
            "GET /api/v1/search": "search",
            "GET /api/v2/search": "search_v2",
            "POST /api/v1/filters": "create_filter",
            "POST /api/v2/filters": "create_filter_v2",
            "GET /api/v1/filters/{id}": "get_filter",
            "GET /api/v2/filters/{id}": "get_filter_v2",
        },
    )


def test_words_that_all_paths_share_are_in_no_name(named):
    check(named, {"GET /shop/users": "list_users", "POST /shop/orders/{id}/cancel": "cancel_order"})
    check(named, {"GET /pets": "list_pets", "GET /pets/{id}": "get_pet"})


def test_paths_that_name_functions(named):
    check(
        named,
        {
            "POST /getUpdates": "get_updates",
            "POST /getMe": "get_me",
            "POST /close": "close",
            "POST /answerCallbackQuery": "answer_callback_query",
            "POST /hideGeneralForumTopic": "hide_general_forum_topic",
            "GET /sendMessage": "send_message",
        },
    )
    check(
        named,
        {
            "POST /api/chat.postMessage": "chat_post_message",
            "GET /api/chat.getPermalink": "chat_get_permalink",
            "GET /api/users.info": "users_info",
        },
    )
    check(
        named,
        {
            "GET /post-codes": "list_post_codes",
            "GET /set-lists": "list_set_lists",
            "GET /set-lists/{id}": "get_set_list",
            "GET /add-ons": "list_add_ons",
            "POST /add-ons/set_price": "add_ons_set_price",
        },
    )


def test_the_operation_ids_of_fastapi(named):
    check(
        named,
        {
            "GET /api/v1/users/{id} get_user_api_v1_users__id__get": "get_user",
            "POST /items/ create_item_items__post": "create_item",
            "GET /items/{item_id}/x read_item_x_items__item_id__x_get": "read_item_x",
            "GET / root__get": "root",
            # Two modules have a function `list`, which is a name of Python too.
            "GET /shops list_shops_get": "list_shops",
            "GET /tills list_tills_get": "list_tills",
            # A verb alone.
            "GET /api/v1/users get_api_v1_users_get": "get_users",
            "GET /api/v1/orders list_api_v1_orders_get": "list_orders",
            "DELETE /coins/{id} delete_coins__id__delete": "delete_coin",
            # Not of this kind.
            "GET /orders get_orders": "get_orders",
            "GET /bills billsGet": "bills_get",
        },
    )


def test_operation_ids_that_are_method_and_path(named):
    check(
        named,
        {
            "GET /users GET_/users": "list_users",
            "GET /users/{id} GET_/users/{id}": "get_user",
            "GET /v1/orders/{order_id} getV1OrdersOrderId": "get_order",
            "GET /api/v1/shops/{id} getApiV1ShopsById": "get_shop",
            "POST /files/{file_id}/copy post_files_id_copy": "copy_file",
            # A person may have written these.
            "GET /status getStatus": "get_status",
            "GET /pets getPets": "get_pets",
            "GET /pets/{id} getPetsById": "get_pets_by_id",
            "POST /payment-methods post-payment-methods": "post_payment_methods",
            "GET /things/{id} getThing": "get_thing",
            "DELETE /things/{id} removeThing": "remove_thing",
            "PUT /things/{id} putThing": "put_thing",
        },
    )


def test_operation_ids_with_a_module(named):
    check(
        named,
        {
            "GET /v1/agents agents_api_v1_agents_list": "agents_list",
            "POST /v1/files files_api_routes_upload_file": "upload_file",
            "GET /a shop_api_v1_views_list_items": "list_items",
            "GET /b shop_api_routes_get_item": "shop_api_routes_get_item",
            "GET /c till_api_routes_get_item": "till_api_routes_get_item",
            "GET /jobs jobs_api_routes_fine_tuning_get_fine_tuning_jobs": "get_fine_tuning_jobs",
            # Not of this kind.
            "GET /d list_api_keys": "list_api_keys",
            "GET /e app_api_v1_run": "app_api_v1_run",
        },
    )


def test_paths_that_name_actions_of_a_controller(named):
    check(
        named,
        {
            "GET /api/Users/GetUserById/{id}": "get_user_by_id",
            "GET /api/Users/GetByEmail": "get_user_by_email",
            "GET /api/Users/GetAll": "get_all_users",
            "POST /api/Users/CreateUser": "create_user",
            "DELETE /api/Users/DeleteUser/{id}": "delete_user",
            "GET /api/Users/GetPage": "users_get_page",
            "GET /api/Orders/GetAll": "get_all_orders",
        },
    )


def test_operation_ids_with_a_counter(named):
    check(
        named,
        {
            "GET /api/owners getAll": "list_owners",
            "GET /api/pets getAll_1": "list_pets",
            "POST /api/pets create": "create",
            "GET /api/pets/{id} getById": "get_by_id",
            "GET /v2/pets list_v_2": "list_v_2",
        },
    )


def test_where_most_are_method_and_path_all_are(named):
    check(
        named,
        {
            "GET /v1/customers GetCustomers": "list_customers",
            "POST /v1/customers PostCustomers": "create_customer",
            "GET /v1/customers/{customer} GetCustomersCustomer": "get_customer",
            "POST /v1/customers/{customer} PostCustomersCustomer": "update_customer",
            "DELETE /v1/customers/{customer} DeleteCustomersCustomer": "delete_customer",
            "POST /v1/charges/{charge}/capture PostChargesChargeCapture": "capture_charge",
        },
    )


@pytest.mark.parametrize(
    "operations",
    [
        {"GET /a Users_GetUser": "get_user", "GET /b Users_List": "users_list"},
        {"GET /a Users_GetUser": "users_get_user", "GET /b getUser": "get_user"},
        {"GET /a repos/get": "repos_get", "GET /b issues/list-for-repo": "issues_list_for_repo"},
        {"GET /a feeds.createFeed": "create_feed", "GET /b chat.post": "chat_post"},
        {"GET /a UserService_GetUser": "get_user", "GET /b UserService_Find": "user_find"},
        {"GET /a UsersController_findAll": "users_find_all", "GET /b x": "x"},
        {"GET /a Shop_Users_GetUser": "get_user", "GET /b Shop_Orders_List": "orders_list"},
        {"GET /a v1.users.list": "users_list", "GET /b v1.orders.list": "orders_list"},
        {"GET /a v1.users.list": "v1_users_list", "GET /b orders.list": "orders_list"},
        {"GET /a orders.create": "orders_create", "GET /b orders.get": "orders_get"},
        {"GET /a terms_of_service/get": "terms_of_service_get", "GET /b x": "x"},
        {"GET /a shop_api_list_users": "list_users", "GET /b shop_api_get_till": "get_till"},
        {"GET /a get_user_x_now": "get_user_x_now", "GET /b get_user_y_then": "get_user_y_then"},
        {"GET /a shop_a": "shop_a", "GET /b shop_b": "shop_b"},
        {"GET /a V1GetUser": "get_user", "GET /b V1ListUsers": "list_users"},
        {
            "GET /a V1EndUserDialogsSearch_SearchDialog": "end_user_search_dialog",
            "GET /b V1OwnerDialogsSearch_SearchDialog": "owner_search_dialog",
            "POST /b V1OwnerDialogsCreate_Dialog": "owner_create_dialog",
            "GET /c V1PartiesGet_GetParties": "get_parties",
        },
        {"GET /a +1": "plus_1", "GET /b $": "get_b"},
        {"GET /a listAssistants": "list_assistants", "GET /b get-a-run": "get_a_run"},
    ],
    ids=lambda one: next(iter(one)).split()[-1],
)
def test_what_an_operation_id_repeats(named, operations):
    check(named, operations)


def test_a_selection_changes_no_name(named):
    operations = ["GET /a Users_GetUser", "GET /b getUser", "GET /c"]
    assert named(*operations, paths=("/a",)) == {"GET /a": "users_get_user"}


def test_an_earlier_package_keeps_its_names(named):
    operation = "GET /users/{id} get_user_users__id__get"
    before = NamedFunction("get_user_users_id_get", "get_user_users_id_get", "GET /users/{id}")
    history = History(functions=frozenset([before]))
    assert named(operation, history=history) == {"GET /users/{id}": before.name}
    assert named(operation.replace("get_user_", "read_user_"), history=history) == {
        "GET /users/{id}": "read_user"
    }


def test_names_do_not_change_when_operations_come(named, tmp_path):
    def history_of(*operations, history=NO_HISTORY):
        spec = tmp_path / "spec.json"
        spec.write_text(json.dumps(document_of(*operations)))
        options = Options(spec=spec, output=tmp_path / "client", all=True)
        return plan(options, DiagnosticLog(), history=history).history

    first = ["GET /shop/users/{id}", "PUT /shop/users/{id}", "GET /shop/x Users_GetUser"]
    known = named(*first)
    assert set(known.values()) == {"get_user", "update_user", "users_get_user"}
    more = [*first, "PATCH /shop/users/{id}", "GET /users/{id}", "GET /y update_user"]
    later = named(*more, history=history_of(*first))
    assert later.items() > known.items()
    assert len(set(later.values())) == len(more)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("users", "user"), ("categories", "category"), ("branches", "branch"), ("boxes", "box"),
        ("addresses", "address"), ("statuses", "status"), ("blog_posts", "blog_post"),
        ("people", "person"), ("responses", "response"), ("caches", "cach"), ("keys", "key"),
    ],
)  # fmt: skip
def test_singular_and_plural(many, one):
    assert singular(many) == one
    assert plural(many) == many


@pytest.mark.parametrize("word", ["status", "address", "analysis", "data", "file_metadata", "news"])
def test_words_that_are_no_plural(word):
    assert singular(word) == word


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"type": "array", "items": STRING}, "list_rooms"),
        (thing(data={"type": "array", "items": STRING}, total={"type": "integer"}), "list_rooms"),
        ({"allOf": [thing(data={"type": ["array", "null"], "items": STRING})]}, "list_rooms"),
        ({"$ref": "#/components/schemas/Loop"}, "list_rooms"),
        (thing(name=STRING), "get_rooms"),
        (STRING, "get_rooms"),
    ],
)
def test_a_list_is_listed_and_anything_else_is_got(tmp_path, schema, name):
    loop = thing(more={"$ref": "#/components/schemas/Loop"}, items={"type": "array"})
    described = document({"/rooms": {"get": responding(schema)}}, {"Loop": loop})
    [function] = make(tmp_path / "client", described).package.operations
    assert function.name == name
