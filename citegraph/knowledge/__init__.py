"""Tables of facts that anyone can read, correct and extend. The code here only looks up rows.

The tables lie in `data/`; its README says where each comes from.
"""
