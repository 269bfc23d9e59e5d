"""The rules, and what runs them: one module a rule."""

from lint_params.rules.check import check_file, ordered

__all__ = ["check_file", "ordered"]
