"""The page of ``lint-params report``: what it holds (``data``), its formulas (``whatif``), how it is written."""
