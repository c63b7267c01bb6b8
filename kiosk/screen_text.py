"""The texts of the kiosk's screen, by key; the page gets every language at once.

Fields such as `{n}` are filled in on the page. No phrase has a plural, so that a further
language is a folder of translations and no code: a count is shown next to a label instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from queueing.i18n import languages, mark, translator

WORDS: Mapping[str, str] = {
    # The start
    "welcome": mark("Welcome"),
    "touch_to_start": mark("Touch here to start"),
    "open_until": mark("Open until {time}"),
    "other_start": mark("Another language, an interpreter or sign language"),
    "own_phone": mark("Or take a ticket with your own phone"),
    # Finding a service
    "what_for": mark("What did you come for?"),
    "search": mark("Say it in your own words"),
    "search_example": mark("For example: water bill, towed car, barking dog"),
    "danger": mark("Danger, an injury, or a crime happening now"),
    "type_here": mark("Type what you came for"),
    "answers": mark("Answers: {n}"),
    "nothing_found": mark("Nothing here has that name. Try other words, or ask for a person."),
    "key_space": mark("Space"),
    "key_delete": mark("Delete"),
    "key_clear": mark("Clear"),
    "elsewhere_tag": mark("Not done at this center"),
    "guide_start": mark("I want to report something"),
    "guide_hint": mark("At most three short questions lead you to the right place."),
    "question_n": mark("Question {n} of at most 3"),
    # One service
    "waiting_now": mark("Waiting now"),
    "expected_wait": mark("Expected wait"),
    "range": mark("About {low} to {high} minutes"),
    "less_than": mark("Less than {high} minutes"),
    "place_kept": mark("No counter is open for this right now. Your place is kept."),
    "no_counter": mark("No counter is open for this right now. A ticket keeps your place."),
    "have_ready": mark("Have ready"),
    "do_you_need": mark("Do you need any of these?"),
    "need_accessible": mark("Wheelchair, or I cannot stand long"),
    "need_interpreter": mark("Interpreter"),
    "need_sign": mark("Sign language"),
    "take_ticket": mark("Take a ticket"),
    "one_moment": mark("One moment…"),
    # Elsewhere, and emergencies
    "not_here": mark("No ticket is needed for this"),
    "where_to_go": mark("Where to go"),
    "on_your_phone": mark("Scan with your phone"),
    "ask_anyway": mark("Take a ticket to ask a person"),
    "with_person": mark("Do it here with a person"),
    "at_other_center": mark("This is done at another center."),
    "there_opens": mark("Opens {when}"),
    "carry": mark("Take this page with you"),
    "carry_hint": mark("Scan, and place, hours and telephone are on your phone."),
    "print_it": mark("Print it on paper"),
    "sheet_asked": mark("It is printing."),
    "sheet_printed": mark("It is printed. Please take it."),
    "sheet_trouble": mark("It did not print. Scan the code instead."),
    "call_911": mark("Call 911 now"),
    "desk_now": mark("Or go to the desk now. You need no ticket."),
    "staff_told": mark("Our staff have been told."),
    "staff_coming": mark("Somebody of our staff is coming."),
    "no_danger": mark("There is no danger now"),
    # The ticket
    "your_number": mark("Your number"),
    "ahead": mark("Ahead of you"),
    "you_are_next": mark("You are next"),
    "watch_screens": mark("Watch the screens for your number."),
    "scan_to_follow": mark("Scan to follow your place in line"),
    "printing": mark("Your ticket is printing."),
    "no_paper": mark("No paper? Your number is all you need."),
    "ticket_taken": mark("Your number is {number}. Ahead of you: {ahead}."),
    "done": mark("Done"),
    # A person
    "person_please": mark("An interpreter or a person, please"),
    "which_language": mark("In which language shall we speak with you?"),
    "ticket_at_once": mark("Touch one and you have a ticket. Interpreters are free."),
    "this_language": mark("Speak with a person in this language"),
    "other_language": mark("Another language"),
    # On every screen
    "back": mark("Back"),
    "start_over": mark("Start over"),
    "language": mark("Language"),
    "large_text": mark("Large text"),
    "contrast": mark("High contrast"),
    "lower": mark("Bring it lower"),
    "screen_settings": mark("This screen"),
    "speech": mark("Read aloud"),
    "keyboard": mark("Keyboard"),
    "scroll_up": mark("Up"),
    "scroll_down": mark("More"),
    "training": mark("Training: this is not the real time."),
    # Said aloud
    "speech_intro": mark(
        "Speech is on. The arrow keys go from choice to choice, Enter chooses, Backspace goes back, {help} asks for a "
        "person. {again} says it again, {pause} pauses, {softer} is softer, {louder} is louder, {speech} ends speech. "
        "With headphones, only you hear this."
    ),
    "speech_broken": mark("This kiosk cannot speak now. Please ask at the desk."),
    "no_voice": mark(
        "There is no voice for this language here: {language}. What is on the screen is said in English instead. "
        "{help} asks for a person; interpreters are free."
    ),
    "volume": mark("Volume {n} of {most}"),
    "is_chosen": mark("chosen"),
    "not_chosen": mark("not chosen"),
    # Time-out
    "still_there": mark("Are you still there?"),
    "clears_in": mark("This screen starts over in {n} seconds."),
    "stay": mark("Yes, I am still here"),
    # Closed, or no server
    "closed_now": mark("We are closed now"),
    "opens_next": mark("We open {when}"),
    "not_again": mark("This center does not open again."),
    "by_phone": mark("By phone: {phone}"),
    "gone_title": mark("One moment, please"),
    "gone_text": mark("This kiosk will be back by itself. If you cannot wait, please ask at the desk."),
    # Refusals, by the slug of the problem
    "refused_closed": mark("We no longer give tickets today: the center is closing."),
    "refused_not-offered": mark("This is not offered here right now. Please ask for a person."),
    "refused_too-many": mark("That was too often in a short time. Please wait a minute."),
    "refused": mark("That did not work, and it is not your fault. Try again, or ask at the desk."),
}


def texts_by_language() -> dict[str, dict[str, str]]:
    """Return all texts by language and key."""
    return {tag: {key: translator(tag).gettext(text) for key, text in WORDS.items()} for tag in languages()}


ENDINGS = {
    "served": mark("Thank you for your visit."),
    "no_show": mark("We called your number and did not find you. If you are here, tell the desk."),
    "left": mark("You gave up your place. You can take a new ticket at any time."),
    "not_reached": mark("We closed before your turn, and we are sorry. Please come back on another day."),
    "voided": mark("This ticket was taken back by our staff. Please ask at the desk."),
}
"""The sentence about each outcome on the ticket's page, by the outcome's name; it says what to do next."""
