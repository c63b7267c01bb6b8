"""The kiosk's commands, called as on a command line."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from click.testing import CliRunner, Result

from kiosk.commands import checks, find_printer
from queueing.cli import main
from queueing.maintenance.doctor import Verdict
from queueing.refusals import InvalidRequest, NotFound
from services_catalog.catalog import Catalog
from services_catalog.loader import load
from tests.forked import Forked, now_serving
from tests.served import Served, serve
from tests.tcp_printer import PAPER_OUT, TcpPrinter

DATA = Path("services_catalog/data")
PATIENCE_SECONDS = 20

Placed = Callable[[str], Path]


@pytest.fixture
def placed(tmp_path: Path) -> Placed:
    """Make a catalog whose printer downtown is at the given URL; return its folder."""

    def make(url: str) -> Path:
        folder = tmp_path / "catalog"
        shutil.copytree(DATA, folder)
        file = folder / "locations/downtown.toml"
        file.write_text(file.read_text().replace('url = "none:"', f'url = "{url}"'))
        return folder

    return make


def print_test_slip(folder: Path, *words: str) -> Result:
    environment = {"NOW_SERVING_CATALOG": str(folder), "NOW_SERVING_VAR": str(folder.parent / "var")}
    return CliRunner().invoke(main, ["printer", "test", *words], env=environment)


def test_a_test_slip_comes_out_of_a_real_socket(placed: Placed) -> None:
    with TcpPrinter() as printer:
        went = print_test_slip(placed(printer.url), "kiosk-1", "--location", "downtown")
        assert went.exit_code == 0, went.output
        assert "printed the slip" in went.output
        assert len(printer.slips) == 1


def test_a_printer_without_paper_is_reported_in_words(placed: Placed) -> None:
    with TcpPrinter() as printer:
        printer.status = PAPER_OUT
        went = print_test_slip(placed(printer.url), "kiosk-1", "--location", "downtown")
    assert went.exit_code == 1
    assert "kiosk-1 at downtown did not print" in went.output
    assert printer.slips == []


def test_a_slip_to_a_folder_is_a_file(placed: Placed, tmp_path: Path) -> None:
    assert print_test_slip(placed(f"spool:{tmp_path}/slips"), "kiosk-1", "--location", "downtown").exit_code == 0
    assert len(list((tmp_path / "slips").glob("*.escpos"))) == 1


REFUSED = [
    (("kiosk-9",), "There is no printer 'kiosk-9'."),
    (("kiosk-1", "--location", "nowhere"), "There is no printer 'kiosk-1' at 'nowhere'."),
    (("kiosk-1",), "say which by --location"),
    (("kiosk-1", "--location", "downtown"), "numbers stand on the glass only"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_what_cannot_be_printed_on_is_refused_in_a_sentence(placed: Placed, words: tuple[str, ...], told: str) -> None:
    refused = print_test_slip(placed("none:"), *words)
    assert (refused.exit_code, told in refused.output) == (1, True), refused.output


def test_a_printer_is_found_by_its_id(catalog: Catalog) -> None:
    assert find_printer(catalog, "kiosk-1", "downtown")[0].id == "downtown"
    with pytest.raises(InvalidRequest):
        find_printer(catalog, "kiosk-1", None)
    with pytest.raises(NotFound):
        find_printer(catalog, "kiosk-2", "downtown")


def test_the_doctor_asks_every_printer(placed: Placed) -> None:
    with TcpPrinter() as printer:
        catalog = load(placed(printer.url))
        well = {check.what: check.verdict for check in checks(catalog)}
        printer.status = PAPER_OUT
        out = {check.what: (check.verdict, check.sentence) for check in checks(catalog)}
    away = {check.what: check.verdict for check in checks(catalog)}
    here = "printer kiosk-1 at downtown"
    assert well == {"fonts": Verdict.OK, here: Verdict.OK, "printer kiosk-1 at east-lake": Verdict.OK}
    assert out[here][0] is Verdict.FAIL
    assert "put in a roll" in out[here][1]
    assert away[here] is Verdict.FAIL


def agent(server: Served, kept: Path, log: Path, *words: str) -> Forked:
    """Start a print-agent that stores its pairing in `kept`."""
    environment = {**os.environ, "NOW_SERVING_VAR": str(kept)}
    return now_serving("print-agent", "--server", server.url, *words, log=log, environment=environment)


def test_an_agent_pairs_prints_what_the_kiosk_asks_for_and_comes_back_without_a_code(
    placed: Placed, tmp_path: Path
) -> None:
    slips, kept = tmp_path / "slips", tmp_path / "agent"
    with serve(tmp_path / "server" / "var", at="2026-11-23T09:30", catalog=str(placed("agent:"))) as server:
        code = server.command("device", "pair", "--kind", "kiosk", "--location", "downtown", "--name", "kiosk-1")
        kiosk = server.token("kiosk")
        for number, words in enumerate((("--code", code), ()), start=1):
            log = tmp_path / f"agent-{number}.log"
            running = agent(server, kept, log, "--printer", f"spool:{slips}", *words)
            try:
                given = server.call(
                    "POST", "/locations/downtown/tickets", {"service": "building-permit", "print": True}, token=kiosk
                )
                assert given.status == 201
                deadline = monotonic() + PATIENCE_SECONDS
                while len(list(slips.glob("*.escpos"))) < number and monotonic() < deadline:
                    sleep(0.1)
            finally:
                running.send_signal(signal.SIGTERM)
                ended = running.wait(PATIENCE_SECONDS)
            said = log.read_text()
            assert len(list(slips.glob("*.escpos"))) == number, said
            assert ended == 0, said
            assert "Printing the slips of kiosk-1 at downtown" in said
        assert (kept / "print-agent.json").stat().st_mode & 0o077 == 0

        for words, told in (((), "pair this agent with a code first"), (("--code", "ZZZZ-ZZZZ"), "Ask for a new one")):
            log = tmp_path / "refused.log"
            refused = agent(server, tmp_path / "other", log, *words)
            assert refused.wait(PATIENCE_SECONDS) == 1
            assert told in log.read_text()
