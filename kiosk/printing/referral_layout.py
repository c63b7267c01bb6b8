"""Referral -> marks on a page, in the same type and measures as the slip."""

from __future__ import annotations

from kiosk.printing.page import Page, PageBuilder
from kiosk.printing.referrals import Part, Referral


def lay_out_referral(referral: Referral, width: int) -> Page:
    """Return the sheet for a printer of `width` dots."""
    sheet = PageBuilder(width, rtl=False)
    for banner in referral.banners:
        sheet.banner(banner)
    sheet.text(referral.location, 26, bold=True)
    sheet.text(referral.when, 24)
    sheet.rule(5, 10, 12)
    sheet.text(referral.reason, 26)
    sheet.space(4)
    sheet.text(referral.function, 40, bold=True)
    for part in referral.parts:
        _part(sheet, part)
    if referral.bring:
        sheet.rule(2, 14, 10)
        sheet.text(referral.bring_label, 24)
        for item in referral.bring:
            sheet.item(item)
    sheet.rule(2, 14, 14)
    sheet.code(referral.page_url, referral.code_label, referral.code_note)
    sheet.interpreters(referral.interpreters)
    return sheet.page()


def _part(sheet: PageBuilder, part: Part) -> None:
    sheet.rule(2, 14, 10)
    if part.label:
        sheet.text(part.label, 24)
    sheet.text(part.thing, 32, bold=True)
    for line in part.more:
        sheet.text(line, 28)
