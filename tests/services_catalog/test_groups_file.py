"""Every function is three choices away, and no screen is a long list."""

from __future__ import annotations

from pathlib import Path

import pytest

from services_catalog.catalog import Catalog
from services_catalog.groups_file import MOST_GROUPS, MOST_SERVICES
from services_catalog.loader import check, load
from tests.services_catalog import small_catalog

FOUR = {"en", "es", "so", "hmn"}
GROUPS = """
[[group]]
id = "build"
category = "permit"
name = { en = "Build", es = "Construir" }
services = ["building-permit", "fire"]
"""


def test_every_function_is_reached_within_three_choices(catalog: Catalog) -> None:
    reached = {
        service: (category.id, group.id, service)
        for category in catalog.categories.values()
        for group in category.groups
        for service in group.services
    }
    assert len(reached) >= 250
    assert set(reached) == set(catalog.services)


def test_no_screen_is_a_long_list_and_all_have_four_languages(catalog: Catalog) -> None:
    for category in catalog.categories.values():
        assert 2 <= len(category.groups) <= MOST_GROUPS, category.id
        for group in category.groups:
            assert 2 <= len(group.services) <= MOST_SERVICES, group.id
            assert set(group.name) == FOUR


def test_emergencies_stand_first_where_there_are_any(catalog: Catalog) -> None:
    first = catalog.categories["report"].groups[0]
    assert {catalog.services[one].kind.value for one in first.services} == {"emergency"}


def test_without_the_file_a_category_has_no_groups(tmp_path: Path) -> None:
    assert load(small_catalog.write(tmp_path)).categories["permit"].groups == ()


FAULTS = [
    ('category = "permit"', 'category = "fun"', "group[build].category", "unknown category 'fun'"),
    ('"fire"]', '"zoo"]', "group[build].services", "unknown function 'zoo'"),
    (', "fire"]', "]", "group", "'fire' is in no group of its category 'permit'"),
    ('"fire"]', '"fire", "fire"]', "group[build].services", "'fire' is already in the group 'build'"),
    ('["building-permit", "fire"]', "[]", "group[build].services", "has 0 functions"),
    (', es = "Construir"', "", "group[build].name.es", "not translated"),
    ("services =", 'icon = "x"\nservices =', "group[build].icon", "unknown key"),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), FAULTS)
def test_each_fault_is_told_by_its_key(tmp_path: Path, old: str, new: str, key: str, words: str) -> None:
    folder = small_catalog.write(tmp_path)
    (folder / "groups.toml").write_text(GROUPS.replace(old, new))
    assert any(fault.key == key and words in fault.message for fault in check(folder)), check(folder)


def test_a_group_is_named_once(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    (folder / "groups.toml").write_text(GROUPS * 2)
    assert any("duplicate id 'build'" in fault.message for fault in check(folder))


def test_a_function_stays_in_its_own_category(tmp_path: Path) -> None:
    folder = small_catalog.write(tmp_path)
    categories = (folder / "categories.toml").read_text()
    more = '{ id = "fun", name = { en = "Fun", es = "Ocio" } }]'
    (folder / "categories.toml").write_text(categories.replace("}]", "}, " + more, 1))
    (folder / "groups.toml").write_text(GROUPS.replace('category = "permit"', 'category = "fun"'))
    assert any("is of the category 'permit', not 'fun'" in fault.message for fault in check(folder))
