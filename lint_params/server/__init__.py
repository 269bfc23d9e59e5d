"""The language server: what the analysis says of the text in an editor, in the terms of the protocol.

No analysis here: a document goes through the same functions as a file on the command line.
"""
