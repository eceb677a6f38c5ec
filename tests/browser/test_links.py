"""Addresses in a real browser: made-up ones, and the way back and forward through pages."""

import re

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.conftest import settled


def go_to(page: Page, name: str, heading: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    settled(page)


def test_a_made_up_number_neither_crashes_the_page_nor_stays_in_the_address(visit):
    page = visit("train?seed=inf&epochs=1e999&units1=" + "9" * 5000 + "&batch_size=32")
    expect(page.get_by_text("seed is inf, not a whole number: left as it is.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/train\?batch_size=32$"))
    page.reload()
    settled(page)
    expect(page.get_by_text("About this link")).to_have_count(0)
    expect(page.get_by_role("spinbutton", name="Batch size")).to_have_value("32")


def test_back_and_forward_lead_through_pages_with_their_settings(visit):
    page = visit("?step_loss=softmax_cross_entropy&step_rate=0.5")
    one_step = page.url
    go_to(page, "Train", "Train on handwritten digits")
    seed = page.get_by_role("spinbutton", name="Seed")
    for _ in range(3):  # however often a setting is changed, the page is one place
        seed.press("ArrowUp")
        seed.press("Enter")
        settled(page)
    expect(page).to_have_url(re.compile(r"/train\?seed=3$"))
    go_to(page, "Compare", "Compare runs")
    go_to(page, "One step", "One step of backpropagation")
    expect(page).to_have_url(one_step)  # as it was left
    page.go_back()
    expect(page.get_by_role("heading", name="Compare runs")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/train\?seed=3$"))
    expect(seed).to_have_value("3")
    page.go_back()
    expect(page).to_have_url(one_step)
    expect(page.get_by_role("slider", name="Learning rate η")).to_have_attribute(
        "aria-valuetext", "0.5"
    )
    page.go_forward()
    expect(seed).to_have_value("3")
    settled(page)


# Do something in the very moment in which the page has come so far; it need not have a body yet.
WHEN = """(hasCome, act) => {
  const observer = new MutationObserver(() => {
    if (!hasCome()) return;
    observer.disconnect();
    act();
  });
  observer.observe(document, { childList: true, subtree: true });
}"""
# One step draws its first screen first, and the rest once the browser says that it is there:
# whoever is quicker acts as soon as the picture is in the page, or the first of the rest, before
# anybody listens to the picture's cells.
HAS_PICTURE = "document.querySelector('.picture svg')"
HAS_REST = "document.querySelector('.jump') && !document.body.dataset.cells"
PICK = """document.querySelector(".picture [data-cell]").dispatchEvent(
  new MouseEvent("click", { bubbles: true }));"""
TO_COMPARE = "document.querySelector('a[href$=compare]').click();"


def when(page: Page, has_come: str, act: str) -> None:
    page.evaluate(f"({WHEN})(() => {has_come}, () => {{ {act} }})")


def test_a_visitor_who_leaves_before_the_page_is_whole_is_not_called_back(visit):
    page = visit("train")
    when(page, HAS_PICTURE, TO_COMPARE)
    page.get_by_role("link", name="One step", exact=True).click()
    expect(page.get_by_role("heading", name="Compare runs")).to_be_visible()
    settled(page)
    expect(page.get_by_role("heading", name="Compare runs")).to_be_visible()
    go_to(page, "One step", "One step of backpropagation")  # and it is whole this time
    expect(page.get_by_role("heading", name="Why two methods?")).to_be_visible()


def test_a_visitor_who_goes_forward_before_the_page_is_whole_is_not_called_back(visit):
    page = visit()
    go_to(page, "Train", "Train on handwritten digits")
    go_to(page, "Compare", "Compare runs")
    page.go_back()
    expect(page.get_by_role("heading", name="Train on")).to_be_visible()
    settled(page)
    when(page, HAS_PICTURE, "history.forward();")
    page.go_back()
    expect(page.get_by_role("heading", name="Train on")).to_be_visible()
    settled(page)
    expect(page.get_by_role("heading", name="Train on")).to_be_visible()


# Streamlit's modules that run a page's scripts and draw its picture, and when each has done so:
# two frames after the picture is there, it has told that it is, or has decided not to.
SCRIPTS = re.compile(r"/(Html|BidiComponent)\.[^/]*\.js$")
IS_DONE = {
    "Html": "() => window.history.onePlaceAPage",
    "BidiComponent": """() => !!document.querySelector(".picture svg") && new Promise(
      resolve => requestAnimationFrame(() => setTimeout(
        () => requestAnimationFrame(() => setTimeout(() => resolve(true))))))""",
}


@pytest.mark.parametrize("order", [("Html", "BidiComponent"), ("BidiComponent", "Html")])
def test_a_visitor_who_leaves_before_the_page_can_hear_it_is_not_called_back(visit, server, order):
    """The link is clicked before a script of the page runs, and the server is slow to answer."""
    page = visit("compare").context.new_page()
    scripts, answers, slow = {}, [], []

    def hold(route: Route) -> None:
        scripts[SCRIPTS.search(route.request.url)[1]] = route

    def pass_on(socket: WebSocketRoute) -> None:
        to_page = socket.send
        socket.connect_to_server().on_message(
            lambda answer: answers.append((to_page, answer)) if slow else to_page(answer)
        )

    page.route_web_socket(re.compile("/_stcore/stream"), pass_on)
    page.route(SCRIPTS, hold)
    page.goto(server.url)
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    slow.append(True)
    page.get_by_test_id("stTopNav").get_by_role("link", name="Train").click()
    for name in order:
        scripts[name].continue_()
        page.wait_for_function(IS_DONE[name])
    for send, answer in answers:
        send(answer)
    slow.clear()
    expect(page.get_by_role("heading", name="Train on")).to_be_visible()
    settled(page)
    expect(page.get_by_role("heading", name="Train on")).to_be_visible()


def test_a_visitor_who_picked_a_number_before_leaving_is_not_called_back(visit, server):
    page = visit("compare").context.new_page()
    requests = []

    def pass_on(socket: WebSocketRoute) -> None:
        to_server = socket.connect_to_server()

        def send(request: bytes) -> None:
            requests.append((to_server, request))
            if len(requests) <= 2:  # for the first screen, and for the rest
                to_server.send(request)

        socket.on_message(send)

    page.route_web_socket(re.compile("/_stcore/stream"), pass_on)
    page.goto(server.url, wait_until="commit")
    when(page, HAS_REST, PICK + TO_COMPARE)
    page.wait_for_function("() => document.body?.dataset.cells")
    for to_server, request in requests[2:]:
        to_server.send(request)
    expect(page.get_by_role("heading", name="Compare runs")).to_be_visible()
    assert len(requests) == 3


def test_a_page_is_whole_in_the_end_though_a_link_seemed_to_be_followed(visit, server):
    """The keyboard comes by the links at the top before a script of the page runs."""
    page = visit("compare").context.new_page()
    scripts = []
    page.route(SCRIPTS, lambda route: scripts.append(route))
    page.goto(server.url)
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    train = page.get_by_test_id("stTopNav").get_by_role("link", name="Train")
    page.keyboard.press("Shift")
    train.focus()
    for route in scripts:
        route.continue_()
    when(page, HAS_REST, PICK)  # and a number that is picked early is not lost
    settled(page)
    expect(page.locator(".picture .selected")).not_to_have_count(0)
    expect(page.get_by_role("heading", name="Why two methods?")).to_be_visible()
