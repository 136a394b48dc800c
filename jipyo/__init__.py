"""Jipyo (지표): the figures that cities announce, tracked."""

__version__ = "0.1.0"
