"""The extension in a real kernel."""

from __future__ import annotations

import html
import re
from pathlib import Path

import nbclient
import nbformat

from lint_params.interpret import analyse_text
from lint_params.report.columns import COLUMNS
from tests.cli.command import ROOT

# A stand-in for Keras, as importing the real one would take longer than all the rest: nothing here counts with it.
KERAS = """
class Anything:
    def __init__(self, *arguments, **keywords): pass
    def __getattr__(self, name): return lambda *arguments, **keywords: Anything()
class Broken(Anything):
    def fit(self, *arguments): raise RuntimeError("no data")
Sequential, layers = Broken, Anything()
"""
MODEL = (
    "from keras import Sequential, layers\n"
    "model = Sequential([layers.Input((13,)), layers.Dense(5), layers.Dense(7, name='<b>&')])\n"
)
OTHER = "other = Sequential([layers.Input((13,)), layers.Dense(8)])"


class Ran:
    """Cells that a kernel has run, and what each published."""

    def __init__(self, folder: Path, *cells: str) -> None:
        (folder / "keras.py").write_text(KERAS)
        first = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(ROOT)!r}]"
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(text) for text in (first, "%load_ext lint_params", *cells)],
            metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}},
        )
        client = nbclient.NotebookClient(
            notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(folder)}}
        )
        client.execute()
        self.outputs = [cell.outputs for cell in notebook.cells[2:]]

    def page(self, cell: int) -> str:
        """The HTML that a cell published; empty where it published none."""
        found = [output.data["text/html"] for output in self.outputs[cell] if output.output_type == "display_data"]
        return found[0] if found else ""

    def said(self, cell: int) -> str:
        """What a cell wrote to standard error."""
        return "".join(output.text for output in self.outputs[cell] if output.get("name") == "stderr")


def rows(page: str) -> list[list[str]]:
    """The cells of the tables of a page."""
    found = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    return [[html.unescape(text) for text in row] for row in found if row]


def test_a_check_after_each_cell_that_makes_a_model(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text("budgets: [{max-params: 60}]\n")
    ran = Ran(
        tmp_path,
        "x = 5",
        MODEL,
        "model.add(layers.Dense(3))\nmodel.fit()\nmodel.add(layers.Dense(999))",
        "model.add(layers.Dense(4))",
        f"%lint_params off\n{OTHER}",
        "%lint_params",
        "%%lint_params\nmodel.add(layers.Dense(6))\nraise SystemError",
        "%%lint_params\nx = 6",
        "%lint_params sometimes",
        "%lint_params on\n%unload_ext lint_params\nother.add(layers.Dense(1))",
    )

    def expected(text: str) -> list[list[str]]:
        (model, *_) = analyse_text(text).models
        return [
            [COLUMNS[name].text(layer) for name in ("layer", "output", "params", "formula")] for layer in model.layers
        ]

    assert ran.page(0) == ""
    assert rows(ran.page(1)) == expected(MODEL)
    assert "<b>&<" not in ran.page(1) and "&lt;b&gt;&amp;" in ran.page(1)
    assert "line 2: <b" in ran.page(1) and "LP101 error" in ran.page(1)
    # The second cell fails at its second statement: what stands behind it was never run.
    grown = f"{MODEL}model.add(layers.Dense(3))\n"
    assert rows(ran.page(2)) == expected(grown)
    grown += "model.add(layers.Dense(4))\n"
    assert rows(ran.page(3)) == expected(grown)
    assert ran.page(4) == ""
    assert len(rows(ran.page(5))) == len(expected(grown)) + 1
    assert rows(ran.page(6)) == expected(f"{grown}{OTHER}\nmodel.add(layers.Dense(6))\n")
    assert not any(output.output_type == "error" for output in ran.outputs[6])
    assert ran.page(7) == "" and "no Sequential model found" in ran.said(7)
    assert "on, or off" in ran.said(8)
    assert ran.page(9) == ""


def test_a_configuration_with_a_mistake(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text("budgest: []\n")
    ran = Ran(tmp_path, MODEL)
    assert ran.page(0) == "" and ".lint-params.yaml:1:1" in ran.said(0)
