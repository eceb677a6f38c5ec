"""Opening a zip archive that anybody may have made: few plain members, none twice, none locked.

What a member claims to be is believed by nobody: whoever reads one says how much of it.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

MAX_MEMBERS = 200
MEMBER_SIGNATURE = b"PK\x01\x02"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@contextmanager
def open_archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive in ``data``; ``ValueError`` unless it is one of a few plain members."""
    if not data.startswith(b"PK"):
        raise ValueError("this is no .npz file, which is a zip archive; it begins otherwise")
    # Each entry of the table of contents begins with the signature: counted before it is read.
    if data.count(MEMBER_SIGNATURE) > MAX_MEMBERS:
        raise ValueError(f"the archive must have at most {MAX_MEMBERS} members; it has more")
    with readable("the archive"):
        archive = zipfile.ZipFile(BytesIO(data))
    with archive:
        names = archive.namelist()
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"the archive holds {min(twice)!r:.50} twice")
        for info in archive.infolist():
            if info.flag_bits & 1 or info.compress_type not in METHODS:
                raise ValueError(f"{info.filename!r:.50} is encrypted or packed in a rare way")
        yield archive


@contextmanager
def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    """A member as a stream; ``ValueError`` where it is damaged at its very beginning."""
    with readable(info.filename[:50]):
        member = archive.open(info)
    with member:
        yield member


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Whatever zipfile, zlib or NumPy stumble over, and it can be anything, is said in words."""
    try:
        yield
    except Exception as error:
        raise ValueError(f"{name} is damaged, cut short or of another format") from error
