# Everything is set up by itself: a virtual environment in .venv from the locked requirements.
PYTHON ?= python3.11
PY := .venv/bin/python
# Python 3.11 under another name is fine too.
FOUND := $(shell command -v $(PYTHON) || command -v python3)
# How many times today's register `make bench` makes.
SCALES ?= 1 100 1000

.PHONY: run test soak check format lock docs bench load clean

run: .venv/run.done
	@$(PY) -m vulgraad up

test: .venv/dev.done
	@$(PY) -m pytest -n 2 --dist loadfile

# Two hundred random sequences of the register's faults; twenty minutes.
soak: .venv/dev.done
	@VULGRAAD_WEEKS=200 $(PY) -m pytest -n 2 --dist load tests/ingest/test_fault_sequences.py

check: .venv/dev.done
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

format: .venv/dev.done
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

docs: .venv/dev.done
	@$(PY) -m vulgraad method > docs/metrics.md

# Ours beside its peers, in one run on the same data; forty minutes, SCALES="1 100" takes three.
bench: .venv-bench/bench.done
	@.venv-bench/bin/python -m tests.bench.run --scales $(SCALES)

# Fifty people browse for a minute, and one comes for the first time; a site must run at ORIGIN.
ORIGIN ?= http://127.0.0.1:8050
load: .venv/dev.done
	@$(PY) -m tests.load.browsing $(ORIGIN)
	@$(PY) -m tests.load.first_load $(ORIGIN)

.venv-bench/bench.done: requirements-bench.lock pyproject.toml
	@$(FOUND) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/run.done: requirements.lock pyproject.toml
	@$(FOUND) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev.done: requirements-dev.lock pyproject.toml
	@$(FOUND) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# Needs uv; versions at least a week old, so that a bad release is found by somebody else first.
lock:
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 --extra build \
		-o requirements.lock pyproject.toml
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 --extra build --extra dev \
		-o requirements-dev.lock pyproject.toml
	uv pip compile --quiet --no-header --generate-hashes --python-version 3.11 --extra build --extra bench \
		--constraint requirements.lock -o requirements-bench.lock pyproject.toml

clean:
	rm -rf .venv .venv-bench bench-data dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
