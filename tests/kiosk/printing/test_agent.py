"""The agent against a real HTTP server that hands out jobs from a real database, and a real TCP printer."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiosk.printing.agent import AgentPairing, HttpJobs, NotPaired, PrintAgent, ServerUnreachable, pair
from kiosk.printing.agent_jobs import claim_for_agent, condition_from_agent, report_from_agent
from kiosk.printing.backends import open_printer
from kiosk.printing.result import Limits, PrintReport, PrintResult
from queueing import printing
from queueing.db import Base, Database
from queueing.printing import Condition, JobKind, JobState, PrintJob
from services_catalog.catalog import Location, Printer
from tests.cast import packaged
from tests.kiosk.printing.paper_cast import ISSUED, downtown
from tests.kiosk.printing.print_center import wait_for
from tests.tcp_printer import PAPER_OUT, READY, TcpPrinter

BRISK = Limits(0.5, 0.5, 0.4)


@dataclass
class Server:
    """What a server does for agents, over HTTP, with `agent_jobs` behind; `down` makes it fail."""

    database: Database
    location: Location
    now: datetime = ISSUED
    down: bool = False
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, token: str | None, body: dict[str, object]) -> tuple[int, bytes, dict[str, str]]:
        self.asked.append(path)
        if path == "/api/v1/pair":
            if body["code"] != "7KQ2-M9XD":
                return 404, b'{"detail": "No screen waits for this code."}', {}
            return 200, b'{"token": "secret", "kind": "kiosk", "location": "downtown", "name": "kiosk-1"}', {}
        if token != "Bearer secret":
            return 401, b'{"detail": "This token is not, or no longer, good."}', {}
        if self.down:
            return 503, b"", {}
        found = re.fullmatch(r"/api/v1/locations/downtown/printers/([^/]+)/(claim|condition|jobs/(\d+)/result)", path)
        assert found
        printer = found[1]
        if found[2] == "claim":
            job = claim_for_agent(
                self.database,
                catalog=packaged(),
                location=self.location,
                printer=printer,
                by="device:7",
                now=self.now,
            )
            return (204, b"", {}) if job is None else (200, job.data, head(job.id, job.must_answer))
        with self.database.write() as session:
            if found[3]:
                went, condition = PrintResult(str(body["went"])), Condition(str(body["condition"]))
                report = PrintReport(went, condition, str(body["detail"]), bool(body["answered"]))
                report_from_agent(
                    session,
                    location=self.location,
                    printer=printer,
                    job_id=int(found[3]),
                    report=report,
                    by="device:7",
                    now=self.now,
                )
            else:
                condition_from_agent(
                    session,
                    location=self.location,
                    printer=printer,
                    condition=Condition(str(body["condition"])),
                    answered=bool(body["answered"]),
                    now=self.now,
                )
        return 204, b"", {}

    def enqueue(self) -> int:
        with self.database.write() as session:
            return printing.enqueue(session, location="downtown", printer="kiosk-1", kind=JobKind.TEST, now=self.now).id

    def state(self, job: int) -> str:
        with self.database.read() as session:
            return session.get_one(PrintJob, job).state

    def condition(self) -> str:
        with self.database.read() as session:
            return printing.printers_at(session, "downtown")[0].state


def head(job: int, must_answer: bool) -> dict[str, str]:
    return {"Print-Job": str(job), "Must-Answer": str(int(must_answer))}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    database = Database(f"sqlite:///{tmp_path}/agent.db")
    Base.metadata.create_all(database.engine)
    made = Server(database, replace(downtown(), printers=(Printer("kiosk-1", "agent:"), Printer("b", "none:"))))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, data, headers = made.answer(self.path, self.headers["Authorization"], body)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
    thread.start()
    yield made
    listening.shutdown()
    listening.server_close()
    thread.join()
    database.close()


def agent_for(server: Server, printer: TcpPrinter) -> PrintAgent:
    return PrintAgent(HttpJobs(pair(server.url, "7KQ2-M9XD")), open_printer(printer.url, BRISK))


def test_it_pulls_prints_and_reports(server: Server) -> None:
    with TcpPrinter() as printer:
        agent = agent_for(server, printer)
        first, second = server.enqueue(), server.enqueue()
        assert [agent.step() for _ in range(3)] == [0.0, 0.0, 1.0]
        assert [server.state(job) for job in (first, second)] == [JobState.CONFIRMED] * 2
        assert len(printer.slips) == 2
        assert server.condition() == Condition.OK


def test_out_of_paper_the_job_waits_and_the_condition_is_reported(server: Server) -> None:
    with TcpPrinter() as printer:
        agent = agent_for(server, printer)
        printer.status = PAPER_OUT
        job = server.enqueue()
        assert agent.step() > 0
        assert (server.state(job), server.condition()) == (JobState.QUEUED, Condition.OUT)
        printer.status = READY
        agent.step()
        assert server.state(job) == JobState.CONFIRMED
        assert len(printer.slips) == 1


def test_a_report_that_is_lost_is_made_again_and_the_slip_is_not(server: Server) -> None:
    with TcpPrinter() as printer:
        agent = agent_for(server, printer)
        agent.step()
        job = server.enqueue()
        answer = server.answer

        def lost(path: str, token: str | None, body: dict[str, object]) -> tuple[int, bytes, dict[str, str]]:
            return (503, b"", {}) if path.endswith("result") else answer(path, token, body)

        server.answer = lost  # type: ignore[method-assign]
        assert agent.step() == 1.0
        assert server.state(job) == JobState.SENDING
        assert agent.step() == 2.0
        server.answer = answer  # type: ignore[method-assign]
        agent.step()
        assert server.state(job) == JobState.CONFIRMED
        assert len(printer.slips) == 1


def test_an_agent_that_died_with_a_slip_leaves_it_in_doubt(server: Server) -> None:
    job = server.enqueue()
    jobs = HttpJobs(pair(server.url, "7KQ2-M9XD"))
    taken = jobs.claim()
    assert taken
    assert taken.id == job
    assert jobs.claim() is None  # started again, it asks for the next
    assert server.state(job) == JobState.UNKNOWN
    jobs.report(job, PrintReport(PrintResult.CONFIRMED, Condition.OK))  # a late report changes nothing
    assert server.state(job) == JobState.UNKNOWN


def test_a_server_that_is_gone_is_waited_for(server: Server) -> None:
    with TcpPrinter() as printer:
        agent = agent_for(server, printer)
        server.down = True
        assert [agent.step() for _ in range(5)] == [1.0, 2.0, 4.0, 5.0, 5.0]
        server.down = False
        job = server.enqueue()
        agent.step()
        assert server.state(job) == JobState.CONFIRMED
        gone = HttpJobs(AgentPairing("http://127.0.0.1:9", "downtown", "kiosk-1", "secret"))
        with pytest.raises(ServerUnreachable):
            gone.claim()


def test_no_job_older_than_two_minutes_is_given_out(server: Server) -> None:
    job = server.enqueue()
    server.now += timedelta(minutes=2)
    assert HttpJobs(pair(server.url, "7KQ2-M9XD")).claim() is None
    assert server.state(job) == JobState.EXPIRED


def test_a_revoked_agent_stops_with_the_servers_sentence(server: Server) -> None:
    seat = replace(pair(server.url, "7KQ2-M9XD"), token="revoked")
    with pytest.raises(NotPaired, match="no longer, good"):
        HttpJobs(seat).claim()
    with pytest.raises(NotPaired, match="No screen waits"):
        pair(server.url, "0000-0000")
    with pytest.raises(NotPaired, match="not the address"):
        pair("ftp://example.org", "7KQ2-M9XD")


def test_the_pairing_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    seat = AgentPairing("https://queue.example.org", "downtown", "kiosk-1", "secret")
    seat.write(tmp_path / "var" / "seat.json")
    assert (tmp_path / "var" / "seat.json").stat().st_mode & 0o777 == 0o600
    assert AgentPairing.read(tmp_path / "var" / "seat.json") == seat
    with pytest.raises(NotPaired, match="pair this agent"):
        AgentPairing.read(tmp_path / "nothing.json")


def test_it_runs_until_it_is_stopped(server: Server) -> None:
    with TcpPrinter() as printer:
        stopping = threading.Event()
        thread = threading.Thread(target=agent_for(server, printer).run, args=(stopping,))
        thread.start()
        job = server.enqueue()
        wait_for(lambda: server.state(job) == JobState.CONFIRMED, "it goes on by itself")
        assert thread.is_alive()
        stopping.set()
        thread.join(5)
        assert not thread.is_alive()
