# Two targets need no explanation: `make demo` shows what Samestory does, `make test` that it still does it.
# Needs only python3 with venv, and make; uv is used where it is installed.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
SEEDS := $(wildcard $(SHARED)/acceptance/seeds)

ifeq ($(shell command -v uv 2>/dev/null),)
create = $(PYTHON) -m venv $(VENV)
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
create = uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
install = uv pip install --quiet --python $(BIN)/python
endif

.PHONY: help demo test examples lint types browser bench ci clean
.DEFAULT_GOAL := help

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: $(VENV)/installed ## compare the pages of the packaged examples
	@$(BIN)/samestory demo

test: $(VENV)/developed ## the tests that take less than two minutes
	$(BIN)/pytest --numprocesses auto --dist loadfile -m "not browser and not slow"

examples: $(VENV)/developed ## build the packaged examples again from what is authored
	$(BIN)/python -m tools.build_examples

lint: $(VENV)/developed ## style and form of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/developed ## strict type check of code and tests
	$(BIN)/mypy

browser: $(VENV)/developed ## the tests that look at pages in Chromium
	$(BIN)/pytest -m browser

bench: $(VENV)/developed ## how fast, and how well on the labelled sets in SHARED if they are there
	$(BIN)/python bench/collate.py
	$(BIN)/python bench/read.py
	$(BIN)/python bench/flat.py --gigabytes 1
	$(BIN)/python bench/speed.py $(SEEDS:%=--pages %)
	$(SEEDS:%=$(BIN)/python bench/quality.py $(SHARED))

ci: ## all that must hold before a change is kept
	.ci/run

clean: ## take away what make has put here
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(create)

# The package is installed in place, so that only a change of its dependencies asks for another installation.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(install) --editable .
	@touch $@

$(VENV)/developed: pyproject.toml | $(BIN)/python
	$(install) --editable '.[dev]'
	@touch $@ $(VENV)/installed
