"""Every kind of source gives the same: what ``lint-params summary`` says of the same files in a directory."""

from __future__ import annotations

import bz2
import gzip
import itertools
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_params.scan import archives, records
from lint_params.scan.inputs import Columns, Input, NoInput, contents, sources_at
from lint_params.scan.records import LARGEST, Row, batches, inner_path, owned
from tests.cli.command import found, run
from tests.scan.data import (
    by_path,
    everything,
    of_one_repo,
    rows,
    sample,
    scanned,
    summary,
    write_lines,
    write_parquet,
    write_tar,
    write_tree,
    write_zip,
)

FILES = sample()
NEVER = lambda path, directory: False  # noqa: E731


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    tree = write_tree(tmp_path_factory.mktemp("tree"), FILES)
    document = found(run(tree, "summary", "--isolated", "--no-cache", "--jobs", "1", "--format", "json", "."))
    assert len(document["models"]) > 15 and document["errors"]  # type: ignore[arg-type]
    return {**document, **{name: by_path(document[name]) for name in ("models", "errors")}}  # type: ignore[arg-type]


def zstd(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


SOURCES: dict[str, Callable[[Path], Path]] = {
    "tree": lambda path: write_tree(path / "tree", FILES),
    "rows.parquet": lambda path: write_parquet(path / "rows.parquet", of_one_repo(FILES), row_group_size=3),
    "rows.jsonl": lambda path: write_lines(path / "rows.jsonl", of_one_repo(FILES)),
    "rows.jsonl.gz": lambda path: write_lines(path / "rows.jsonl.gz", of_one_repo(FILES), gzip.compress),
    "rows.jsonl.bz2": lambda path: write_lines(path / "rows.jsonl.bz2", of_one_repo(FILES), bz2.compress),
    "rows.jsonl.zst": lambda path: write_lines(path / "rows.jsonl.zst", of_one_repo(FILES), zstd),
    "all.zip": lambda path: write_zip(path / "all.zip", FILES),
    "all.tar": lambda path: write_tar(path / "all.tar", FILES),
    "all.tar.gz": lambda path: write_tar(path / "all.tar.gz", FILES, "w:gz"),
    "all.tgz": lambda path: write_tar(path / "all.tgz", FILES, "w:gz"),
    "all.tar.xz": lambda path: write_tar(path / "all.tar.xz", FILES, "w:xz"),
}


@pytest.mark.parametrize("kind", SOURCES)
def test_the_same_as_a_summary(kind: str, tmp_path: Path, expected: dict[str, object]) -> None:
    output = scanned(tmp_path / "out", SOURCES[kind](tmp_path))
    assert summary(output) == expected
    source = "" if kind == "tree" else kind
    assert {row["source"] for row in rows(output, "models")} == {source}


def test_tar_packed_with_zstandard(tmp_path: Path, expected: dict[str, object]) -> None:
    packed = tmp_path / "all.tar.zst"
    packed.write_bytes(zstd(write_tar(tmp_path / "plain", FILES).read_bytes()))
    assert summary(scanned(tmp_path / "out", packed)) == expected


def test_findings_are_those_of_a_check(tmp_path: Path) -> None:
    tree = write_tree(tmp_path / "tree", FILES)
    output = scanned(tmp_path / "out", tree)
    said = found(run(tree, "check", "--isolated", "--no-cache", "--jobs", "1", "--output-format", "json", "."))
    names = (
        "code",
        "severity",
        "message",
        "path",
        "cell",
        "line",
        "column",
        "end_line",
        "end_column",
        "model",
        "layer",
    )
    ours = [tuple(row[name] for name in names) for row in rows(output, "findings")]
    theirs = [tuple(one[name] for name in names) for one in said["findings"] if one["code"] != "LP901"]  # type: ignore[attr-defined]
    assert ours and sorted(ours, key=str) == sorted(theirs, key=str)


# Where a data set is cut decides nothing.


def repositories(seed: int, number: int) -> list[tuple[str | None, str, bytes]]:
    """Some repositories of one or more files, in which a model is built in one file and made in another."""
    dice = random.Random(seed)
    made = []
    for index in range(number):
        repo = None if dice.random() < 0.2 else f"owner/project{index}"
        size = dice.randrange(1, 9)
        net = f"from keras import Sequential, layers\nbuild = lambda: Sequential([layers.Dense({size}, input_dim=3)])\n"
        files = {"net.py": net, "use.py": "from net import build\nmodel = build()\n", "plain.py": "x = 1\n"}
        chosen = sorted(dice.sample(sorted(files), dice.randrange(1, 4)))
        made += [(repo, name, files[name].encode()) for name in chosen]
    return made


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_cuts_of_parquet_change_nothing(size: int, tmp_path: Path) -> None:
    made = repositories(7, 20)
    whole = everything(scanned(tmp_path / "whole", write_parquet(tmp_path / "a.parquet", made)))
    assert len(whole["models"]) > 5
    cut = scanned(tmp_path / "cut", write_parquet(tmp_path / "a.parquet", made, row_group_size=5), size=size)
    assert len(list((cut / "done").iterdir())) > 1
    assert everything(cut) == whole


def test_cuts_of_lines_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_lines(tmp_path / "a.jsonl", repositories(8, 12))
    whole = everything(scanned(tmp_path / "whole", path))
    monkeypatch.setattr("lint_params.scan.jsonlines.BYTES", 1)
    for size in (37, 100, 333):
        cut = scanned(tmp_path / f"cut{size}", path, size=size)
        assert len(list((cut / "done").iterdir())) > 3
        assert everything(cut) == whole


def test_cuts_of_a_large_zip_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"{repo or 'none'}/{index}/{name}": data for index, (repo, name, data) in enumerate(repositories(9, 8))}
    files |= {f"{repo}/{name}": data for repo, name, data in repositories(9, 8) if repo}
    path = write_zip(tmp_path / "a.zip", dict(sorted(files.items())))
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    whole = everything(scanned(tmp_path / "whole", path, size=1000))
    cut = scanned(tmp_path / "cut", path, size=3)
    assert len(list((cut / "done").iterdir())) > 3
    assert everything(cut) == whole


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([None, "a", "b"]), max_size=30), st.lists(st.integers(0, 30), max_size=6))
def test_every_row_is_owned_once(repos: list[str | None], cuts: list[int]) -> None:
    made = [Row(position, repo, f"{position}.py", b"") for position, repo in enumerate(repos)]
    bounds = sorted({0, len(made), *(cut for cut in cuts if cut <= len(made))})
    ranges = list(itertools.pairwise(bounds))
    parts = [list(owned(made[max(first - 1, 0) :], first, last)) for first, last in ranges]
    assert [row for part in parts for row in part] == made
    for part in filter(None, parts):
        first = part[0].position
        assert first == 0 or made[first].repo is None or made[first].repo != made[first - 1].repo


