"""The extension for Jupyter and IPython: ``%load_ext lint_params``."""
