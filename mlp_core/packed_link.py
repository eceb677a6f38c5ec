"""A whole thing of somebody's in an address, as packed text, and back: a lesson, a sweep."""

from dataclasses import dataclass

from mlp_core.packed_text import LONGEST_LINK, PackedError, pack, unpack

# What every such text begins with; another way of packing begins otherwise.
VERSION = "a"


@dataclass(frozen=True)
class PackedLink:
    """Links of ``what``, as people call it, whose texts have ``most_bytes`` of UTF-8 at most."""

    what: str
    most_bytes: int

    def write(self, text: str) -> str:
        """``text`` as ``read`` takes it; ``ValueError`` where no address bears it."""
        link = VERSION + pack(text)
        if len(link) > LONGEST_LINK:
            raise ValueError(
                f"As a link this {self.what} has {len(link):,} characters, and an address bears "
                f"{LONGEST_LINK:,}. Save it as a file and hand that on"
            )
        return link

    def read(self, link: str) -> str:
        """The text in ``link``; ``ValueError`` with a sentence where there is none to read."""
        if len(link) > LONGEST_LINK:
            raise ValueError(f"This is far too long for a link of a {self.what}")
        if not link.startswith(VERSION):
            raise ValueError(f"This is no link of a {self.what}, or a newer app has written it")
        try:
            return unpack(link[len(VERSION) :], self.most_bytes)
        except PackedError as error:
            wrong = {
                "cut": f"The link was cut short. Copy all of it, or ask for the {self.what} as a "
                "file",
                "changed": "The link was changed on its way. Copy it again, or ask for the "
                f"{self.what} as a file",
                "too much": "There is far too much in this link",
            }
            raise ValueError(wrong[error.kind]) from None