def test_a_path_that_comes_again_begins_anew() -> None:
    made = [Row(0, "a", "x.py", b"1"), Row(1, "a", "y.py", b"2"), Row(2, "a", "./x.py", b"3")]
    assert [sorted(batch.files.items()) for batch in batches(made)] == [
        [("x.py", b"1"), ("y.py", b"2")],
        [("x.py", b"3")],
    ]


def test_files_that_see_each_other_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_FILES", 3)
    made = [Row(at, "a", f"{at}.py", b"x") for at in range(7)]
    assert [len(batch.places) for batch in batches(made)] == [3, 3, 1]


# Bad rows, bad files.


def test_bad_rows_of_parquet(tmp_path: Path) -> None:
    good = FILES["refused.py"]
    made = [("r", None, good), ("r", "empty.py", None), ("r", "good.py", good), (None, "\0odd\x1b.py", good)]
    made.append((None, "../../../etc/passwd.py", good))
    made.append((None, "", good))
    output = scanned(tmp_path / "out", write_parquet(tmp_path / "a.parquet", made))
    assert [(row["position"], row["kind"], row["message"]) for row in rows(output, "errors")] == [
        (0, "record", "the row has no path"),
        (1, "record", "the row has no content"),
    ]
    assert [row["path"] for row in rows(output, "models")] == ["good.py", "\0odd\x1b.py", "../../../etc/passwd.py", ""]


