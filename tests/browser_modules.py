"""The browser's own modules under test: loaded as they are served, called in the Chromium of the journeys.

A test calls the exports of one module with rows of values; what goes in and what comes out is JSON:

    def test_a_span_counts_both_ends(modules: Modules) -> None:
        span = modules.call("/display/static/manager/figures_question.js", "span", "2026-11-23", "2026-11-24")
        assert span == 2

`modules` is one page a test file, for modules that keep nothing. A module that keeps state, or reads the page's
setup while it loads, gets a page of its own: `with open_modules(chromium, module_server, setup={...}) as modules`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.served import Served, serve

BLANK = "/staff/sign-in"
"""A page with the import map of every page and no module of its own."""

ADD_SETUP = """(setup) => {
  const element = document.createElement("script");
  element.id = "setup";
  element.type = "application/json";
  element.textContent = setup;
  document.head.append(element);
}"""

CALL = """async ([module, name, values]) => {
  const wanted = (await import(module))[name];
  return typeof wanted === "function" ? wanted(...values) : wanted;
}"""


@dataclass(frozen=True)
class Modules:
    """One page in which modules are loaded by their address, once each, and their exports are called."""

    page: Page

    def call(self, module: str, name: str, *values: Any) -> Any:
        """Call an exported function with JSON values, or read an exported constant; return what it gives as JSON.

        Maps and sets come out empty: turn them into arrays with `run`. What the module throws is raised here.
        """
        return self.page.evaluate(CALL, [module, name, list(values)])

    def run(self, module: str, function: str, value: Any = None) -> Any:
        """Evaluate `function`, written in JavaScript, with the module's exports and one JSON value; return its result.

        For what `call` cannot say: a class, a mutable export, several calls in a row.
        """
        return self.page.evaluate(
            f"async ([module, value]) => ({function})(await import(module), value)", [module, value]
        )


@pytest.fixture(scope="session")
def module_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server, one a test worker: modules are read from it, and nothing on it is changed."""
    with serve(tmp_path_factory.mktemp("modules") / "var", at="2026-11-23T09:30") as server:
        yield server


@pytest.fixture(scope="module")
def modules(chromium: Browser, module_server: Served) -> Iterator[Modules]:
    """One page for all tests of a file."""
    with open_modules(chromium, module_server) as opened:
        yield opened


@contextmanager
def open_modules(browser: Browser, server: Served, setup: dict[str, Any] | None = None) -> Iterator[Modules]:
    """Open a page in a browser profile of its own; `setup` is what a page of ours says once in its `#setup`."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(server.url + BLANK)
        if setup is not None:
            page.evaluate(ADD_SETUP, json.dumps(setup))
        yield Modules(page)
    finally:
        context.close()
