"""The lobby's television in a real browser, and the people who make it ring."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

from playwright.sync_api import Page, expect

from tests.served import Served

PATIENCE_SECONDS = 20
DESKS = "/locations/downtown/counters"

WATCH_RINGS = """
window.rings = [];
window.heard = [];
const names = new Map();
const { fetch } = window;
window.fetch = async (...asked) => {
  const answer = await fetch(...asked);
  const read = answer.arrayBuffer.bind(answer);
  answer.arrayBuffer = async () => {
    const bytes = await read();
    names.set(bytes, String(asked[0]));
    return bytes;
  };
  return answer;
};
const decode = BaseAudioContext.prototype.decodeAudioData;
BaseAudioContext.prototype.decodeAudioData = async function (bytes) {
  const name = names.get(bytes);
  const buffer = await decode.call(this, bytes);
  names.set(buffer, buffer.getChannelData(0).some((sample) => Math.abs(sample) > 0.1) ? name : `silence: ${name}`);
  return buffer;
};
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...given) {
  const name = names.get(this.buffer);
  const seconds = this.buffer.duration;
  window.heard.push({ name: name.replace("/display/sounds/", ""), at: performance.now(), seconds });
  if (name.endsWith("chime.wav")) window.rings.push(performance.now());
  return start.apply(this, given);
};
"""
"""Notes the sounds that the page starts to play, by their addresses; the chime is what rings."""

ONLY_A_TOUCH = """
let touched = false;
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, () => { touched = true; }, { capture: true });
const resume = AudioContext.prototype.resume;
AudioContext.prototype.resume = function () { return touched ? resume.call(this) : new Promise(() => {}); };
"""
"""Lets nothing but a touch or a key turn sound on: to the browser, whatever Playwright looks up is a touch too."""


@dataclass
class Lobby:
    """A television that shows a location's board."""

    page: Page
    served: Served

    def open(self, path: str = "/display/downtown", *, sound: bool = True) -> None:
        """Show the board, and wait for its first view; `sound` gives the one touch that lets it ring."""
        self.page.goto(self.served.url + path)
        self.page.wait_for_selector(".frame:not(.empty)")
        if sound:
            self.page.mouse.click(5, 5)
            self.page.wait_for_timeout(600)
            expect(self.page.locator(".sound")).to_have_count(0)

    @property
    def rings(self) -> int:
        """How many times this page has rung."""
        return int(self.page.evaluate("rings.length"))

    def rang(self, times: int) -> bool:
        """Wait until it has rung that many times since it was loaded."""
        deadline = monotonic() + PATIENCE_SECONDS
        while self.rings < times and monotonic() < deadline:
            self.page.wait_for_timeout(50)
        return self.rings == times

    def heard(self, times: int) -> list[str]:
        """Wait until it has started that many sounds since it was loaded; return which."""
        self.page.wait_for_function("(times) => heard.length >= times", arg=times)
        return [str(name) for name in self.page.evaluate("heard.map((sound) => sound.name)")]

    @property
    def hero(self) -> str:
        """The number that is shown largest."""
        return self.page.locator(".hero .number").inner_text()


@dataclass
class Floor:
    """The visitors and agents downtown, by API."""

    served: Served

    def ticket(self, service: str = "building-permit", **order: Any) -> str:
        """Take a ticket; return its number."""
        answer = self.served.call(
            "POST", "/locations/downtown/tickets", {"service": service, **order}, token=self.served.token("kiosk")
        )
        assert answer.status == 201, answer.json
        return str(answer.json["number"])

    def open(self, counter: str) -> None:
        """Open a counter for everything."""
        self._agent("PUT", f"{DESKS}/{counter}", {"open": True, "services": ["permits", "info"]})

    def call(self, counter: str) -> dict[str, Any]:
        """Call the next visitor to a counter, after finishing whoever is there."""
        queue = self._agent("GET", "/locations/downtown/queue")
        for ticket in queue["tickets"]:
            if ticket["counter"] == counter and ticket["state"] in {"called", "serving"}:
                if ticket["state"] == "called":
                    self.act(ticket, "start")
                self.act(ticket, "finish")
        return dict(self._agent("POST", f"{DESKS}/{counter}/call-next"))

    def act(self, ticket: dict[str, Any], name: str) -> None:
        """Do something to a ticket."""
        self._agent("POST", f"/tickets/{ticket['id']}/{name}")

    def _agent(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self.served.call(method, path, body, token=self.served.token("agent"))
        assert answer.status in {200, 201}, answer.json
        return answer.json
