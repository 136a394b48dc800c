"""The report: a static site of the figures, the flags and the outlets, from the tables alone."""

from jipyo.report.site import ReportBuilt, build_report

__all__ = ["ReportBuilt", "build_report"]
