"""The entries of foreign bytes by room, each a function that tries an input on it.

An input is bytes. Where an entry takes more than a body, the first line holds the rest, so that
inputs stay readable and a fuzzer can change all of it. An entry keeps its promise when it comes
back in time, raises nothing but its own named error, and gives nothing that a database would
refuse.
"""
