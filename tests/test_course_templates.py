"""The shipped templates: each is a sound course with everything an author would look for."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from academy_cli.authoring import templates
from academy_cli.authoring.compile import Compilation, compile_course
from academy_cli.authoring.document import Kind
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.placeholders import names_in
from academy_cli.authoring.scaffold import new

ROOT = Path(__file__).parent.parent
NAMES = [template.name for template in templates.templates()]
START = {"cohort": {"start": "2027-01-11"}}
AWKWARD = """C++: "the" #1 [draft] & <b>it's</b>"""

each_template = pytest.mark.parametrize("name", NAMES)


def scaffolded(folder: Path, name: str, **values: str) -> Compilation:
    new(folder, name, START.get(name, {}) | values)
    return compile_course(folder)


def test_there_are_three_and_the_simplest_comes_first() -> None:
    assert NAMES == ["minimal", "self-paced", "cohort"]


@each_template
def test_a_template_describes_itself_without_a_mistake(name: str) -> None:
    data = (templates.FOLDER / name / "template.yaml").read_bytes()

    values, problems = read_mapping(data, "template.yaml", templates.RECORD)

    assert values is not None
    assert problems == []


@each_template
def test_a_template_has_no_finding_at_all(name: str, tmp_path: Path) -> None:
    compiled = scaffolded(tmp_path / "intro-to-rust", name)

    assert compiled.problems == ()
    assert compiled.course == "intro-to-rust"
    assert compiled.counts["lessons"] >= 2


@each_template
def test_an_awkward_title_survives(name: str, tmp_path: Path) -> None:
    compiled = scaffolded(tmp_path / "course", name, title=AWKWARD, instructor="ada@example.org")

    assert compiled.problems == ()
    assert compiled.document is not None
    assert compiled.document.root.title == AWKWARD
    assert compiled.document.root.values["instructors"] == ["ada@example.org"]


@each_template
def test_every_placeholder_is_asked_for_and_filled(name: str, tmp_path: Path) -> None:
    template = templates.template(name)
    asked = {variable.name for variable in template.variables}
    used = {found for path in template.files for found in names_in(template.load(path).decode())}

    scaffolded(tmp_path / "course", name)

    assert used <= asked
    assert not any("{{" in path.read_text() for path in tmp_path.rglob("*") if path.is_file())


@each_template
def test_every_lesson_has_an_id_that_keeps_its_learners(name: str, tmp_path: Path) -> None:
    compiled = scaffolded(tmp_path / "course", name)

    assert compiled.document is not None
    assert all(node.id for node in compiled.document.contents)


@each_template
def test_every_file_is_a_lesson_an_asset_or_speaks_to_the_author(name: str, tmp_path: Path) -> None:
    compiled = scaffolded(tmp_path / "course", name)

    assert compiled.document is not None
    nodes = (*compiled.document.of_kind(Kind.LESSON), *compiled.document.assets)
    rest = set(compiled.tree.paths) - {node.path for node in nodes}
    assert {path.rpartition("/")[2] for path in rest} <= {
        *("README.md", "_about.md", "course.yaml", "module.yaml"),
    }


def test_the_weeks_of_a_cohort_open_one_after_the_other(tmp_path: Path) -> None:
    compiled = scaffolded(tmp_path / "course", "cohort", start="2027-12-20")

    assert compiled.document is not None
    modules = compiled.document.of_kind(Kind.MODULE)
    assert [module.values.get("release_at") for module in modules] == [
        None,
        "2027-12-20T00:00:00Z",
        "2027-12-27T00:00:00Z",
        "2028-01-03T00:00:00Z",
        "2028-01-10T00:00:00Z",
    ]


def test_templates_are_installed_with_the_package(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path)

    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = (
        "from pathlib import Path; from academy_cli.authoring import scaffold, templates;"
        "print(templates.FOLDER);"
        "[scaffold.new(Path(one.name), one.name, {'start': '2027-01-11'} if one.name == 'cohort' else {})"
        " for one in templates.templates()]"
    )
    work = tmp_path / "work"
    work.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=work,
        env={"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == str(tmp_path / "installed" / "course_templates")
    assert [compile_course(work / name).problems for name in NAMES] == [(), (), ()]


def _wheel(folder: Path) -> Path:
    """Build the wheel as `pip install` does, from a copy: building leaves files behind."""
    source = folder / "source"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("academy_cli", "course_templates"):
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", source)
    (source / "README.md").write_text("# academy\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", str(folder), str(source)],
        capture_output=True,
        text=True,
    )
    if "setuptools" in ran.stderr and "No matching distribution" in ran.stderr:
        pytest.skip("pip cannot fetch setuptools here, so no wheel can be built")
    assert ran.returncode == 0, ran.stderr
    return next(folder.glob("*.whl"))