def test_bad_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lint_params.scan.jsonlines.LINE", 5_000)
    good = json.dumps({"path": "a.py", "content": FILES["refused.py"].decode()})
    lines = ["{", "[1]", '{"path": "a.py"}', '{"path": 3, "content": ""}', '{"path": "a.py", "content": 3}']
    lines += ["[" * 4_000, json.dumps({"path": "b.py", "content": "x" * 20_000}), "", good]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines))
    output = scanned(tmp_path / "out", path)
    assert [row["kind"] for row in rows(output, "errors")] == ["record"] * 6 + ["too large"]
    assert [row["path"] for row in rows(output, "models")] == ["a.py"]
    data = path.read_bytes()
    for row in rows(output, "errors"):
        assert (
            data[: row["position"]].count(b"\n")
            == lines.index(  # type: ignore[misc]
                data[row["position"] :].split(b"\n", 1)[0].decode()  # type: ignore[misc]
            )
        )


def test_large_files_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = FILES["refused.py"] + b"#" * 2_000_000
    files = {"large.py": large, "good.py": FILES["refused.py"], "other.py": b"#" * 2_000_000}
    sources = [
        write_tree(tmp_path / "tree", files),
        write_parquet(tmp_path / "b.parquet", of_one_repo(files)),
        write_lines(tmp_path / "b.jsonl", of_one_repo(files)),
        write_tar(tmp_path / "b.tar", files),
    ]
    for source in sources:
        output = scanned(tmp_path / f"out-{source.name}", source)
        assert [(row["path"], row["kind"]) for row in rows(output, "errors")] == [("large.py", "too large")]
        assert [row["path"] for row in rows(output, "models")] == ["good.py"]


def test_what_is_beyond_any_bound_is_not_read(tmp_path: Path) -> None:
    size = LARGEST + 1
    bomb = {"bomb.py": b"\n" * size, "good.py": FILES["refused.py"]}
    (tree := tmp_path / "tree").mkdir()
    write_tree(tree, {"good.py": FILES["refused.py"]})
    with open(tree / "bomb.py", "wb") as file:
        file.truncate(size)
    claims_little = write_zip(tmp_path / "lies.zip", bomb)
    data = claims_little.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    claims_little.write_bytes(data)
    for source in (write_zip(tmp_path / "a.zip", bomb), write_tar(tmp_path / "a.tar", bomb), tree, claims_little):
        output = scanned(tmp_path / f"out-{source.name}", source)
        (error,) = rows(output, "errors")
        assert error["path"] == "bomb.py" and error["kind"] == ("record" if source == claims_little else "too large")
        assert [row["path"] for row in rows(output, "models")] == ["good.py"]


def test_what_is_packed_too_well_is_not_read(tmp_path: Path) -> None:
    bomb = {"bomb.py": b"\n" * 3_000_000, "good.py": FILES["refused.py"]}
    output = scanned(tmp_path / "zip", write_zip(tmp_path / "a.zip", bomb))
    assert ["packed into" in str(row["message"]) for row in rows(output, "errors")] == [True]
    assert [row["path"] for row in rows(output, "models")] == ["good.py"]
    many = {f"{number}.py": b"\n" * 30_000_000 for number in range(3)}
    output = scanned(tmp_path / "tar", write_tar(tmp_path / "a.tar.xz", many, "w:xz"))
    assert "times its packed size" in str(rows(output, "errors")[-1]["message"])


