"""Uploaded files: streamed into the data folder under random names, and gone when they have done their part."""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MOST_FILES = 20
LARGEST = 1000 << 20  # bytes, of all files sent at once; our servers take 1024 MB
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it lies on the disk; `name` is what its owner calls it and is never used as a path."""

    path: Path
    name: str


class Receiver(FileUploadHandler):
    """Writes each file of a request to the folder of uploads; `fault` is a sentence where one could not be kept."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received: list[Received] = []
        self.fault = ""
        self._paths: list[Path] = []
        self._size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if len(self._paths) >= MOST_FILES:
            self._stop(f"More than {MOST_FILES} files at once: bring the rest afterwards.")
        try:
            self.file = _opened()
        except OSError as fault:
            self._stop_full(fault)
        self._paths.append(Path(self.file.name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > LARGEST:
            self._stop(
                f"More than {LARGEST >> 20} MB at once: bring the files one by one, export a shorter time, or bring it "
                "where Beforehand runs: “beforehand import FILE”."
            )
        try:
            self.file.write(raw_data)
        except OSError as fault:
            self._stop_full(fault)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.file.close()
        name = str(self.file_name)
        self.received.append(Received(self._paths[-1], name))
        return UploadedFile(self.file, name, self.content_type, file_size, self.charset)

    def drop_all_but(self, kept: Sequence[Received]) -> None:
        """Deletes what this request brought and nobody keeps."""
        for path in {*self._paths} - {each.path for each in kept}:
            path.unlink(missing_ok=True)

    def _stop(self, sentence: str) -> None:
        self.fault = sentence
        raise StopUpload(connection_reset=False)

    def _stop_full(self, fault: OSError) -> None:
        self._stop(
            f"The file could not be stored ({fault.strerror}): make room in the data folder, then try again."
        )


def discard(path: str) -> None:
    """Deletes an upload that is not needed any more; a file that lies elsewhere is its owner's and stays."""
    upload = Path(path)
    if path and upload.parent == _folder():
        upload.unlink(missing_ok=True)


def sweep(at: datetime) -> None:
    """Deletes every upload that is older than a week, whatever became of its import."""
    with suppress(FileNotFoundError):  # no folder yet, or another process sweeps too
        for upload in _folder().iterdir():
            if upload.stat().st_mtime < (at - KEPT).timestamp():
                upload.unlink(missing_ok=True)


def _opened() -> Any:
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return tempfile.NamedTemporaryFile(dir=_folder(), prefix="", delete=False)


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"
