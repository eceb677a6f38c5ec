"""How the app feels, alone and in company: python -m tests.benchmarks.app

A real server on loopback, visited by Chromium and by websocket clients, all on this machine:
the visitors' own work is in the figures. Medians of several tries.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from mlp_core.experiments.jobs.slots import n_cores
from pages.shared.jobs import SLOTS_VARIABLE
from tests.benchmarks import headless
from tests.benchmarks.process import memory_mb, n_threads, processor
from tests.benchmarks.reactions import reactions
from tests.benchmarks.visitors import Visitor
from tests.browser.server import CHROMIUM, CHROMIUM_ARGUMENTS, IDLE, Server, start_app

CROWDS = [0, 1, 4, 16]
# Trains for minutes, with a page that is drawn anew four times a second.
LONG_RUN = "live=true&epochs=500&hidden_layers=4&" + "&".join(f"units{k}=256" for k in range(1, 5))
PRESET_RUN = "live=true"
FEW, MANY, AT_ONCE = 20, 100, 10
# Seconds after which a session without a connection is forgotten; the default is 120.
SESSION_TTL = 5
PATIENCE_SECONDS = 60.0
LINE = '[data-testid="stVegaLiteChart"] [aria-roledescription="line mark"]'


def main() -> None:
    """Print every figure as soon as it is known."""
    print(f"{processor()}, {n_cores()} cores; server, visitors and Chromium share them\n")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        alone(browser)
        for slots in (max(CROWDS), n_cores()):
            in_company(browser, slots)
        browser.close()
    memory()
    churn()


def alone(browser: Browser) -> None:
    """One visitor: from the start of the server to a trained network."""
    _tell("cold start to first paint", _median(3, lambda: _cold_start(browser)))
    with _server() as server:
        for what, (seconds, aim) in reactions(browser, server).items():
            _tell(what, seconds, f"(at most {aim:g} s asked)")
    with _server() as server, _visit(browser, server.url + "train") as page:
        _press_train(page, 100)
        first, final = zip(*(_press_train(page, 100) for _ in range(5)), strict=True)
        _tell("click to first point of the curve, preset", statistics.median(first))
        _tell("click to final result, preset", statistics.median(final))
    with _server() as server, _visit(browser, server.url + "train?" + headless.QUERY) as page:
        in_page, without = [], []
        for _ in range(5):
            _press_train(page, headless.CONFIG.epochs)
            in_page.append(_seconds_said(page))
            without.append(headless.seconds())
        ratio = statistics.median(in_page) / statistics.median(without)
        _tell("training in the page, 500 epochs of 64-128-64-10", statistics.median(in_page))
        _tell("the same without a page", statistics.median(without))
        print(f"    {ratio:.2f} times as long; at most 1.25 asked\n")


def in_company(browser: Browser, slots: int) -> None:
    """How long a new visitor waits for the page while others train."""
    with _server({SLOTS_VARIABLE: str(slots)}) as server:
        visitors: list[Visitor] = []
        idle = 0.0
        for crowd in CROWDS:
            visitors += [Visitor(server.url, query=LONG_RUN) for _ in range(crowd - len(visitors))]
            for visitor in visitors:
                visitor.wait_until_loaded()
            seconds = _median(5, lambda: _page_load(browser, server))
            idle = idle or seconds
            times = f"({seconds / idle:.2f} times idle)"
            _tell(f"page load while {crowd:2} train in {slots} slots", seconds, times)
        for visitor in visitors:
            visitor.leave()
    print()


def memory() -> None:
    """What a session costs, idle and with a run."""
    with _server() as server:
        _crowd_comes_and_goes(server, FEW, PRESET_RUN)
        for what, query in (("idle", ""), ("after a run of the preset", PRESET_RUN)):
            before = memory_mb(server.process.pid)
            visitors = _trained(server, FEW, query)
            per_session = (memory_mb(server.process.pid) - before) / FEW
            print(f"memory a session, {what}: {per_session:.2f} MB")
            for visitor in visitors:
                visitor.leave()
        print("    at most 10 MB asked\n")


def churn() -> None:
    """Whether all is given back after many sessions were opened, trained and closed."""
    with _server(server_disconnectedSessionTTL=str(SESSION_TTL)) as server:
        pid = server.process.pid
        _crowd_comes_and_goes(server, FEW, PRESET_RUN)
        _wait_until_forgotten()
        before = n_threads(pid), memory_mb(pid)
        _crowd_comes_and_goes(server, MANY, PRESET_RUN)
        _wait_until_forgotten()
        after = n_threads(pid), memory_mb(pid)
        for what, (threads, mb) in (("before", before), (f"after {MANY} sessions", after)):
            print(f"{what}: {threads} threads, {mb:.0f} MB")


def _cold_start(browser: Browser) -> float:
    """Seconds from starting the server process until the first page shows its title."""
    start = time.perf_counter()
    with _server() as server:
        context = browser.new_context()
        page = context.new_page()
        page.goto(server.url)
        page.get_by_role("heading", level=1).wait_for()
        seconds = time.perf_counter() - start
        context.close()
    return seconds


def _page_load(browser: Browser, server: Server) -> float:
    """Seconds until a new visitor, with an empty cache, can use the Train page."""
    start = time.perf_counter()
    with _visit(browser, server.url + "train"):
        return time.perf_counter() - start


def _press_train(page: Page, epochs: int) -> tuple[float, float]:
    """Train from scratch; seconds from the click to the first curve and to the whole result."""
    reset = page.get_by_role("button", name="Reset")
    if reset.count():
        reset.click()
        reset.wait_for(state="detached")
    start = time.perf_counter()
    page.get_by_role("button", name="Train", exact=True).click()
    page.locator(LINE).first.wait_for()
    first = time.perf_counter() - start
    page.get_by_text(f"Trained {epochs} of {epochs} epochs").wait_for()
    page.get_by_role("heading", name="First-layer weights").wait_for()
    return first, time.perf_counter() - start


def _seconds_said(page: Page) -> float:
    """The seconds of training that the page tells."""
    text = page.get_by_text("Trained 500 of 500 epochs").inner_text()
    return float(text.partition(" in ")[2].split()[0])


def _trained(server: Server, n: int, query: str) -> list[Visitor]:
    """Visitors whose pages have loaded and whose training is over."""
    visitors: list[Visitor] = []
    while len(visitors) < n:
        newcomers = [Visitor(server.url, query=query) for _ in range(min(AT_ONCE, n))]
        for visitor in newcomers:
            visitor.wait_until_loaded()
            visitor.wait_until_trained()
        visitors += newcomers
    return visitors


def _crowd_comes_and_goes(server: Server, n: int, query: str) -> None:
    for _ in range(0, n, AT_ONCE):
        for visitor in _trained(server, AT_ONCE, query):
            visitor.leave()


def _wait_until_forgotten() -> None:
    """Sessions are looked through once in a while, which no client can see: just wait."""
    time.sleep(4 * SESSION_TTL)


@contextmanager
def _server(environment: dict[str, str] | None = None, **options: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        server = start_app(Path(folder) / "log.txt", environment, **options)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _visit(browser: Browser, url: str) -> Iterator[Page]:
    """A page in a profile of its own, once it can be used."""
    context = browser.new_context()
    context.set_default_timeout(1000 * PATIENCE_SECONDS)
    page = context.new_page()
    page.goto(url)
    page.get_by_role("button", name="Train", exact=True).wait_for()
    page.locator(IDLE).wait_for()
    try:
        yield page
    finally:
        context.close()


def _median(n: int, measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(n))


def _tell(what: str, seconds: float, more: str = "") -> None:
    print(f"{what}: {seconds:.2f} s {more}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
