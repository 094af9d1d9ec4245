"""The analyst's own words per subject, kept apart from what is generated.

``files`` reads and writes them, ``save`` compares a changed notebook with what it was made from, ``apply`` puts them
into a template, ``state`` says which of them a person must look at, ``figures`` checks the numbers typed in them.
"""
