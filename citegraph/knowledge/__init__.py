"""What the program knows as tables that anybody can read, correct and add to; code here only looks rows up.

The tables lie in `data/`; its README says where each comes from.
"""
