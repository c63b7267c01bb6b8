"""An agent's day at the counter page, in a real browser on the real server, by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.staff_cast import COUNTER, SignIn, faultless, issue, says, served, server, sign_in, sit
from tests.served import Served

__all__ = ["served", "server", "sign_in"]


def test_a_visit_by_keyboard_alone(sign_in: SignIn, served: Served) -> None:
    first, second = issue(served, language="so", needs=["mobility"]), issue(served)
    page = sign_in("ana")
    faultless(page)
    sit(page)
    faultless(page)
    page.keyboard.press("n")
    says(page, f"{first} called.")
    expect(page.locator(".number")).to_have_text(first)
    expect(page.locator(".callouts")).to_contain_text("Somali")
    expect(page.locator(".callouts")).to_contain_text("Mobility")
    faultless(page)
    page.keyboard.press("r")
    says(page, f"{first} called again.")
    expect(page.locator(".phase")).to_contain_text("recalled once")
    page.keyboard.press("s")
    says(page, f"Serving {first}.")
    page.keyboard.press("x")  # makes no sense any more, and says so
    says(page, "Already arrived.")
    page.keyboard.press("h")
    faultless(page)
    page.keyboard.press("2")
    says(page, f"{first} is on hold.")
    page.keyboard.press("n")
    says(page, f"{second} called.")
    page.keyboard.press("t")
    page.keyboard.type("water bill")
    expect(page.locator("[role=option]").first).to_contain_text("bill")
    faultless(page)
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("Has the bill")
    page.keyboard.press("Enter")
    expect(page.locator(".news")).to_contain_text(f"{second} waits for")
    expect(page.locator("#main-act")).not_to_contain_text("Sending")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    says(page, f"Serving {first} again.")
    page.keyboard.press("f")
    says(page, f"{first} is finished.")
    page.keyboard.press("z")
    says(page, f"Undone: finish {first}.")
    page.keyboard.press("f")
    says(page, f"{first} is finished.")
    page.keyboard.press("p")
    page.keyboard.press("1")
    says(page, "Counter 3 is paused: Break.")
    page.keyboard.press("o")
    says(page, "Counter 3 is open.")
    page.keyboard.press("c")
    says(page, "Counter 3 is closed.")


def test_a_missed_visitor_is_put_back(sign_in: SignIn, served: Served) -> None:
    number = issue(served)
    page = sign_in("ana")
    sit(page)
    page.keyboard.press("n")
    says(page, f"{number} called.")
    page.keyboard.press("x")
    says(page, f"{number} did not come.")
    expect(page.locator(".missed")).to_contain_text(number)
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    says(page, f"{number} is back in the queue.")
    expect(page.locator(".waiting")).to_contain_text(number)
    expect(page.locator(".missed")).to_have_count(0)


def test_a_walk_up_gets_a_number_at_the_desk(sign_in: SignIn) -> None:
    page = sign_in("ana")
    sit(page)
    page.keyboard.press("a")
    page.keyboard.type("building permit")
    expect(page.locator("[role=option]").first).to_contain_text("Building permit")
    page.keyboard.press("Enter")
    expect(page.locator("#language")).to_be_focused()
    page.keyboard.type("Span")
    page.keyboard.press("Enter")
    expect(page.locator(".issued")).to_have_text("P001")
    page.keyboard.press("Escape")
    expect(page.locator(".waiting")).to_contain_text("Spanish")


def test_what_another_agent_does_shows_at_once(sign_in: SignIn, served: Served) -> None:
    number = issue(served)
    later = served.call(
        "POST", "/locations/downtown/tickets", {"service": "building-permit"}, token=served.token("kiosk")
    )
    served.call("POST", f"/tickets/{later.json['id']}/later")
    page = sign_in("ana")
    sit(page)
    expect(page.locator(".waiting")).to_contain_text(number)
    expect(page.locator(".waiting .row").last).to_contain_text("ready from 9:40 AM")
    token = served.token("agent")
    served.call("PUT", f"{COUNTER}/4", {"open": True}, token=token)
    assert served.call("POST", f"{COUNTER}/4/call-next", token=token).json["number"] == number
    expect(page.locator(".waiting")).not_to_contain_text(number, timeout=2000)
    expect(page.locator(".counters")).to_contain_text(f"calls {number}")
    page.keyboard.press("n")
    says(page, "Nobody you serve is waiting.")


def test_a_double_click_calls_one_visitor_and_starts_nobody(sign_in: SignIn, served: Served) -> None:
    number = issue(served)
    page = sign_in("ana")
    sit(page)
    expect(page.locator(".waiting")).to_contain_text(number)
    page.dblclick("#main-act")
    says(page, f"{number} called.")
    page.locator("#main-act").dispatch_event("click", {"detail": 2})  # as when the answer is quicker than the hand
    page.keyboard.press("r")  # goes out after whatever the second click sent, and only to one who has not arrived
    says(page, f"{number} called again.")
    expect(page.locator(".phase")).to_contain_text("Called to Counter 3")


def test_who_is_taken_over_is_told_and_sends_nothing(sign_in: SignIn, served: Served) -> None:
    issue(served)
    ana = sign_in("ana")
    sit(ana)
    ana.keyboard.press("n")
    expect(ana.locator(".phase")).to_contain_text("Called")
    bea = sign_in("bea")
    bea.get_by_role("button", name="Take over from ana: Counter 3").press("Enter")
    faultless(bea)
    bea.get_by_role("button", name="Take over", exact=True).press("Enter")
    expect(bea.locator(".phase")).to_contain_text("Called")
    expect(ana.locator("h1")).to_have_text("bea sits at Counter 3 now")
    ana.keyboard.press("s")
    says(ana, "bea sits here now.")
    bea.keyboard.press("s")
    expect(bea.locator(".news")).to_contain_text("Serving")


def test_with_the_server_gone_nothing_is_sent_and_it_says_so(sign_in: SignIn, served: Served) -> None:
    number = issue(served)
    page = sign_in("ana")
    sit(page)
    expect(page.locator(".waiting")).to_contain_text(number)
    served.stop()
    expect(page.locator(".banner")).to_be_visible(timeout=10_000)
    faultless(page)
    page.keyboard.press("n")
    says(page, "The server does not answer.")
    served.start()
    expect(page.locator(".banner")).to_have_count(0, timeout=15_000)
    page.keyboard.press("n")
    says(page, f"{number} called.")
