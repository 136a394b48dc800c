"""The figure reader: text in, figures out, with what every other number is instead."""

from jipyo.figures.model import Figure, Mark, Period, Reading
from jipyo.figures.reader import read

__all__ = ["Figure", "Mark", "Period", "Reading", "read"]
