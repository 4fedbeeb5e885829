# Every target makes the environment that it needs; start with `make generate`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := generate
.PHONY: generate check test sweep lint docs load uses bench fuzz demo clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

generate: $(STAMP)  ## write generated/openai_assistants from specs/
	$(BIN)/opgen generate --force

check: $(STAMP) lint  ## run the linters, and check that the committed package is current
	$(BIN)/opgen check

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=templates $(BIN)/lint-imports --no-cache --no-logo

test: $(STAMP)  ## run every test, also the slow ones
	$(BIN)/python -m pytest -n 2

sweep: $(STAMP)  ## run the tests that try some cases of a kind with all of them
	OPGEN_EVERY_CASE=1 $(BIN)/python -m pytest -n 2 -q $$(grep -rlE 'from support.(sweeps|faults) ' --include='test_*.py' tests)

docs: $(STAMP)  ## write the generated parts of docs/, and the outputs that its pages show
	$(BIN)/python docs/build.py
	OPGEN_WRITE_DOCS=1 $(BIN)/python -m pytest -q tests/docs/test_pages.py tests/docs/test_json_schema.py tests/faults tests/official/test_methods.py

load: $(STAMP)  ## call a service that often fails from 200 threads, then 2,000 tasks, two minutes each
	$(BIN)/python -m tests.load

uses: $(STAMP)  ## measure how much `opgen diff --uses` finds, and how much of it is right
	OPGEN_EVERY_CASE=1 $(BIN)/python -m pytest -q tests/impact/test_measured.py

bench: $(STAMP)  ## measure speed, as ratios within one run
	$(BIN)/python -m tests.bench

fuzz: $(STAMP)  ## generate from 15,000 random and mutated inputs, and judge each package
	$(BIN)/python -m tests.fuzz

demo: $(STAMP)  ## run the README's example against a local server
	$(BIN)/python -m tests.demo

clean:
	rm -rf $(VENV) fuzz-failures build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
