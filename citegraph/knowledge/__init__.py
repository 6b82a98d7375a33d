"""Tables of facts that anyone can read, correct and extend. The code here only looks up rows.

The tables are in `data/`; its README gives their sources.
"""
