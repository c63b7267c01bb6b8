"""The layout of a referral on paper, in the same type and measures as the slip."""

from __future__ import annotations

from kiosk.printing.page import Page, PageBuilder
from kiosk.printing.referrals import Referral, ReferralSection


def lay_out_referral(referral: Referral, width: int) -> Page:
    """Return the page of a referral for a printer of `width` dots."""
    page = PageBuilder(width, rtl=False)
    for banner in referral.banners:
        page.banner(banner)
    page.text(referral.location, 26, bold=True)
    page.text(referral.when, 24)
    page.rule(5, 10, 12)
    page.text(referral.reason, 26)
    page.space(4)
    page.text(referral.service, 40, bold=True)
    for section in referral.sections:
        _section(page, section)
    if referral.bring:
        page.rule(2, 14, 10)
        page.text(referral.bring_label, 24)
        for item in referral.bring:
            page.item(item)
    page.rule(2, 14, 14)
    page.code(referral.page_url, referral.code_label, referral.code_note)
    page.interpreters(referral.interpreters)
    return page.build()


def _section(page: PageBuilder, section: ReferralSection) -> None:
    page.rule(2, 14, 10)
    if section.label:
        page.text(section.label, 24)
    page.text(section.title, 32, bold=True)
    for line in section.lines:
        page.text(line, 28)
