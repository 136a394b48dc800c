"""Document readers: the bytes of an HWP, HWPX or PDF file in, its text or a named reason out."""

from jipyo.documents.kinds import is_document, kind_of
from jipyo.documents.model import Document, Limits
from jipyo.documents.reader import read_document

__all__ = ["Document", "Limits", "is_document", "kind_of", "read_document"]
