"""Mutants of the modules that read numerals, units and periods: `make mutants`."""
