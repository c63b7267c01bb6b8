"""A ticket is asked for until the server has answered, with one key a visitor's order: never two tickets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser_modules import Modules

TICKETS = "/kiosk/static/server/tickets.js"
ORDER = {"service": "pay", "language": "en", "needs": [], "print": True}
TAKE = """async (tickets, [orders, answers]) => {
  const real = window.fetch;
  const keys = [];
  window.fetch = async (url, { headers }) => {
    keys.push(headers["Idempotency-Key"]);
    const status = answers.shift();
    if (status === 0) throw new TypeError("no network");
    return new Response(JSON.stringify({ id: "t", detail: "", type: "x" }), { status });
  };
  const results = [];
  try {
    for (const order of orders) {
      if (order === "leave") {
        tickets.forgetOrder();
        continue;
      }
      const taken = tickets.takeTicket("downtown", order, () => true);
      results.push(await taken.then(({ id }) => id, ({ problem }) => problem.status));
    }
  } finally {
    window.fetch = real;
    tickets.forgetOrder();
  }
  return [results, keys.map((key) => keys.indexOf(key))];
}"""


@pytest.mark.parametrize(
    ("orders", "answers", "results", "keys"),
    [
        pytest.param([ORDER], [201], ["t"], [0], id="at once"),
        pytest.param([ORDER], [0, 201], ["t"], [0, 0], id="an answer that was lost: the same key"),
        pytest.param([ORDER], [503, 201], ["t"], [0, 0], id="a server that fails once"),
        pytest.param([ORDER], [409], [409], [0], id="a refusal is not asked again"),
        pytest.param([ORDER, ORDER], [409, 201], [409, "t"], [0, 0], id="the same order after a refusal"),
        pytest.param([ORDER, ORDER], [201, 201], ["t", "t"], [0, 1], id="after a ticket the next is another one"),
        pytest.param([ORDER, "leave", ORDER], [409, 201], [409, "t"], [0, 1], id="another visitor's is another one"),
        pytest.param([ORDER, ORDER | {"needs": ["accessible"]}], [409, 201], [409, "t"], [0, 1], id="another order"),
    ],
)
def test_one_order_has_one_key(
    modules: Modules, orders: list[Any], answers: list[int], results: list[Any], keys: list[int]
) -> None:
    assert modules.run(TICKETS, TAKE, [orders, answers]) == [results, keys]
