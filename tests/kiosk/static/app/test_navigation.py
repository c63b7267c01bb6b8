"""From one screen to the next: where the focus goes, and that Back returns to the control that was used."""

from __future__ import annotations

import pytest

from tests.browser_modules import Modules

NAVIGATION = "/kiosk/static/app/navigation.js"
VISIT = """({ navigation }, steps) => {
  const root = document.createElement("div");
  document.body.append(root);
  const turn = navigation(root);
  const seen = [];
  for (const { name, depth, html, press, warns } of steps) {
    root.innerHTML = `<main>${html}</main><div class="pager"><button></button><button></button></div>`;
    turn.settle(name, depth, Boolean(warns));
    seen.push(document.activeElement.textContent.trim());
    if (press) [...root.querySelectorAll("button")].find((one) => one.textContent.trim() === press).focus();
  }
  root.remove();
  return seen;
}"""
START = {"name": "1 start", "depth": 1, "html": "<h1 tabindex=-1>Welcome</h1><button>English</button>"}
HOME = {
    "name": "2 home",
    "depth": 2,
    "html": "<h1 tabindex=-1>What for?</h1><button>Pay</button><button>Report</button>",
}
LIST = {"name": "3 list", "depth": 3, "html": "<h1 tabindex=-1>Report</h1><button>A dog</button>"}
WARNING = "<h1 tabindex=-1>What for?</h1><button>Pay</button><button id=stay>I am here</button>"


@pytest.mark.parametrize(
    ("steps", "focused"),
    [
        pytest.param(
            [START | {"press": "English"}, HOME], ["", "What for?"], id="a new screen is read from its heading"
        ),
        pytest.param(
            [START | {"press": "English"}, HOME | {"press": "Report"}, LIST, HOME],
            ["", "What for?", "Report", "Report"],
            id="Back returns to the button that led on",
        ),
        pytest.param(
            [START | {"press": "English"}, HOME | {"press": "Report"}, LIST, START],
            ["", "What for?", "Report", "English"],
            id="back to the first screen in one step",
        ),
        pytest.param(
            [START, HOME | {"name": "2 home again", "html": WARNING, "warns": True}],
            ["", "I am here"],
            id="a warning is answered by its button",
        ),
    ],
)
def test_the_focus_follows_the_visitor(modules: Modules, steps: list[dict[str, object]], focused: list[str]) -> None:
    modules.page.evaluate("document.activeElement?.blur()")
    shown = modules.run(NAVIGATION, VISIT, steps)
    assert [words if words in focused else "" for words in shown] == focused


def test_a_screen_that_is_drawn_again_keeps_the_focus(modules: Modules) -> None:
    kept = modules.run(
        NAVIGATION,
        """({ navigation }) => {
          const root = document.createElement("div");
          document.body.append(root);
          root.innerHTML = `<main><h1 tabindex=-1>What for?</h1><button>Pay</button></main>
            <div class=pager><button></button><button></button></div>`;
          const turn = navigation(root);
          turn.settle("2 home", 2, false);
          root.querySelector("main button").focus();
          turn.settle("2 home", 2, false);
          const text = document.activeElement.textContent;
          root.remove();
          return text;
        }""",
    )
    assert kept == "Pay"
