"""WARC files: records in, whatever state the file is in, and records out."""

from jipyo.archives.records import LARGEST_RECORD_BYTES, BrokenRecord, Record, read_records
from jipyo.archives.responses import HttpMessage, RefusedBodyError, decoded_body, http_message
from jipyo.archives.writing import ArchivedCapture, ArchiveWriter

__all__ = [
    "LARGEST_RECORD_BYTES",
    "ArchiveWriter",
    "ArchivedCapture",
    "BrokenRecord",
    "HttpMessage",
    "Record",
    "RefusedBodyError",
    "decoded_body",
    "http_message",
    "read_records",
]
