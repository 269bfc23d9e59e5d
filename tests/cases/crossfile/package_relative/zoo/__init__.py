"""The zoo."""
from .builders import build
from .settings import WIDTH as DEFAULT_WIDTH

__all__ = ['build', 'DEFAULT_WIDTH']
