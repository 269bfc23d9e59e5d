"""The outline of Python text: strings, comments, brackets, lines. Linear in time, and at ease with broken code.

This is no tokenizer of Python: it knows just enough to say where a logical line ends and how deep brackets go, in text
that holds magics, is not finished, or would be too much for a parser.
"""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"""
    (?P<string>
        (?P<prefix>\b[rRbBuUfFtT]{1,2})?
        (?: \"\"\" [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* \"\"\"
          | ''' [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* '''
          | " [^"\\\n]* (?: \\. [^"\\\n]* )* "
          | ' [^'\\\n]* (?: \\. [^'\\\n]* )* '
        )
    )
    | (?P<comment> \#[^\n]* )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<join> \\\n )
    | (?P<newline> \n )
    | (?P<space> [ \t\f]+ )
    | (?P<word> \w+ )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
"""One token; ``lastgroup`` says which kind. A quote that nothing closes is a ``mark``."""
