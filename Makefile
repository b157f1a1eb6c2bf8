# Lotsa's commands. `make run` and `make test` need nothing but Python 3.11 or later and make.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help run demo dev frontend messages test test-postgresql lint bench lock clean
.DEFAULT_GOAL := help

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 22

# The environment. A stamp per lock file, so that a second start does nothing.
$(BIN)/python:
	@sh tools/venv.sh $(PYTHON)

.venv/.base: $(BIN)/python requirements/base.txt requirements/base.in pyproject.toml
	@echo "Installing what Lotsa needs to run (a minute or two the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@echo "Installing what it takes to test and lint …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

run: .venv/.base ## Start the demo: builds, loads the facts, serves, works. Ctrl-C stops it
	@$(BIN)/python tools/frontend.py
	@$(BIN)/python tools/messages.py
	@HOST=$(HOST) PORT=$(PORT) exec $(BIN)/python tools/run.py

demo: run ## The same as run

dev: .venv/.dev ## Serve with tracebacks and reload, for those who build
	@$(BIN)/python tools/frontend.py
	@$(BIN)/python tools/messages.py
	@HOST=$(HOST) PORT=$(PORT) exec $(BIN)/python tools/run.py --develop

frontend: .venv/.base ## Fetch and build the style sheets and fonts
	@$(BIN)/python tools/frontend.py

messages: .venv/.base ## Compile the translations
	@$(BIN)/python tools/messages.py

test: .venv/.dev ## Set up and run every test, on SQLite and PostgreSQL
	@$(BIN)/python tools/frontend.py
	@$(BIN)/python tools/messages.py
	@$(BIN)/python tools/test.py

test-postgresql: .venv/.dev ## Only the tests that run again on PostgreSQL
	@$(BIN)/python tools/messages.py
	@$(BIN)/python tools/test.py --only postgresql

lint: .venv/.dev ## Style, types, import contracts, templates, settings, migrations
	@$(BIN)/python tools/messages.py
	@sh tools/lint.sh $(BIN)

bench: .venv/.bench ## Measure the bars of the product and print figures and machine
	@$(BIN)/python tools/frontend.py
	@$(BIN)/python tools/messages.py
	@$(BIN)/python -m benchmarks

lock: .venv/.dev ## Renew the lock files after a change in requirements/*.in
	@for part in base dev bench node; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --only-binary :all: requirements/$$part.in -o requirements/$$part.txt || exit 1; \
	done

clean: ## Remove everything that was built, and the demo's database
	rm -rf .venv build var node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find locale -name '*.mo' -delete
