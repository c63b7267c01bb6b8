"""What a visitor hears at the glass: each text as it begins to sound, decoded by the browser and not silent."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page, TimeoutError

LISTEN = """
window.heard = [];
const names = new Map();
const { fetch } = window;
window.fetch = async (...asked) => {
  const answer = await fetch(...asked);
  const read = answer.arrayBuffer.bind(answer);
  answer.arrayBuffer = async () => {
    const bytes = await read();
    names.set(bytes, asked[1].body);
    return bytes;
  };
  return answer;
};
const decode = BaseAudioContext.prototype.decodeAudioData;
BaseAudioContext.prototype.decodeAudioData = async function (bytes) {
  const asked = JSON.parse(names.get(bytes));
  const buffer = await decode.call(this, bytes);
  const isSound = buffer.getChannelData(0).some((sample) => Math.abs(sample) > 0.1);
  names.set(buffer, `${asked.language}: ${isSound ? "" : "(silence) "}${asked.words}`);
  return buffer;
};
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...given) {
  window.heard.push(names.get(this.buffer));
  this.playbackRate.value = window.pace ?? 50;
  window.lasts = this.buffer.duration / this.playbackRate.value;
  return start.apply(this, given);
};
"""
"""Notes each text when it begins to sound, and the seconds that it lasts; sounds are played fifty times as fast, so
that no test waits for them."""


KEYS = [*"qwertyuiopasdfghjklñzxcvbnm'-", "123", " "]
"""The keys of the glass in their order, as far as tests go."""


@dataclass
class Ears:
    """Somebody who hears the glass and has its keypad, and no eyes."""

    page: Page
    _told: int = field(default=0)

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> list[str]:
        """Go from letter to letter of the glass's keyboard, from its first, and choose each; return what was said."""
        at, said = 0, []
        for letter in text:
            to = KEYS.index(letter)
            self.press(*["ArrowRight" if to > at else "ArrowLeft"] * abs(to - at))
            name = "Space" if letter == " " else letter
            if to != at:
                self.hear(f"en: {name}")
            self.press("Enter")
            said.append(self.hear(f"en: {name}")[-1].removeprefix("en: "))
            at = to
        return said

    def climb_to(self, control: str) -> None:
        """Press the upper arrow until a control is reached."""
        for _ in range(30):
            if self.page.locator(f"{control}:focus").count():
                return
            self.press("ArrowUp")

    def hear(self, last: str) -> list[str]:
        """Listen until `last` is said, or what begins with it if it ends in `…`; return all said since before."""
        matches = "last.endsWith('…') ? said.startsWith(last.slice(0, -1)) : said === last"
        is_last = f"heard.slice(told).findIndex((said) => {matches})"
        found = f"([told, last]) => {{ const at = {is_last}; return at < 0 ? false : told + at + 1; }}"
        try:
            until = int(self.page.wait_for_function(found, arg=[self._told, last], polling=50).json_value())
        except TimeoutError as never:
            raise AssertionError(f"{last!r} is not among {self._heard()[self._told :]}") from never
        heard = self._heard()
        new, self._told = heard[self._told : until], until
        return new

    def _heard(self) -> list[str]:
        return [str(words) for words in self.page.evaluate("heard")]
