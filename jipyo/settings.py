"""What Jipyo reads from its environment: the one list of variables, for people and for the docs.

Each variable is read where it is needed; this list says what each means. A test holds it against
the code, so that no variable is read that nobody can look up, and none stands here that does
nothing. Settings of outlets stand in `outlets.yaml` and are described by the model that reads them
(`spiders/outlets.py`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable.

    Attributes:
        name: Its name.
        meaning: What it says, in a sentence or two for an operator.
        default: What holds where it is not set, in words.
        example: A value as people would write it.
        set_by_jipyo: True where Jipyo sets it for the processes that it starts, so that people
            set it only to use such a process by hand.
    """

    name: str
    meaning: str
    default: str
    example: str
    set_by_jipyo: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        name="JIPYO_HOME",
        meaning=(
            "The folder in which everything lives that Jipyo makes: the embedded database, logs, "
            "your own outlets and measures, data docs and report. It is for its owner only. Two "
            "homes share nothing."
        ),
        default=".jipyo in the current folder",
        example="/srv/jipyo",
    ),
    Variable(
        name="JIPYO_DATABASE_URL",
        meaning=(
            "Address of a Postgres server, 15 or later, to use instead of the embedded one, with "
            "the name of the database. Prefect's tables go into a database beside it."
        ),
        default="the embedded server of the home, started where it is needed",
        example="postgresql://jipyo@db.example.kr/jipyo",
    ),
    Variable(
        name="JIPYO_OWNER_PASSWORD",
        meaning="New password of role jipyo_owner; `jipyo db roles` alone reads it.",
        default="the password stays as it is",
        example="a long random word",
    ),
    Variable(
        name="JIPYO_WRITER_PASSWORD",
        meaning="New password of role jipyo_writer; `jipyo db roles` alone reads it.",
        default="the password stays as it is",
        example="a long random word",
    ),
    Variable(
        name="JIPYO_ANALYST_PASSWORD",
        meaning="New password of role jipyo_analyst; `jipyo db roles` alone reads it.",
        default="the password stays as it is",
        example="a long random word",
    ),
    Variable(
        name="JIPYO_CONTACT",
        meaning=(
            "Web or mail address at which the operators of sites can reach you. It stands in the "
            "user agent of every request. Without one no live outlet is asked."
        ),
        default="none; sample sites need none",
        example="https://www.example.kr/jipyo",
    ),
    Variable(
        name="JIPYO_PREFECT_PORT",
        meaning=(
            "Port on 127.0.0.1 at which Prefect's server and its UI answer. Another free port is "
            "taken, and told, where this one is not free; 0 takes any."
        ),
        default="4200",
        example="4201",
    ),
    Variable(
        name="JIPYO_PAGES_PORT",
        meaning=(
            "Port at which `jipyo up` serves the report and the data docs. Another free port is "
            "taken, and told, where this one is not free."
        ),
        default="4201",
        example="4301",
    ),
    Variable(
        name="JIPYO_LISTEN",
        meaning=(
            "Address on which `jipyo up` serves Prefect's UI and the pages. They ask for no "
            "password: leave it alone on a server, and reach them through a tunnel."
        ),
        default="127.0.0.1",
        example="10.0.0.5",
    ),
    Variable(
        name="JIPYO_PAGES_URL",
        meaning=(
            "Address of the pages as people reach them, for the links in alerts, artifacts and "
            "messages."
        ),
        default="that of the page server of `jipyo up`; without one, links lead to files",
        example="https://jipyo.example.kr",
    ),
    Variable(
        name="PREFECT_API_URL",
        meaning=(
            "Address of a Prefect server that runs already. `jipyo nightly` and `jipyo demo` use "
            "it and start none."
        ),
        default="the server of the home; started for as long as the job runs where none runs",
        example="http://127.0.0.1:4200/api",
    ),
)
"""Every variable, in the order in which people need them."""
