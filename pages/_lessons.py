"""The address /lessons on a fresh server; the page itself is lessons/page.py.

Until app.py has run once, Streamlit routes visitors by the files of this folder. Without one
called lessons, a first visit to /lessons gets the right page under a "Page not found" dialog.
The leading underscore is dropped from the address.
"""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parents[1] / "app.py"))
