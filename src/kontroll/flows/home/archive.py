"""Archive: a copy of a home as one file that is written and read as a stream: its parts, and last the manifest.

Why last: the manifest can only name what has been written, and a copy that was cut off has none.
Why a stream: it can be sent straight into a program that encrypts, and never lies in clear on a disk.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kontroll.domain.backup import MANIFEST, Manifest, Part, manifest_of

#: Bytes at a time.
_CHUNK = 1 << 20


class NotACopy(Exception):
    """The file is no copy that kontroll made, is cut off, or holds what no copy holds."""


class Writing:
    """An archive that is being written. parts: what it holds so far."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: list[Part] = []

    def add(self, name: str, file: Path) -> None:
        """As long as the file is when it is opened: what is added meanwhile is of the next copy."""
        with file.open("rb") as opened:
            info = self._tar.gettarinfo(arcname=name, fileobj=opened)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mode = 0o600
            read = _Hashed(opened)
            self._tar.addfile(info, read)
        self.parts.append(Part(name=name, size=info.size, digest=read.digest))

    def add_text(self, name: str, content: str) -> None:
        encoded = content.encode()
        self._add_bytes(name, encoded)
        self.parts.append(Part(name=name, size=len(encoded), digest=hashlib.sha256(encoded).hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        self._add_bytes(MANIFEST, json.dumps(manifest.printed(), ensure_ascii=False, indent=1).encode())

    def _add_bytes(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))


class _Hashed(io.RawIOBase):
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self._hash.update(found)
        return found

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def writing(to: IO[bytes]) -> Iterator[Writing]:
    with (
        gzip.GzipFile(fileobj=to, mode="wb", compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writing(tar)


def unpack(source: IO[bytes], folder: Path) -> Manifest:
    """Every part into an empty folder, held against the manifest. Raises NotACopy; then the folder is of no use."""
    manifest, found = None, dict[str, Part]()
    try:
        with gzip.GzipFile(fileobj=source) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or manifest is not None:
                    raise NotACopy(member.name)
                if member.name == MANIFEST:
                    manifest = manifest_of(json.loads(content.read()))
                else:
                    found[member.name] = _written(member.name, content, folder)
            # To the end, where the check sum is; and who sends through a pipe must not find it closed.
            while packed.read(_CHUNK):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError) as error:
        raise NotACopy(type(error).__name__) from error
    if manifest is None:
        raise NotACopy("no manifest")
    if faults := manifest.faults(found):
        raise NotACopy(", ".join(faults))
    return manifest


def _written(name: str, content: IO[bytes], folder: Path) -> Part:
    path = folder / name
    if name.startswith("/") or ".." in Path(name).parts or path.exists():
        raise NotACopy(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        path.chmod(0o600)
        while chunk := content.read(_CHUNK):
            file.write(chunk)
            hashed.update(chunk)
            size += len(chunk)
    return Part(name=name, size=size, digest=hashed.hexdigest())
