"""How a run of Prefect ends where something went wrong that its operator can mend."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from prefect.states import Failed, State

from flows.progress import speak_up
from jipyo.plain import on_one_line
from jipyo.store.errors import JipyoError

logger = logging.getLogger("flows.endings")


def failing_in_words(work: Callable[[], State[Any]]) -> State[Any]:
    """Do the work of a flow; an expected fault ends it Failed, with its sentence and no trace.

    To be called by the flow itself. Faults that nobody expects keep their trace: they are for us.
    """
    speak_up()
    try:
        return work()
    except JipyoError as error:
        logger.error("%s", error)  # noqa: TRY400 - its sentence is all that helps
        return Failed(message=on_one_line(str(error)))
