"""What of the screen is spoken, in which order and in which language."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser_modules import Modules

READING = "/kiosk/static/speech/reading.js"
READ = """({ readAll, readControl }, [html, control]) => {
  const root = document.createElement("div");
  root.lang = "en";
  root.innerHTML = html;
  document.body.append(root);
  const voice = {
    lang: "en",
    lead: "en",
    voices: ["en", "es"],
    space: "space",
    nameOf: (tag) => ({ so: "Somali" })[tag] ?? "",
    chosen: (isOn) => (isOn ? "chosen" : "not chosen"),
  };
  const spoken = control ? readControl(root.querySelector(control), voice) : readAll(root, voice);
  root.remove();
  return spoken.map(({ words, lang }) => `${lang}: ${words}`);
}"""


@pytest.mark.parametrize(
    ("html", "spoken"),
    [
        pytest.param("<h1>Hello</h1><p>Take a ticket</p>", ["en: Hello", "en: Take a ticket"], id="a part each"),
        pytest.param("<p>Wait <strong>here</strong></p>", ["en: Wait here"], id="one part is one utterance"),
        pytest.param('<p>Hello</p><p lang="es">Hola</p>', ["en: Hello", "es: Hola"], id="each in its own language"),
        pytest.param('<p lang="so">Salaan</p><p>Hello</p>', ["en: Hello"], id="text without a voice is left out"),
        pytest.param('<button lang="so">Soomaali</button>', ["en: Somali"], id="a choice without a voice has a name"),
        pytest.param('<p aria-hidden="true">911</p><p hidden>no</p><dialog>no</dialog>', [], id="unseen"),
        pytest.param(
            '<img alt="Scan this"><svg role="img" aria-label="Code"></svg>',
            ["en: Scan this", "en: Code"],
            id="pictures",
        ),
        pytest.param('<div data-grid aria-label="Keyboard"><button>q</button></div>', ["en: Keyboard"], id="no keys"),
        pytest.param('<button aria-pressed="true">Large</button>', ["en: Large, chosen"], id="what is on"),
        pytest.param('<button aria-pressed="false">Large</button>', ["en: Large"], id="what is off needs no word"),
    ],
)
def test_the_screen_is_read_in_order(modules: Modules, html: str, spoken: list[str]) -> None:
    assert modules.run(READING, READ, [html, None]) == spoken


@pytest.mark.parametrize(
    ("html", "spoken"),
    [
        ('<button aria-pressed="false">Large</button>', ["en: Large, not chosen"]),
        ('<button aria-pressed="true">Large</button>', ["en: Large, chosen"]),
        ("<button>Pay</button>", ["en: Pay"]),
    ],
)
def test_a_control_is_read_with_how_it_is_set(modules: Modules, html: str, spoken: list[str]) -> None:
    assert modules.run(READING, READ, [html, "button"]) == spoken


@pytest.mark.parametrize(("text", "spelled"), [("ab", "a, b"), ("a b", "a, space, b"), ("", "")])
def test_letters_are_spelled_with_the_spaces_named(modules: Modules, text: str, spelled: Any) -> None:
    assert modules.call(READING, "spelled", text, "space") == spelled
