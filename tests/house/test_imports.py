"""The import contracts hold, and would be broken by an import they forbid."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.source import PACKAGE, ROOT


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts against the package in a folder."""
    script = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [script, "--no-cache", "--no-logo"],
        cwd=folder, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(folder)},
    )  # fmt: skip


def test_nobody_imports_what_they_may_not() -> None:
    checked = lint(ROOT)

    assert checked.returncode == 0, checked.stdout


def test_the_contracts_catch_forbidden_imports(tmp_path: Path) -> None:
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, line in (
        ("kit/clock.py", "import academy_cli.errors\n"),
        ("models/base.py", "import academy_cli.config\n"),
        ("authoring/plan.py", "import sqlalchemy\n"),
        ("formats/reading.py", "import pathlib\n"),
        ("certificates/paper/sheet.py", "import academy_cli.models\n"),
        ("cli/version.py", "import academy_cli.models\n"),
        ("storage/service.py", "import academy_cli.audit.store\n"),
        ("authoring/lookup.py", "import academy_cli.accounts.store\n"),
    ):
        with (tmp_path / PACKAGE / module).open("a", encoding="utf-8") as file:
            file.write(line)

    checked = lint(tmp_path)

    assert checked.returncode == 1, checked.stdout + checked.stderr
    for contract in (
        "Thin shells",
        "Models know",
        "The pure part",
        "Reading files",
        "A page is",
        "Shells ask",
        "Audit's rows",
        "Accounts' rows",
    ):
        assert any(
            line.startswith(contract) and line.endswith("BROKEN")
            for line in checked.stdout.splitlines()
        ), contract
