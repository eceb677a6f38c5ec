"""The answer first: what was asked for is on the screen before the rest of a long page comes."""

import time

from pages.shared import session

# What a browser is sent at once it lays out at once, and nothing of it is seen before all is. In
# this time the server sends what it has (Streamlit gathers for 0.01 s), the browser gathers for as
# long again, draws it, and paints.
SECONDS = 0.1


def let_it_be_seen(name: str, answer: object) -> None:
    """Let what is drawn so far be painted before anything below it is sent, if it is news.

    ``answer`` is what the page called ``name`` shows, told from the one before by identity. Only a
    browser paints: there is nothing to wait for where a test runs the page.
    """
    before = session.remembered(name, lambda: answer)
    session.remember(name, answer)
    if before is not answer and session.address():
        time.sleep(SECONDS)
