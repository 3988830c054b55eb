# Two commands: `make demo` and `make test`. Both set up a fresh machine that has Python 3.11, 3.12 or 3.13.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin

.PHONY: demo test check format lock wheels real bench clean

demo: .venv/.runtime
	@$(BIN)/python -c "from lustra.cli.main import main; main()" demo --output out

test: .venv/.dev check
	$(BIN)/pytest -n 2 --ignore=tests/real

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/interrogate -q src/lustra tests

real: .venv/.dev
	$(BIN)/pytest -n 2 tests/real

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

wheels: .venv/.dev
	.ci/wheels

clean:
	rm -rf .venv build dist out

.venv/.python:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: .venv/.python requirements.lock pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements.lock
	@echo "$(CURDIR)/src" > $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/lustra-source.pth
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
