"""Files that use ``Sequential``, and files that only name it."""

from __future__ import annotations

import pytest

from lint_params.source.uses import uses_sequential


@pytest.mark.parametrize(
    "text",
    [
        "from keras import Sequential\nm = Sequential()",
        "import keras\nm = keras.Sequential()",
        "from keras import Sequential as S\nm = S()",
        "import keras\nm = getattr(keras, 'Sequential')()",
        "exec('from keras import Sequential\\nm = Sequential()')",
        "exec(b'from keras import *\\nm = Sequential()')",
        "from keras import Sequential\nclass Mine(Sequential):\n    pass",
        "from keras.models import Sequential, model_from_json\nm = model_from_json(open('m.json').read())",
        "from keras import Sequential\nprint 'two'",
        '{"cells": [{"source": ["m = Sequential()"]}]}',
        "m = f'{Sequential()}'",
        "match m:\n    case Sequential():\n        pass",
        "Sequential\0",
    ],
)
def test_what_may_make_a_model_is_used(text: str) -> None:
    assert uses_sequential(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "from keras import Sequential, Model, Input\nx = Input((3,))",
        "import keras\n# a Sequential\n",
        "def build():\n    '''Not Sequential.'''\n    return 1",
        "import keras",
    ],
)
def test_what_only_names_it_is_not(text: str) -> None:
    assert not uses_sequential(text.encode())
