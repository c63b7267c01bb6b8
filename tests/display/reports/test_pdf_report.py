"""Figures on paper: the same numbers as the JSON, in every script, the definitions with them."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from display.reports.pdf_report import pdf_report
from queueing.statistics import GroupBy
from services_catalog.catalog import Catalog, Location
from tests.display.reports.report_cast import figures

SCRIPTS = {"staff:1": "ሰላም አበበ", "staff:2": "أحمد (الأول)"}


@pytest.mark.parametrize("by", list(GroupBy))
def test_pdf_is_one_and_says_the_same(catalog: Catalog, downtown: Location, by: GroupBy) -> None:
    content = pdf_report(figures(catalog, downtown, by))
    assert content.startswith(b"%PDF-")
    assert content == pdf_report(figures(catalog, downtown, by))  # no clock is read
    pages = len(re.findall(rb"/Type /Page\b", content))
    assert pages == 2
    assert b"NotoSans-Regular" in content


def test_names_in_any_script_are_set_in_fonts_that_have_them(catalog: Catalog, downtown: Location) -> None:
    content = pdf_report(figures(catalog, downtown, GroupBy.AGENT, SCRIPTS))
    assert b"NotoSansEthiopic" in content
    assert b"NotoSansArabic" in content


def test_pdf_can_be_read(catalog: Catalog, downtown: Location) -> None:
    content = pdf_report(figures(catalog, downtown, GroupBy.LANGUAGE))
    pdftotext = shutil.which("pdftotext")
    assert pdftotext, "poppler-utils is needed to read a PDF"
    text = subprocess.run(
        [pdftotext, "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    assert "Monday, November 23, 2026" in text
    assert "10:00" in text
    assert "English" in text
    assert "The language that the visitor chose" in " ".join(text.split())
