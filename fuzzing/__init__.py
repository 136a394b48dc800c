"""Fuzzing of every entry by which foreign bytes come in: `python -m fuzzing --help`."""
