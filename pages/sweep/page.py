"""Sweep: many trainings side by side, in the time of a few."""

from pages.shared import layout
from pages.shared.links import address
from pages.sweep import gallery

ADDRESS = address.Address("sweep")


def main() -> None:
    """The page, top to bottom."""
    address.follow(ADDRESS)
    layout.begin("Sweep settings", "Train a network many ways, and see what each way does.")
    address.write()
    gallery.show()


main()
