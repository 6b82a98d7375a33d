"""Tables of facts that anyone can read, correct and extend. This package only looks up rows.

The tables are in `data/`; its README gives their sources.
"""
