# Two commands set everything up on a machine with CPython (venv, pip) and make:
#   make demo   installs and reads the five seed articles
#   make test   installs what the tests need and runs every check
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-full lint types contracts unit gate clean

demo: $(VENV)/.base
	$(BIN)/edumutu-llm extract seeds --format table

test: $(VENV)/.dev lint types contracts unit gate

test-full: $(VENV)/.dev lint types contracts gate
	HYPOTHESIS_PROFILE=full $(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python scripts/check_sizes.py extractor evals scripts

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/python -m pytest

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

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
