"""One executed notebook to a web page and an accessible PDF, and the gates that both must pass.

The notebook is read once, into a small model of blocks (`document`), from which every format is made, so that they
always say the same. What cannot be shown is refused, never left out.
"""
