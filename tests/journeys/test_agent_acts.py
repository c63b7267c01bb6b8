"""What an agent does less often, at the counter page by keyboard alone; and keys pressed in a hurry."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.journeys.staff_cast import SignIn, faultless, issue, says, served, server, sign_in, sit
from tests.served import Served

__all__ = ["served", "server", "sign_in"]


def test_what_is_less_usual_by_keyboard_alone(sign_in: SignIn, served: Served) -> None:
    first, second = issue(served, then=["report-theft"]), issue(served)
    page = sign_in("ana")
    sit(page)
    leave_a_note(page, first)
    page.keyboard.press("g")  # the second one, out of turn
    page.keyboard.type(second)
    page.keyboard.press("Enter")
    expect(page.locator("#dialog-title")).to_have_text(f"Call {second} out of turn")
    page.keyboard.press("1")
    says(page, f"{second} called.")
    page.keyboard.press("s")
    says(page, f"Serving {second}.")
    page.keyboard.press("l")
    says(page, "Interpreter asked for.")
    expect(page.locator(".callouts")).to_contain_text("Interpreter asked for")
    page.keyboard.press("j")
    page.keyboard.type("Needs the red form")
    page.keyboard.press("Enter")
    says(page, "The note is kept.")
    expect(page.locator(".facts")).to_contain_text("Needs the red form")
    page.keyboard.press("y")
    says(page, "This service's time is left out of figures.")
    page.keyboard.press("e")
    page.keyboard.type("report a theft")
    expect(page.locator("[role=option]").first).to_contain_text("theft")
    page.keyboard.press("Enter")
    expect(page.locator(".done li")).to_have_count(2)
    faultless(page)
    page.keyboard.press("Enter")
    says(page, f"{second} is finished.")
    page.keyboard.press("n")
    says(page, f"{first} called.")
    expect(page.locator(".facts")).to_contain_text("Report a theft")
    page.keyboard.press("s")
    says(page, f"Serving {first}.")
    page.keyboard.press("f")
    says(page, f"{first} goes on to Report a theft.")
    page.keyboard.press("q")
    page.keyboard.type("dog license")
    expect(page.locator("[role=option]").first).to_contain_text("icense")
    faultless(page)
    page.keyboard.press("Enter")
    expect(page.locator("#minutes")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".news")).to_contain_text("is recorded.")


def leave_a_note(page: Page, number: str) -> None:
    """Note something on one who waits, found by a part of the number."""
    page.keyboard.press("/")
    page.keyboard.type(number[-1])
    page.keyboard.press("Enter")
    expect(page.locator("#dialog-title")).to_have_text(number)
    faultless(page)
    page.keyboard.press("j")
    page.keyboard.type("Left the umbrella")
    page.keyboard.press("Enter")
    says(page, "The note is kept.")
    expect(page.locator(".waiting")).to_contain_text("Left the umbrella")


def test_one_key_waits_for_the_answer_that_is_on_its_way(sign_in: SignIn, served: Served) -> None:
    number = issue(served)
    page = sign_in("ana")
    sit(page)
    expect(page.locator(".waiting")).to_contain_text(number)
    on_its_way: list[Route] = []

    def keep(route: Route) -> None:
        on_its_way.append(route)

    page.route("**/call-next", keep)
    page.keyboard.press("n")
    expect(page.locator("#main-act")).to_contain_text("Sending")
    page.keyboard.press("s")
    page.keyboard.press("x")  # a second one is not kept
    expect(page.locator(".news")).to_have_text("Next: Arrived – start.")
    on_its_way[0].continue_()
    says(page, f"Serving {number}.")
    page.keyboard.press("f")
    says(page, f"{number} is finished.")
    page.keyboard.press("n")
    page.keyboard.press("s")  # nobody has come: not offered then
    expect(page.locator(".news")).to_have_text("Next: Arrived – start.")
    on_its_way[1].continue_()
    says(page, "Nobody is in front of you.")


def test_an_agent_is_reminded_of_whom_they_set_aside(sign_in: SignIn, served: Served) -> None:
    number, agent = issue(served), served.token("agent")
    page = sign_in("ana")
    sit(page)
    page.keyboard.press("n")
    says(page, f"{number} called.")
    (ticket,) = served.call("GET", "/locations/downtown/queue", token=agent).json["tickets"]
    served.call("POST", f"/tickets/{ticket['id']}/hold", {"reason": "Filling in a form", "minutes": 0.02}, token=agent)
    expect(page.locator(".held .due")).to_have_text("due now")
    expect(page.locator("#arrivals")).to_have_text(f"{number} has been on hold for as long as you said.")
