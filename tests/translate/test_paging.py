"""Which rule recognises how a list is paged, and what is not paged."""

import pytest
from support.documents import STRING, document, json, thing
from support.paged import BOOLEAN, INTEGER, ITEM, ITEMS, Paged, paged_document, query
from support.paged_as_services import LINKS
from support.paged_by_extension import EXTENDED
from support.paged_lists import ALL_PAGED, PAGED
from support.plans import plan_of

from generator.report import PagedOperation


def planned(folder, *cases, profile=None, log=None):
    made = plan_of(folder, paged_document(cases), profile=profile, log=log)
    return {one.name: one for one in made.operations}


def list_of(name="things", response=ITEMS, **parts):
    return Paged(name, "", response, (), (), **parts)


def test_the_rule_of_each_list(tmp_path):
    found = planned(tmp_path, *ALL_PAGED)
    assert {name: one.pages and one.pages.rule for name, one in found.items()} | {
        one.name: found[one.name].pages.origin for one in EXTENDED
    } == {one.name: one.rule for one in ALL_PAGED}
    assert {found[one.name].pages.origin for one in PAGED} == {"document"}
    assert found["by_metadata"].pages.items == "channels"


TWO = thing(first_ones=ITEMS, second_ones=ITEMS, next_cursor=STRING)
MARKER = thing(entries=ITEMS, next_marker=STRING, offset=INTEGER)
NOT_PAGED = {
    "no_list": list_of(response=thing(next_cursor=STRING), parameters=query(cursor=STRING)),
    "no_parameter": list_of(response=thing(data=ITEMS, next_cursor=STRING)),
    "a_resource": list_of(
        response=thing(id=STRING, tags=ITEMS, page=INTEGER), parameters=query(page=INTEGER)
    ),
    "a_part_of_a_resource": list_of(
        response=thing(name=STRING, tracks=thing(items=ITEMS, next=STRING)),
        parameters=query(fields=STRING),
    ),
    "only_a_limit": list_of(parameters=query(limit=INTEGER)),
    "times": list_of(
        response=thing(data=ITEMS, start=STRING, end=STRING),
        parameters=query(start=STRING, end=STRING),
    ),
    "a_number_of_something": list_of(parameters=query(offset=INTEGER, paymentsOnly=BOOLEAN)),
    "an_id_as_offset": list_of(
        response=thing(result=ITEMS),
        body=thing(
            offset={**INTEGER, "description": "Identifier of the first update to be returned."},
            limit=INTEGER,
        ),
    ),
    "an_id_of_nothing": list_of(parameters=query(after=STRING, limit=INTEGER)),
    "a_creation": list_of(
        response=thing(pagination=thing(page=INTEGER), things=ITEMS),
        body=thing(pagination=thing(page=INTEGER), things=ITEMS),
    ),
    "two_ways": list_of(response=MARKER, parameters=query(marker=STRING, offset=INTEGER)),
    "two_lists": list_of(response=TWO, parameters=query(cursor=STRING)),
    "an_index_from_0_or_1": list_of(parameters=query(startIndex=INTEGER, count=INTEGER)),
    "the_next_of_something": list_of(response=thing(data=ITEMS, next_action_url=STRING)),
    "an_echo_or_a_cursor": list_of(
        response=thing(results=ITEMS, next=STRING, cursor=STRING),
        body=thing(cursor=STRING, limit=INTEGER),
    ),
    "a_period": list_of(
        response=thing(data=ITEMS, start_date=STRING, end_date=STRING, end_id=STRING),
        parameters=query(start_date=STRING, end_date=STRING, start_id=STRING),
    ),
    "a_position": list_of(
        response=thing(data=ITEMS, position=STRING), parameters=query(position=STRING)
    ),
    "links_of_something": list_of(response=thing(data=ITEMS, links=LINKS)),
    "a_url_by_post": list_of(
        response=thing(data=ITEMS, nextLink=STRING), body=thing(limit=INTEGER)
    ),
    "a_time_after": list_of(
        parameters=query(after=STRING, limit=INTEGER),
        headers=["Retry-After", "X-RateLimit-Reset-After"],
    ),
    "a_time_in_a_request_and_its_response": list_of(
        response=thing(versions=ITEMS, run_after=STRING), body=thing(run_after=STRING)
    ),
    "newest_first": list_of(parameters=query(max_id=STRING, since_id=STRING, limit=INTEGER)),
    "a_url_or_a_cursor": list_of(
        response=thing(data=ITEMS, next=STRING), parameters=query(offset=STRING)
    ),
    "one_page_as_autorest_says": list_of(
        response=thing(value=ITEMS, next_cursor=STRING),
        parameters=query(cursor=STRING),
        extensions={"x-ms-pageable": {"nextLinkName": None}},
    ),
}


def test_what_is_not_paged(tmp_path):
    paths = {f"/{name}": one.operation() for name, one in NOT_PAGED.items()}
    for name, path in paths.items():
        next(iter(path.values()))["operationId"] = name[1:]
    made = plan_of(tmp_path, document(paths))
    assert [one.name for one in made.operations if one.pages] == []
    undecided = {one.name for one in made.operations if one.undecided}
    decided = {"no_list", "no_parameter", "only_a_limit", "times", "a_creation"} | {
        "a_period",
        "a_position",
        "links_of_something",
        "an_id_as_offset",
        "a_time_in_a_request_and_its_response",
    }
    assert undecided == NOT_PAGED.keys() - decided - {
        "a_part_of_a_resource",
        "the_next_of_something",
        "one_page_as_autorest_says",
    }


