"""scikit-learn around the model: data split, scaled and encoded; estimators that wrap a function that builds one."""

from __future__ import annotations

from collections.abc import Callable

from lint_params.interpret.library import function
from lint_params.interpret.library.arrays import as_data
from lint_params.interpret.library.settings import Run, tool
from lint_params.interpret.machine import Machine, taint
from lint_params.interpret.values import (
    Arguments,
    Array,
    BoundMethod,
    Builtin,
    FunctionValue,
    ListValue,
    Namespace,
    Value,
)
from lint_params.model.dimension import Dimension

MAX_SPLITS = 20
ESTIMATORS = ("Classifier", "Regressor")


def _data(machine: Machine, value: Value) -> Array:
    found = as_data(machine, value)
    return found if isinstance(found, Array) else Array(None, reason=found.reason or "it is a tensor")


def _with_rows(value: Array, rows: Dimension, *rest: Dimension) -> Array:
    """Data of the same kind with another number of rows, and other sizes behind where they are given."""
    if not rest and value.shape is None:
        return Array(None, value.dtype, value.text, value.reason, conditions=value.conditions)
    behind = rest or (value.shape or ())[1:]
    columns = None if rest else value.columns
    return Array((rows, *behind), value.dtype, None, value.reason, columns, value.conditions)


@function("sklearn.model_selection.train_test_split", "sklearn.cross_validation.train_test_split")
def train_test_split(machine: Machine, arguments: Arguments) -> Value:
    """Two parts of each array, of sizes that are not followed."""
    parts: list[Value] = []
    for value in arguments.positional:
        data = _data(machine, value)
        parts += [_with_rows(data, None), _with_rows(data, None)]
    return ListValue(parts, machine.born(), arguments.rest)


@function("sklearn.utils.shuffle")
def shuffle(machine: Machine, arguments: Arguments) -> Value:
    kept = [_with_rows(_data(machine, value), None) for value in arguments.positional]
    return kept[0] if len(kept) == 1 else ListValue(kept, machine.born())


# Transformers

Transform = Callable[[Machine, Array], Value]


def transformer(transform: Transform) -> Namespace:
    """An object with ``fit``, ``transform`` and both at once."""

    def run(machine: Machine, arguments: Arguments) -> Value:
        return transform(machine, _data(machine, arguments.get(0, "X", arguments.get(0, "y"))))

    made = tool("transformer", {"transform": run, "fit_transform": run, "inverse_transform": _back})
    methods: dict[str, Run] = {"fit": lambda m, inner: made, "partial_fit": lambda m, inner: made}
    made.attributes.update(tool("", methods).attributes)
    return made


def _back(machine: Machine, arguments: Arguments) -> Value:
    return Array(None, conditions=taint(arguments.get(0, "X")))


def _plain(machine: Machine, data: Array) -> Value:
    """The same shape, as an array without columns' names."""
    return Array(data.shape, "float64", data.text, data.reason, conditions=data.conditions)


def _open_width(machine: Machine, data: Array) -> Value:
    """One row each, of as many columns as the data ask for."""
    return _with_rows(data, data.shape[0] if data.shape else None, None)


def _register(names: str, transform: Transform, homes: str = "preprocessing") -> None:
    for name in names.split():

        @function(*(f"sklearn.{home}.{name}" for home in homes.split()))
        def make(machine: Machine, arguments: Arguments, run: Transform = transform) -> Value:
            return transformer(run)


_register("StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer QuantileTransformer", _plain)
_register("PowerTransformer Binarizer OrdinalEncoder", _plain)
_register("OneHotEncoder LabelBinarizer MultiLabelBinarizer PolynomialFeatures KBinsDiscretizer", _open_width)
_register("SimpleImputer KNNImputer", _open_width, "impute")
_register("Imputer", _open_width)
_register("CountVectorizer TfidfVectorizer HashingVectorizer TfidfTransformer DictVectorizer", _open_width,
          "feature_extraction.text feature_extraction")  # fmt: skip
_register("ColumnTransformer", _open_width, "compose")


@function("sklearn.preprocessing.LabelEncoder")
def label_encoder(machine: Machine, arguments: Arguments) -> Value:
    """A number for each label; how many labels there are is not in the source."""
    made = transformer(_plain)
    made.attributes["classes_"] = Array(
        (None,), "str", arguments.text, "how many classes there are is not in the source"
    )
    return made


@function("sklearn.preprocessing.scale", "sklearn.preprocessing.minmax_scale", "sklearn.preprocessing.normalize",
          "sklearn.preprocessing.robust_scale")  # fmt: skip
