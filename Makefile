# `make run` and `make test` set up everything they need; nothing else is assumed but Python 3.11+ and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BIOME := tests/vendor/biome/biome
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python

.PHONY: run test check lint types suite wheel bench lock clean
.DEFAULT_GOAL := run

# Compiled once and kept: each of the suite's many processes would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

run: $(VENV)/.product
	$(BIN)/now-serving run

test: check suite

check: lint types

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIOME) ci --error-on-warnings --config-path=tests/biome.jsonc */static

types: $(VENV)/.tests
	$(BIN)/mypy
	$(BIN)/python -m tests.api_types
	tests/vendor/typescript/tsc --project tests/tsconfig.json

suite: $(VENV)/.tests
	bash tests/real_parts.sh
	$(BIN)/pytest -n 3 --dist worksteal

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

$(VENV)/.product: $(BIN)/uv requirements.lock pyproject.toml queueing/assets/package-lock.json $(wildcard queueing/assets/*.py)
	$(UV) --require-hashes -r requirements.lock
	$(UV) --no-deps --editable .
	touch $@

$(VENV)/.tests: $(VENV)/.product requirements-dev.lock
	$(UV) --require-hashes -r requirements-dev.lock
	$(BIN)/python -c "import tests.conftest, tests.forked_from"
	touch $@

lock: $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra speech -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --extra speech --group check --group test -o requirements-dev.lock

wheel: $(VENV)/.product
	$(BIN)/uv build --quiet --wheel --out-dir dist .

bench: $(VENV)/.tests
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
