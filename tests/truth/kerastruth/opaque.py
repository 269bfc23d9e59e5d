"""A value that the run can't know: what a missing module, file or download would have given.

Arithmetic, attributes and calls of it are as unknown as it is. Where Python or Keras would need the value itself (a
condition, a size, an iteration), :class:`UnknownValue` is raised, so that no unknown ever turns into a number.
"""

from __future__ import annotations

from typing import NoReturn


class UnknownValue(TypeError):
    """The program needs a value that nobody knows here."""


class Opaque:
    """An unknown value; ``text`` is how the program got it, for messages."""

    def __init__(self, text: str) -> None:
        self.__dict__["_opaque_text"] = text

    def __repr__(self) -> str:
        return f"<unknown {self.__dict__['_opaque_text']}>"

    def __getattr__(self, name: str) -> Opaque:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Opaque(f"{self.__dict__['_opaque_text']}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        """Nothing is kept: reading it again gives an unknown value."""

    def __setitem__(self, key: object, value: object) -> None:
        """Nothing is kept."""

    def __call__(self, *args: object, **kwargs: object) -> Opaque:
        return Opaque(f"{self.__dict__['_opaque_text']}()")

    def __getitem__(self, key: object) -> Opaque:
        return Opaque(f"{self.__dict__['_opaque_text']}[]")

    def __enter__(self) -> Opaque:
        return self

    def __exit__(self, *exception: object) -> None:
        """An unknown context manager swallows nothing."""

    def __array_ufunc__(self, *args: object, **kwargs: object) -> Opaque:
        return Opaque("numpy()")

    def __array_function__(self, *args: object, **kwargs: object) -> Opaque:
        return Opaque("numpy()")

    def _needed(self, *args: object, **kwargs: object) -> NoReturn:
        raise UnknownValue(f"the value of {self!r} is needed")

    def _derived(self, *args: object) -> Opaque:
        return Opaque("expression")

    __hash__ = object.__hash__


_NEEDED = ("bool", "int", "float", "index", "len", "iter", "contains", "array", "next", "complex", "reversed")
_DERIVED = (
    "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow matmul rmatmul and rand or ror "
    "xor rxor lshift rshift neg pos abs invert lt le gt ge eq ne round divmod rdivmod"
).split()
for _name in _NEEDED:
    setattr(Opaque, f"__{_name}__", Opaque._needed)
for _name in _DERIVED:
    setattr(Opaque, f"__{_name}__", Opaque._derived)
