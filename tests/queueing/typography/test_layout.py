from __future__ import annotations

from importlib import resources

import pytest
from babel.messages.pofile import read_po

from queueing.i18n import languages
from queueing.typography.layout import Run, faces, is_rtl, main_face, missing_glyphs, set_lines
from tests.cast import packaged
from tests.kiosk.printing.paper_cast import INTERPRETERS, LANGUAGES, SERVICES


def test_arabic_runs_stand_in_the_order_in_which_they_are_read() -> None:
    (line,) = set_lines("تصريح (رقم 12) من Metro Transit")
    shown = [run.text.strip() for run in line.runs if run.text.strip()]
    assert shown == ["Metro Transit", "من", ")", "12", "رقم", "(", "تصريح"]


def _strings_of_the_catalog() -> list[str]:
    found = packaged()
    words = [service.name for service in found.services.values()]
    words += [service.bring for service in found.services.values()]
    words += [service.refer for service in found.services.values()]
    words += [queue.name for queue in found.queues.values()]
    words += [category.name for category in found.categories.values()]
    words += [department.name for department in found.departments.values()]
    for location in found.locations.values():
        words += [location.name, location.directions, *location.notices, {"en": location.address}]
        words += [counter.name for counter in location.counters]
    names = [name for language in found.languages.values() for name in (language.own_name, language.english_name)]
    return [text for by_language in words for text in by_language.values()] + names


@pytest.mark.parametrize("bold", [False, True])
def test_the_fonts_have_every_glyph_of_the_catalog(bold: bool) -> None:
    missing = {text: found for text in _strings_of_the_catalog() if (found := missing_glyphs(text, bold=bold))}
    assert missing == {}


@pytest.mark.parametrize("language", languages()[1:])
def test_the_fonts_have_every_glyph_of_the_interface(language: str) -> None:
    po = resources.files("queueing") / "translations" / language / "messages.po"
    with po.open("rb") as lines:
        said = [message.string or "" for message in read_po(lines, locale=None) if message.id]
    texts = [text for strings in said for text in ([strings] if isinstance(strings, str) else strings)]
    assert texts
    assert {text: found for text in texts if (found := missing_glyphs(text))} == {}


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_every_glyph_of_every_language(language: str, bold: bool) -> None:
    for text in (SERVICES[language], INTERPRETERS[language]):
        assert missing_glyphs(text, bold=bold) == set()


def test_a_glyph_that_no_font_has_is_found_missing() -> None:
    assert missing_glyphs("ok 𓀀") == {"𓀀"}


def test_fonts_are_found_by_what_they_cover() -> None:
    (line,) = set_lines("P042 አማርኛ 中文 ລາວ")
    assert [run.face.name for run in line.runs if run.text.strip()] == [
        "NotoSans-Regular",
        "NotoSansEthiopic-Regular",
        "NotoSansChinese-Regular",
        "NotoSansLao-Regular",
    ]
    assert len(faces()) >= 14


def test_bold_without_a_bold_cut_is_thickened() -> None:
    (line,) = set_lines("中文", bold=True)
    assert line.runs[0].embolden
    (latin,) = set_lines("abc", bold=True)
    assert not latin.runs[0].embolden


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("Metro Transit", False),
        ("تصريح", True),
        ("12 تصريح", True),  # digits are not strong
        ("12", False),
    ],
)
def test_a_paragraph_reads_by_its_first_strong_letter(text: str, rtl: bool) -> None:
    assert is_rtl(text) is rtl
    assert is_rtl("12", default=True)


def test_invisible_joiners_and_direction_marks_neither_break_nor_show() -> None:
    (line,) = set_lines("می\u200cخواهم 12 \u2067x\u2069")
    assert not missing_glyphs("می\u200cخواهم 12")
    assert "\u2067" not in "".join(run.text for run in line.runs)


def test_punctuation_of_right_to_left_text_is_mirrored() -> None:
    assert Run("(. ", main_face(), rtl=True).readable == " .)"
    assert Run("(رقم", main_face(), rtl=True).readable == "(رقم"
