# Everything a fresh machine needs: git, make and Python 3.11 or later with venv.
#   make demo    a thirty-second tour        make test    all but make slow, on a real PostgreSQL too
#   make slow    whole stories, kills, damage, races, browsers
#   make check   format, lint, types, rules  make bench   speed against floors, and growth
#   make torture long random and crash runs  make docs    write the generated pages again
#   make package the wheel, tried where nothing else is  make site  docs/ as pages, in build/site

.PHONY: help demo test slow check bench torture docs site package
.DEFAULT_GOAL := help

# The first Python on the path that is new enough and can make virtual environments.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$name && break; done)
BIN := .venv/bin
# In compat mode an editable install is one line in a .pth file; the default installs an import hook
# that every start of academy would pay for (15 ms). Compiling now serves those who forbid it later.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --config-settings editable_mode=compat
COMPILE := $(BIN)/python -m compileall -q academy_cli

help:
	@sed -n '/^#   make/s/^#   //p' Makefile

demo: .venv/.installed
	$(BIN)/academy demo

# What tests write is read once and thrown away: in memory where the system has a disk there.
test slow torture: export TMPDIR := $(shell if test -w /dev/shm && \
	test "$$(df -kP /dev/shm | awk 'END {print $$4}')" -gt 4000000; then echo /dev/shm; else echo "$${TMPDIR:-/tmp}"; fi)

# Tests are rewritten by pytest before they run, which takes two thirds of reading them: what it wrote is kept.
test slow torture: export PYTHONDONTWRITEBYTECODE :=

# Tests wait half of the time, for processes, servers and disks: two of them share a core.
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))

test: .venv/.installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(or $(ARGS),-m "not slow")

slow: .venv/.installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m slow $(ARGS)

check: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house

bench: .venv/.installed-dev
	$(BIN)/python -m benchmarks $(ARGS)

# All of it takes hours; SHARE=0.1 is a tenth of the random examples.
SHARE ?= 1

torture: .venv/.installed-dev
	ACADEMY_TORTURE=$(SHARE) $(BIN)/python -m pytest -n auto -m torture $(ARGS)

package: .venv/.installed-dev
	.ci/package

# Strictly: a link or an anchor that leads nowhere ends it. Nothing is fetched.
site: .venv/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --clean

docs: .venv/.installed-dev
	$(BIN)/python -m academy_cli.cli.reference > .venv/page && mv .venv/page docs/cli.md
	$(BIN)/python -m academy_cli.cli.completing.table > .venv/page && mv .venv/page academy_cli/cli/completing/words.json
	$(BIN)/python -c 'from academy_cli.config.starter import text; print(text({}), end="")' \
		> .venv/page && mv .venv/page config.example.yaml
	$(BIN)/python -m academy_cli.cli.manual docs/man
	$(BIN)/python -m tests.docs.course_format
	$(BIN)/python -m tests.docs.certificate_templates
	$(BIN)/python -m tests.docs.mail_templates
	$(BIN)/python -m tests.docs.stats
	$(BIN)/python -m tests.language.catalog
	$(BIN)/python -m tests.docs.architecture
	$(BIN)/python -m tests.docs.readme

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "academy needs Python 3.11 or later with venv; name one: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/python
	$(INSTALL) -e .
	@$(COMPILE)
	@touch $@

# The dev extra includes everything above, so both stamps are fresh afterwards.
.venv/.installed-dev: pyproject.toml | .venv/bin/python
	$(INSTALL) -e '.[dev]'
	@$(COMPILE)
	@touch .venv/.installed $@
