"""The pages of the documentation that are made from code: nobody writes what code can tell.

`hooks.py` puts them into the site whenever it is built. What the tables hold is asked of a migrated
database and kept in `docs/tables.md`; a test says when that is out of date.
"""