def test_damaged_sources_cost_themselves_only(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    folder.mkdir()
    for name, write in {"a.zip": write_zip, "b.tar.gz": lambda path, files: write_tar(path, files, "w:gz")}.items():
        data = write(folder / name, FILES).read_bytes()
        (folder / name).write_bytes(data[: len(data) // 2])
    data = write_parquet(folder / "c.parquet", of_one_repo(FILES)).read_bytes()
    (folder / "c.parquet").write_bytes(data[: len(data) // 2])
    (folder / "d.jsonl.gz").write_bytes(b"no")
    write_zip(folder / "e.zip", {"good.py": FILES["refused.py"]})
    output = scanned(tmp_path / "out", folder)
    assert [row["path"] for row in rows(output, "models") if row["source"] == "e.zip"] == ["good.py"]
    assert {row["source"] for row in rows(output, "errors", "message") if row["kind"] == "source"} == {
        "a.zip",
        "b.tar.gz",
        "c.parquet",
        "d.jsonl.gz",
    }


def test_encrypted_and_linked_members(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"a.py": FILES["refused.py"], "b.py": FILES["refused.py"]})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of encryption in the list of members
    link = data.find(b"PK\x01\x02", at + 1)
    data[link + 38 : link + 42] = (0o120777 << 16).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    output = scanned(tmp_path / "out", path)
    assert [(row["path"], row["message"]) for row in rows(output, "errors")] == [("a.py", "encrypted")]
    assert rows(output, "models") == []


# Which source is meant.


def test_columns_by_other_names(tmp_path: Path) -> None:
    table = pa.table({"max_stars_repo_path": ["a.py"], "text": [FILES["refused.py"].decode()], "size": [3]})
    pq.write_table(table, tmp_path / "stack.parquet")
    assert len(rows(scanned(tmp_path / "out", tmp_path / "stack.parquet"), "models")) == 1
    pq.write_table(table.rename_columns(["where", "what", "size"]), tmp_path / "odd.parquet")
    (source,) = sources_at(str(tmp_path / "odd.parquet"))
    (partition,) = Input((source,), Columns(("where",), ("what",), ())).partitions()
    (batch,) = contents(partition, Columns(("where",), ("what",), ()))
    assert [place.path for place in batch.places] == ["a.py"]
    with pytest.raises(NoInput, match=r"no column path or .*--path-column names it; there are where, what, size"):
        list(Input((source,)).partitions())


def test_what_a_directory_is(tmp_path: Path) -> None:
    lake = tmp_path / "lake" / "data" / "language=python"
    lake.mkdir(parents=True)
    write_parquet(lake / "b.parquet", [])
    write_parquet(lake / "a.parquet", [])
    write_parquet(lake / "_temporary.parquet", [])
    names = [source.name for source in sources_at(str(tmp_path / "lake"))]
    assert names == ["data/language=python/a.parquet", "data/language=python/b.parquet"]
    write_tree(lake, {"reader.py": b""})
    assert [source.kind for source in sources_at(str(tmp_path / "lake"))] == ["tree"]
    (tmp_path / "text.txt").write_text("")
    (tmp_path / "empty").mkdir()
    for name, words in {"gone": "no such file", "text.txt": "neither", "empty": "no Python code"}.items():
        with pytest.raises(NoInput, match=words):
            list(sources_at(str(tmp_path / name)))


def test_the_digest_is_of_all_files(tmp_path: Path) -> None:
    tree = write_tree(tmp_path, {"a.py": b"x = 1\n", "b/c.py": b"y = 1\n"})

    def digest() -> str:
        return Input.of([str(tree)], Columns(), 10, NEVER).digest()

    before = digest()
    assert digest() == before
    (tree / "b/c.py").write_bytes(b"y = 22\n")
    assert digest() != before


@given(st.text(max_size=40))
def test_no_path_leads_out(path: str) -> None:
    parts = inner_path(path).split("/")
    assert parts and not {"", ".", ".."} & set(parts)


def test_duplicate_members_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "w") as archive:
        for units in (3, 4):
            text = FILES["refused.py"].replace(b"LSTM(3)", b"LSTM(%d)" % units)
            archive.writestr("a.py", text)
    assert len({row["at_least"] for row in rows(scanned(tmp_path / "out", path), "models")}) == 2
