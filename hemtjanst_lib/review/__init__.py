"""The reviewer's chair: what a report says against what was last signed, and signatures that fall when it changes.

``content`` is what a reader sees, as lines; ``compare`` pairs two editions; ``page`` shows them side by side;
``signature`` keeps who signed what. All of it is small text files in ``parameters/review/<year>``.
"""
