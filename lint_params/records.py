"""``dataclass`` and its like, cheap to define.

A start defines some two hundred of them. The standard decorator compiles six methods for each, and its module imports
``inspect``: a fifth of the time of ``lint-params check`` on one file (measured on Python 3.11: 0.85 ms a class, and
8 ms of imports). Here only ``__init__`` is compiled, and that when the first object is made; the rest are methods that
all share, which look the fields up: 0.04 ms a class.

``frozen`` is kept by the type checker alone; a class that is frozen can be hashed, and making one takes half the time.
There is nothing here that this program has no use for: no ``__post_init__``, ordering, or fields given by name alone.
Everything else is as in the standard library, which takes these classes for its own (``dataclasses.asdict`` and all).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace

    def names(kind: type) -> tuple[str, ...]: ...

else:
    from operator import attrgetter

    _NOTHING = object()

    class _Field:
        """A field: its default, or what makes one, and whether objects are compared by it, and shown with it."""

        __slots__ = ("compare", "default", "factory", "repr")

        def __init__(self, default, factory, compare, repr):
            self.default = default
            self.factory = factory
            self.compare = compare
            self.repr = repr

    def field(*, default=_NOTHING, default_factory=_NOTHING, compare=True, repr=True):
        return _Field(default, default_factory, compare, repr)

    def dataclass(*, frozen=False, slots=False, eq=True):
        def decorate(cls):
            explicit = cls.__dict__
            hashed = explicit.get("__hash__") is not None
            equal = "__eq__" in explicit
            shown = "__repr__" in explicit
            fields = _fields(cls)
            made = _with_slots(cls, fields) if slots else cls
            made.__record_fields__ = fields
            made.__match_args__ = tuple(fields)
            made.__dataclass_fields__ = _ForTheStandardLibrary()
            if "__init__" not in explicit:
                made.__init__ = _init_when_called(made, fields)
            if not shown:
                made.__repr__ = _shown
            if eq:
                values = _values([name for name, field in fields.items() if field.compare])
                if not equal:
                    made.__eq__ = _equality(values)
                if not hashed:
                    made.__hash__ = _hashing(values) if frozen else None
            return made

        return decorate

    def names(kind):
        """The names of the fields of a class."""
        return tuple(kind.__record_fields__)

    def replace(record, /, **changes):
        for name in record.__record_fields__:
            if name not in changes:
                changes[name] = getattr(record, name)
        return record.__class__(**changes)

    def _fields(cls):
        """The fields by name: those of the bases first. Of a default, the class keeps the value as its attribute."""
        fields = {}
        for base in cls.__mro__[-1:0:-1]:
            fields.update(base.__dict__.get("__record_fields__", ()))
        for name, annotation in cls.__annotations__.items():
            if not annotation.startswith("ClassVar"):
                default = cls.__dict__.get(name, _NOTHING)
                if not isinstance(default, _Field):
                    default = _Field(default, _NOTHING, True, True)
                elif default.default is not _NOTHING:
                    setattr(cls, name, default.default)
                elif name in cls.__dict__:
                    delattr(cls, name)
                fields[name] = default
        return fields

    def _with_slots(cls, fields):
        """The class made once more: slots can't be added to one that is there."""
        inherited = {slot for base in cls.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
        body = {
            name: value for name, value in cls.__dict__.items() if name not in fields and name not in _OF_THE_OLD_CLASS
        }
        body["__slots__"] = tuple(name for name in fields if name not in inherited)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        return made

    _OF_THE_OLD_CLASS = frozenset(("__dict__", "__weakref__"))

    def _init_when_called(cls, fields):
        """``__init__``, compiled when the first object is made: of most classes a short run makes none."""

        def __init__(self, /, *values, **named):
            cls.__init__ = _init(cls, fields)
            cls.__init__(self, *values, **named)

        return __init__

    def _init(cls, fields):
        given = {"_nothing": _NOTHING}
        parameters, body = ["self"], []
        for name, field in fields.items():
            value = name
            if field.factory is not _NOTHING:
                given[f"_make_{name}"] = field.factory
                parameters.append(f"{name}=_nothing")
                value = f"_make_{name}() if {name} is _nothing else {name}"
            elif field.default is not _NOTHING:
                given[f"_default_{name}"] = field.default
                parameters.append(f"{name}=_default_{name}")
            else:
                parameters.append(name)
            body.append(f" self.{name} = {value}")
        exec("\n".join((f"def __init__({', '.join(parameters)}):", *(body or [" pass"]))), given)
        given["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        return given["__init__"]

    def _values(names):
        """What two objects are compared by: the value of the one field, or the tuple of all."""
        return attrgetter(*names) if names else bool

    def _equality(values):
        def __eq__(self, other):
            if self is other:
                return True
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        return __eq__

    def _hashing(values):
        return lambda self: hash(values(self))

    def _shown(self):
        shown = [f"{name}={getattr(self, name)!r}" for name, field in self.__record_fields__.items() if field.repr]
        return f"{type(self).__qualname__}({', '.join(shown)})"

    class _ForTheStandardLibrary:
        """``__dataclass_fields__``, made when somebody asks for it."""

        def __get__(self, record, cls):
            import dataclasses
            import inspect

            types, fields = {}, []
            for base in reversed(cls.__mro__):
                types.update(inspect.get_annotations(base))
            for name, field in cls.__record_fields__.items():
                default = dataclasses.field(
                    default=dataclasses.MISSING if field.default is _NOTHING else field.default,
                    default_factory=dataclasses.MISSING if field.factory is _NOTHING else field.factory,
                    compare=field.compare,
                    repr=field.repr,
                )
                fields.append((name, types[name], default))
            cls.__dataclass_fields__ = dataclasses.make_dataclass(cls.__name__, fields).__dataclass_fields__
            return cls.__dataclass_fields__
