"""The words that text columns of the tables may hold, taken from the types of the rooms."""

from __future__ import annotations

from typing import get_args

from jipyo.figures.model import Kind, Role, Rung
from jipyo.pages.model import State

KINDS: tuple[str, ...] = get_args(Kind)
"""Columns ``kind`` of ``figure`` and ``observation``."""

ROLES: tuple[str, ...] = get_args(Role)
"""Columns ``role`` of ``figure`` and ``observation``."""

RUNGS: tuple[str, ...] = get_args(Rung)
"""Column ``period_rung`` of ``figure``."""

PAGE_STATES: tuple[str, ...] = get_args(State)
"""Column ``page_state`` of ``capture``."""