def test_other_methods_are_not_paged(tmp_path):
    described = list_of(parameters=query(page=INTEGER)).operation()
    paths = {f"/{method}": {method: described["get"]} for method in ("put", "patch", "delete")}
    for name, path in paths.items():
        path[name[1:]] = {**path[name[1:]], "operationId": name[1:]}
    made = plan_of(tmp_path, document(paths))
    assert [one.pages for one in made.operations] == [None] * 3


def table(**keys):
    lines = (f'{key} = "{one}"' for key, one in keys.items())
    return "\n".join(("[[paging]]", 'operations = ["things"]', *lines))


@pytest.mark.parametrize(
    ("case", "tables"),
    [
        ("two_ways", [table(cursor="marker", next="next_marker"), table(offset="offset")]),
        (
            "two_lists",
            [
                table(cursor="cursor", next="next_cursor", items="first_ones"),
                table(cursor="cursor", next="next_cursor", items="second_ones"),
            ],
        ),
        ("a_url_or_a_cursor", [table(cursor="offset", next="…")]),
        ("a_url_by_post", [table(next_url="nextLink")]),
        (
            "newest_first",
            [table(cursor="max_id", last_item="id"), table(cursor="since_id", last_item="id")],
        ),
        ("an_id_of_nothing", [table(cursor="after", last_item="id")]),
    ],
)
def test_each_table_that_is_offered_decides(tmp_path, case, tables):
    one = planned(tmp_path, NOT_PAGED[case])["things"]
    assert PagedOperation("things", one.undecided).to_json()["candidates"] == tables
    profile = tmp_path / "own.toml"
    for text in tables:
        profile.write_text(text.replace("…", "next"))
        found = planned(tmp_path, NOT_PAGED[case], profile=profile)["things"]
        assert found.pages.origin == "profile"


def test_a_sum_is_no_number_of_items(tmp_path):
    page = query(page=INTEGER)
    sums = thing(data=ITEMS, summary=thing(total=INTEGER, more=BOOLEAN), total={"type": "number"})
    (one,) = planned(tmp_path, list_of(response=sums, parameters=page)).values()
    assert dict(one.pages.pager.keywords) == {"items": "data", "first": 1}


def test_of_several_flags_one_next_to_the_list_counts(tmp_path):
    pages = {
        "same": thing(data=ITEMS, next=STRING, has_more=BOOLEAN, has_next_page=BOOLEAN),
        "inner": thing(paging=thing(has_more=BOOLEAN), data=ITEMS, next=STRING, has_more=BOOLEAN),
    }
    cases = [list_of(name, one, parameters=query(cursor=STRING)) for name, one in pages.items()]
    found = planned(tmp_path, *cases)
    flags = [dict(found[name].pages.pager.keywords)["more"] for name in pages]
    assert flags == ["has_more", "has_more"]


def test_an_extension_that_fits_nothing_is_reported(tmp_path):
    said = {"x-ms-pageable": {"nextLinkName": "nowhere", "itemName": "data"}}
    (one,) = planned(tmp_path, list_of(response=thing(data=ITEMS), extensions=said)).values()
    assert one.undecided.candidates == ((("next_url", "nowhere"), ("items", "data")),)


def test_the_list_is_chosen_by_name(tmp_path):
    lists = {
        "usual": thing(errors=ITEMS, tags=ITEMS, data=ITEMS),
        "of_the_path": thing(warnings=ITEMS, of_the_paths=ITEMS, others=ITEMS),
        "of_objects": thing(ids={"type": "array", "items": STRING}, found=ITEMS),
    }
    cases = [list_of(name, one, parameters=query(page=INTEGER)) for name, one in lists.items()]
    found = planned(tmp_path, *cases)
    assert [found[name].pages.items for name in lists] == ["data", "of_the_paths", "found"]


def test_an_item_of_a_union_has_an_id_in_each_variant(tmp_path):
    cursor = [{"name": "after", "in": "query", "schema": STRING}]
    page = thing(data={"type": "array", "items": {"anyOf": [ITEM, thing(id=STRING)]}}, more=BOOLEAN)
    other = thing(data={"type": "array", "items": {"anyOf": [ITEM, thing(x=STRING)]}}, more=BOOLEAN)
    found = planned(
        tmp_path,
        list_of("each", page, parameters=cursor),
        list_of("some", other, parameters=cursor),
    )
    assert found["each"].pages.rule == "last-item"
    assert found["some"].pages is None


def test_streams_are_not_paged(tmp_path):
    response = {**json(ITEMS), "text/event-stream": {}}
    described = {
        "operationId": "watch",
        "parameters": query(page=INTEGER),
        "responses": {"200": {"description": "", "content": response}},
    }
    (made,) = plan_of(tmp_path, document({"/x": {"get": described}})).operations
    assert made.pages is None