def scale(machine: Machine, arguments: Arguments) -> Value:
    return _plain(machine, _data(machine, arguments.get(0, "X")))


@function("sklearn.preprocessing.label_binarize")
def label_binarize(machine: Machine, arguments: Arguments) -> Value:
    return _open_width(machine, _data(machine, arguments.get(0, "y")))


def _components(name: str) -> Callable[[Machine, Arguments], Value]:
    """A reduction to a number of columns that the call gives."""

    def make(machine: Machine, arguments: Arguments) -> Value:
        count = arguments.get(0 if name == "n_components" else 1, name)
        width = int(count) if isinstance(count, int) and not isinstance(count, bool) else None
        return transformer(lambda m, data: _with_rows(data, data.shape[0] if data.shape else None, width))

    return make


function("sklearn.decomposition.PCA", "sklearn.decomposition.TruncatedSVD", "sklearn.decomposition.NMF",
         "sklearn.decomposition.FastICA", "sklearn.manifold.TSNE")(_components("n_components"))  # fmt: skip
function("sklearn.feature_selection.SelectKBest")(_components("k"))


# Cross-validation


def _splitter(default: int, times: str | None = None) -> Callable[[Machine, Arguments], Value]:
    def make(machine: Machine, arguments: Arguments) -> Value:
        count = arguments.get(0, "n_splits", arguments.keywords.get("n_folds", default))
        repeats = arguments.keywords.get(times, 10) if times is not None else 1
        if arguments.rest is not None:
            count = machine.unknown(arguments.rest.reason, None, arguments.rest)

        def split(machine: Machine, inner: Arguments) -> Value:
            """Pairs of indices: as many as there are folds."""
            pair = (Array((None,), "int64"), Array((None,), "int64"))
            if isinstance(count, int) and isinstance(repeats, int) and 0 < count * repeats <= MAX_SPLITS:
                return ListValue([pair] * (count * repeats), machine.born())
            return ListValue([], machine.born(), machine.unknown("how many folds there are is not followed"))

        return tool("splitter", {"split": split, "get_n_splits": lambda m, inner: count})

    return make


for _name in ("KFold", "StratifiedKFold", "GroupKFold", "TimeSeriesSplit", "StratifiedGroupKFold"):
    function(f"sklearn.model_selection.{_name}")(_splitter(5))
for _name in ("ShuffleSplit", "StratifiedShuffleSplit"):
    function(f"sklearn.model_selection.{_name}")(_splitter(10))
for _name in ("RepeatedKFold", "RepeatedStratifiedKFold"):
    function(f"sklearn.model_selection.{_name}")(_splitter(5, "n_repeats"))


# Models as estimators


@function(
    *(f"{home}.Keras{kind}" for home in ("keras.wrappers.scikit_learn", "scikeras.wrappers") for kind in ESTIMATORS),
    *(f"keras.wrappers.SKLearn{kind}" for kind in (*ESTIMATORS, "Transformer")),
)
def estimator(machine: Machine, arguments: Arguments) -> Value:
    """An estimator around a function that builds a model: it is called as the estimator would, with what it takes."""
    build = arguments.keywords.get("build_fn", arguments.get(0, "model"))
    if isinstance(build, (FunctionValue, BoundMethod)):
        machine.program.call_plain(machine, build, [], _taken(build, arguments.keywords))
    made = tool("estimator", dict.fromkeys(("predict", "predict_proba", "score", "get_params", "set_params"), _result))
    made.attributes["fit"] = Builtin("fit", lambda m, inner: made)
    return made


def _result(machine: Machine, arguments: Arguments) -> Value:
    return machine.unknown("what training or prediction gives is not followed", arguments.text)


def _taken(build: FunctionValue | BoundMethod, keywords: dict[str, Value]) -> dict[str, Value]:
    """The arguments of an estimator that belong to its function: by name, or with ``model__`` before it."""
    target = build.function if isinstance(build, BoundMethod) else build
    parameters = target.parameters.items if isinstance(target, FunctionValue) else []
    names = {parameter.name for parameter in parameters if parameter.kind in ("plain", "keyword")}
    given = {name.removeprefix("model__"): value for name, value in keywords.items()}
    nested = keywords.get("model_kwargs")
    given |= {key: value for key, value in nested.items() if isinstance(key, str)} if isinstance(nested, dict) else {}
    return {name: value for name, value in given.items() if name in names}
