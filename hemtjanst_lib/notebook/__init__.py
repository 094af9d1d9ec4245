"""The papermill engines and the inline values of Markdown cells.

``run`` executes a template with parameters; ``inline`` reads and stores the values of ``{eval}`` expressions;
``parameters`` checks what is passed before papermill sees it; ``normal`` takes out all that varies between runs.
"""
