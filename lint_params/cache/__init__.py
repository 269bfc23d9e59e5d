"""What earlier runs found, kept in the user's own cache directory: never in the checked project, which may be anyone's.

Two layers: a whole run again (``runs``), and single files (``files``). Both keep with each result the facts it rests on
(``lint_params.source.disk``), and use it only while all of them hold. What is there is text (JSON): a foreign or broken
entry is at worst not used.
"""
