"""Alerts: who is told what, when, in which words. Nothing here sends or asks; that do the flows."""
