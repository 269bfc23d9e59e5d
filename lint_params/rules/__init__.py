"""The rules, and what runs them: one module a rule."""

from lint_params.rules.check import check_file, ordered
from lint_params.rules.project import check_project

__all__ = ["check_file", "check_project", "ordered"]
