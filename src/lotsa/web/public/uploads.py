"""Uploads that are held in memory, measured while they arrive, and never laid on disk."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

_CHUNK: Final = 64 * 1024
_SWALLOWED: Final = 128 * 1024 * 1024
"""Of a body that is too large, this much is read and thrown away, so that the browser listens."""


class MemoryIntake(FileUploadHandler):
    """Takes in a few files of one field in memory.

    What goes beyond a limit is read past, not kept: a file that is too large comes
    out one byte longer than allowed, so that whoever reads it can say so.

    Attributes:
        too_many: there were more files than ``max_files``; the rest were read past.
        body_too_large: the whole request was so large that nothing of it was read.
    """

    def __init__(self, field: str, max_files: int, max_bytes: int) -> None:
        super().__init__()
        self._field = field
        self._max_files = max_files
        self._max_bytes = max_bytes
        self._taken = 0
        self._buffer: BytesIO | None = None
        self.too_many = False
        self.body_too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: ARG002, N803 - Django's own names
        content_length: int,
        boundary: bytes,  # noqa: ARG002
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        """Read nothing of a request that cannot fit; Django reads the others."""
        room = self._max_files * self._max_bytes + 2 * self._max_bytes
        if content_length <= room:
            return None
        self.body_too_large = True
        left = min(content_length, _SWALLOWED)
        while left > 0 and (chunk := input_data.read(min(_CHUNK, left))):
            left -= len(chunk)
        return QueryDict(encoding=encoding), MultiValueDict()

    def new_file(self, field_name: str, *args: Any, **more: Any) -> None:
        """Decide whether the next file is one to keep."""
        super().new_file(field_name, *args, **more)
        self._buffer = None
        if field_name != self._field:
            return
        self._taken += 1
        if self._taken > self._max_files:
            self.too_many = True
        else:
            self._buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Keep the bytes that there is room for."""
        if self._buffer is not None:
            room = self._max_bytes + 1 - self._buffer.tell()
            if room > 0:
                self._buffer.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:  # noqa: ARG002
        """The file as kept; ``None`` for one that was read past."""
        if self._buffer is None:
            return None
        size = self._buffer.tell()
        self._buffer.seek(0)
        return InMemoryUploadedFile(
            self._buffer, self.field_name, self.file_name, self.content_type, size, self.charset
        )
