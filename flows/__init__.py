"""Prefect flows: collect, parse, check, report; the nightly job that joins them."""
