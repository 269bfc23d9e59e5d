"""Tables and scikit-learn: real pandas and scikit-learn say what the shapes are."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from lint_params.interpret import analyse_text
from lint_params.interpret.lower import lower
from lint_params.interpret.machine import Machine
from lint_params.interpret.program import Program
from lint_params.interpret.project import Project
from lint_params.interpret.tree import Unit
from lint_params.source.file import Cell

START = """
import numpy as np
import pandas as pd
df = pd.DataFrame({'a': [1.0, 2.0, 3.0], 'b': [4.0, 5.0, 6.0], 'c': [7.0, 8.0, 9.0], 'y': [0, 1, 0]})
"""
"""A table of which the source says all."""

TABLES = [
    "found = df",
    "found = df.values",
    "found = df['a']",
    "found = df[['a', 'b']]",
    "found = df.a",
    "found = df.drop('y', axis=1)",
    "found = df.drop(['a', 'y'], axis=1)",
    "found = df.drop(columns=['a'])",
    "found = df.drop(columns='a').values",
    "df.drop('y', axis=1, inplace=True)\nfound = df",
    "y = df.pop('y')\nfound = df",
    "found = df.pop('y')",
    "df['new'] = df['a'] * 2\nfound = df",
    "df['a'] = df['a'] * 2\nfound = df",
    "df[['a', 'new']] = 0\nfound = df",
    "df['new'] = 1\nfound = df.drop('y', axis=1)",
    "before = df.values\ndf['new'] = 1\nfound = before",
    "before = np.array(df)\ndf['new'] = 1\nfound = before",
    "before = df.astype('float32')\ndf['new'] = 1\nfound = before",
    "before = df.copy()\ndf['new'] = 1\nfound = before",
    "other = df\ndf['new'] = 1\nfound = other",
    "del df['a']\nfound = df",
    "df.columns = ['p', 'q', 'r', 's']\nfound = df[['p', 'q', 'r']]",
    "found = df.rename(columns={'a': 'x'}).drop(columns=['x'])",
    "found = df.assign(z=1, a=2)",
    "df.insert(0, 'first', 1)\nfound = df",
    "found = df.set_index('a')",
    "found = df.reset_index(drop=True)",
    "found = df.iloc[:, 1:]",
    "found = df.iloc[:, :-1].values",
    "found = df.iloc[:, 0]",
    "found = df.iloc[0:2, [0, 2]]",
    "found = df.loc[:, ['a', 'b']]",
    "found = df.sample(frac=1)",
    "found = df.fillna(0).astype('float32')",
    "found = df.sort_values('a')",
    "found = pd.concat([df, df], axis=1)",
    "found = pd.concat([df, df])",
    "found = pd.concat([df, df['a']], axis=1)",
    "found = pd.DataFrame(np.zeros((5, 3)))",
    "found = pd.DataFrame(np.zeros((5, 3)), columns=['a', 'b', 'c']).drop('a', axis=1)",
    "found = pd.DataFrame([[1, 2], [3, 4], [5, 6]])",
    "found = pd.DataFrame(np.zeros((5, 3))).loc[:, 0:1]",
    "found = df.dropna()",
    "found = df[df['a'] > 1]",
    "found = df.head(2)",
    "found = df.to_numpy()",
    "found = pd.get_dummies(df['y'])",
    "found = df.reset_index()",
    "found = df.select_dtypes('number')",
    "found = df.merge(df, on='a')",
    "found = np.asarray(df.drop(columns=['y']))[:, :2]",
    "from sklearn.model_selection import train_test_split\nfound, _ = train_test_split(df.drop('y', axis=1))",
    "from sklearn.model_selection import train_test_split\n_, _, found, _ = train_test_split(df, df['y'])",
    "from sklearn.preprocessing import StandardScaler\nfound = StandardScaler().fit_transform(df)",
    "from sklearn.preprocessing import MinMaxScaler\ns = MinMaxScaler().fit(df[['a']])\nfound = s.transform(df[['a']])",
    "from sklearn.preprocessing import LabelEncoder\nfound = LabelEncoder().fit_transform(df['y'])",
    "from sklearn.preprocessing import OneHotEncoder\nfound = OneHotEncoder().fit_transform(df[['y']])",
    "from sklearn.preprocessing import LabelBinarizer\nfound = LabelBinarizer().fit_transform(df['a'])",
    "from sklearn.decomposition import PCA\nfound = PCA(n_components=2).fit_transform(df)",
    "from sklearn.feature_selection import SelectKBest as K\nfound = K(k=2).fit_transform(df[['a', 'b', 'c']], df.y)",
    "from sklearn.utils import shuffle\nfound, _ = shuffle(df, df['y'])",
]

MORE = """
df.head(10)
pd.DataFrame(np.zeros((9, 2))).head()
pd.DataFrame(np.zeros((9, 2))).head(-2)
pd.DataFrame(np.zeros((9, 2))).tail()
df.head(-1)
df.tail(2)
df.head()
df.sample(2)
df.sample(n=2, random_state=0)
df.sample(frac=0.5)
df.sample()
pd.Series([1, 2, 3])
pd.DataFrame({'a': [1, 2]}, index=[0, 1])
df.drop([0])
df.drop(index=[0, 1])
df.drop(labels='a', axis='columns')
df.rename(columns={'a': 'b2'})[['b2']]
df.assign(z=lambda t: t.a)
df.astype({'a': 'int32'})
df[['a']].values.ravel()
df.values[:, 0:2]
df.iloc[1]
df.iloc[[0, 2]]
df.iloc[:2]
df.iloc[1:, 1:3]
df.iloc[-1]
df.loc[0]
df.T
df.T.values
pd.concat([df, df], ignore_index=True)
pd.concat([df[['a']], df[['b']]], axis='columns')
pd.concat([df['a'], df['b']], axis=1)
pd.DataFrame(df.values, columns=df.columns)
pd.DataFrame(np.zeros((4, 2)), columns=list('ab'))['a']
pd.DataFrame({'a': range(3)})
pd.DataFrame({'a': np.zeros(3), 'b': 1})
df.values.reshape(-1, 2, 2)
df[df.columns[:2]]
df[[c for c in df.columns if c != 'y']]
df.drop(columns=['a', 'b'])['y'].values
df['a'].values.reshape(-1, 1)
df['a'].to_numpy()[:2]
df.values.mean(axis=0)
df.values.astype('float32')[..., None]
df / 2
df['a'] + df['b']
df[['a', 'b']] * 2
df.values / df.values.max(axis=0)
np.array(df['a'])
np.array(df[['a', 'b']])
np.hstack([df[['a']], df[['b', 'c']]])
np.concatenate([df.values, df.values], axis=1)
df.to_numpy()[:, -1]
df.pop('a').values
df.drop('a', axis=1).drop('b', axis=1)
df.drop(columns=[c for c in df.columns if c in 'ab'])
df.replace(0, 1)
df.clip(0, 1)
df.round(1)
df.iloc[:, [0]]
df.iloc[:, 1].values
df.iloc[0:1].values
df[1:]
df[:2].values
df[['a']].iloc[:, 0]
df.set_index('y').values
df.reset_index(drop=True).iloc[:1]
pd.DataFrame([[1, 2]], columns=['p', 'q'])
pd.get_dummies(df, columns=['y'])
"""
"""One expression a line."""
TABLES += [f"found = {line}" for line in MORE.splitlines() if line]


def interpreted(text: str) -> tuple[Any, ...] | None:
    unit = lower(Cell(text), "case.py")
    assert isinstance(unit, Unit)
    program = Program("case.py", [unit], Project("."))
    shape: tuple[Any, ...] | None = program.run(Machine(program, "3", {}, frozenset())).names["found"].shape
    return shape


@pytest.mark.parametrize("text", TABLES)
def test_shapes_are_those_of_pandas(text: str) -> None:
    """Every size is the real one or unknown; the rank is always known."""
    pytest.importorskip("pandas")
    names: dict[str, Any] = {}
    exec(START + text, names)
    real = names["found"].shape
    ours = interpreted(START + text)
    assert ours is not None
    assert len(ours) == len(real)
    assert all(a is None or a == b for a, b in zip(ours, real, strict=True)), (ours, real)
    if not any(word in text for word in OPEN_WIDTH):
        assert ours[1:] == real[1:]


OPEN_WIDTH = ("get_dummies", "reset_index()", "select_dtypes", "merge", "OneHot", "Binarizer", ".loc[:, 0:1]")
"""What leaves the number of columns to the data."""


def test_a_column_that_may_be_added_leaves_the_width_open() -> None:
    text = f"{START}\nimport elsewhere\nif elsewhere.more():\n    df['new'] = 1\nfound = df\n"
    assert interpreted(text) == (None, None)


def test_named_columns_of_a_file_are_its_width() -> None:
    for call, width in (
        ("names=['a', 'b', 'c']", 3),
        ("usecols=[0, 4]", 2),
        ("sep=';'", None),
        ("names=['a'], index_col=0", None),
    ):
        assert interpreted(f"import pandas as pd\nfound = pd.read_csv('data.csv', {call})\n") == (None, width)


def test_the_width_of_a_file_is_free(tmp_path: Path) -> None:
    text = """
    import pandas as pd, keras
    from sklearn.model_selection import train_test_split
    df = pd.read_csv('data.csv')
    X = df.drop('y', axis=1)
    x_train, x_test = train_test_split(X)
    model = keras.Sequential()
    model.add(keras.layers.Dense(5, input_shape=(x_train.shape[1],)))
    """
    (model,) = analyse_text(dedent(text), str(tmp_path / "a.py")).models
    assert model.free == ("x_train.shape[1]",)
    assert model.layers[0].formula == "x_train.shape[1]*5 + 5"


ESTIMATORS = [
    "from scikeras.wrappers import KerasClassifier\nKerasClassifier(build, units=7, epochs=5)",
    "from scikeras.wrappers import KerasRegressor\nKerasRegressor(model=build, model__units=7)",
    "from keras.wrappers.scikit_learn import KerasClassifier\nKerasClassifier(build_fn=build, units=7, verbose=0)",
    "from keras.wrappers import SKLearnClassifier\nSKLearnClassifier(build, model_kwargs={'units': 7})",
]


@pytest.mark.parametrize("line", ESTIMATORS)
def test_an_estimator_builds_its_model(tmp_path: Path, line: str) -> None:
    text = (
        "import keras\ndef build(units):\n    return keras.Sequential([keras.Input((8,)), keras.layers.Dense(units)])\n"
    )
    models = analyse_text(text + line + "\n", str(tmp_path / "a.py")).models
    assert [model.params for model in models] == [7 * 9]


@pytest.mark.parametrize("folds", ["KFold(n_splits=3)", "StratifiedKFold(5)", "RepeatedKFold(n_splits=2, n_repeats=2)"])
def test_a_model_made_in_each_fold_is_one(tmp_path: Path, folds: str) -> None:
    text = f"""
    import keras, numpy as np
    from sklearn.model_selection import KFold, RepeatedKFold, StratifiedKFold
    X = np.zeros((60, 8))
    for train, test in {folds}.split(X):
        model = keras.Sequential()
        model.add(keras.layers.Dense(5, input_shape=(X[train].shape[1],)))
        model.fit(X[train], X[test])
    """
    assert {model.params for model in analyse_text(dedent(text), str(tmp_path / "a.py")).models} == {5 * 9}
