# Commands of the project. `make` alone lists them. Everything is installed into .venv; nothing outside this folder is touched.

SHELL := bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
FUZZ := .venv-fuzz
BENCH := .venv-bench
EXCHANGE := .venv-exchange
NODE := tests/node/node_modules/.package-lock.json
READERS := .venv-readers
SUPERSET := .venv-superset
CLIENTS := .venv-clients
SECONDS ?= 600

export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

# Paths that a user names are meant from where make was called.
ifdef INBOX
export CAKUPAN_INBOX := $(abspath $(INBOX))
endif

.PHONY: help install browser postgres warehouse test coverage ui docs bench fuzz lint format clean

help:  ## list the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

warehouse: $(INSTALLED)  ## install, read the bundled reports (or INBOX=dir), build, check, publish
	@CAKUPAN_INBOX="$${CAKUPAN_INBOX:-$(CURDIR)/sources/samples}" $(BIN)/cakupan run

ui: $(INSTALLED)  ## the Dagster UI on http://127.0.0.1:3000
	@exec $(BIN)/python -m orchestration.ui

dashboards: $(SUPERSET)/.installed  ## Superset on http://127.0.0.1:8088, on the published warehouse; prints the login
	@exec $(BIN)/python -m serving.dashboards.serve

test: lint $(EXCHANGE)/.installed $(SUPERSET)/.installed $(CLIENTS)/.installed browser postgres $(NODE)  ## install, check the code, run every test
	@echo "make: tests"
	@$(BIN)/pytest -n 2

coverage: lint $(EXCHANGE)/.installed $(SUPERSET)/.installed $(CLIENTS)/.installed browser postgres $(NODE)  ## the same, and which lines no test ran; slower
	@$(BIN)/pytest -n 2 --cov --cov-report=term-missing:skip-covered --cov-fail-under=90

lint: $(INSTALLED)  ## formatting, types, layers, SQL, generated files
	@echo "make: checks of the code"
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@CAKUPAN_DATA="$${CAKUPAN_DATA:-$(CURDIR)/data}" $(BIN)/sqlfluff lint --processes 2 --disable-progress-bar dbt_project
	@$(BIN)/python -m serving.dictionary --check
	@$(BIN)/python -m serving.dashboards.generate --check

docs: $(INSTALLED)  ## dbt's documentation of the last build with its lineage, one page in the data home
	@set -euo pipefail; \
	export CAKUPAN_DATA="$${CAKUPAN_DATA:-$(CURDIR)/data}"; docs="$$CAKUPAN_DATA/docs"; \
	[ -f "$$CAKUPAN_DATA/build/cakupan.duckdb" ] || { echo "make: nothing has been built in $$CAKUPAN_DATA yet: make warehouse" >&2; exit 1; }; \
	DBT_LOG_PATH="$$docs/logs" $(BIN)/dbt --quiet docs generate --static --project-dir dbt_project --profiles-dir dbt_project --target-path "$$docs"; \
	echo "make: open $$docs/static_index.html"

bench: $(BENCH)/.installed $(READERS)/.installed  ## the benchmarks, each beside what it is compared to (ONLY=name, ROWS=n)
	@$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY)) $(if $(ROWS),--rows $(ROWS))

fuzz: $(FUZZ)/.installed  ## ten minutes of inputs grown by coverage, on the press reader (SECONDS=n)
	@$(BIN)/python -m tests.fuzz.run --seconds $(SECONDS) --tools $(FUZZ)

format: $(INSTALLED)  ## put the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@CAKUPAN_DATA="$${CAKUPAN_DATA:-$(CURDIR)/data}" $(BIN)/sqlfluff fix --disable-progress-bar dbt_project

clean:  ## remove the environment and caches; the data home stays
	@rm -rf $(VENV) $(FUZZ) $(BENCH) $(EXCHANGE) $(READERS) $(SUPERSET) $(CLIENTS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* *.egg-info dbt_project/target dbt_project/logs
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(INSTALLED)  ## the environment alone

# Pages are tested in a real browser. Playwright drives it, but brings none: Debian's is kept up to date by Debian.
browser:
	@command -v chromium >/dev/null || { \
	  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "make: chromium is missing; tests of pages are skipped"; exit 0; }; \
	  echo "make: installing Debian's chromium"; \
	  { apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends chromium; } >/dev/null; \
	}

# What tests need of npm: a check of accessibility, and DuckDB for an example of docs/bi.md. Locked by hashes.
$(NODE): tests/node/package-lock.json
	@command -v npm >/dev/null || { echo "make: npm is missing; accessibility and the example for Node are not checked"; exit 0; }; \
	echo "make: installing what tests need of npm into tests/node"; \
	cd tests/node && npm ci --silent && touch node_modules/.package-lock.json

# Done again only when what is installed would be another thing. One shell, so that it ends at the first error.
$(INSTALLED): requirements.lock pyproject.toml
	@set -euo pipefail; \
	command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is missing; install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $$($(PYTHON) --version) is too old; 3.11 or newer is needed: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	if [ ! -x $(BIN)/python ]; then \
	  echo "make: creating $(VENV) with $$($(PYTHON) --version)"; \
	  $(PYTHON) -m venv $(VENV) || { echo "make: $(PYTHON) cannot create environments; its module venv is missing (Debian: package python3-venv)" >&2; rm -rf $(VENV); exit 1; }; \
	fi; \
	if command -v uv >/dev/null; then uv=uv; else uv=$(BIN)/uv; fi; \
	if ! command -v $$uv >/dev/null; then \
	  echo "make: installing uv"; \
	  awk '/^uv==/ { found = 1 } found { print } found && !/\\$$/ { exit }' requirements.lock > $(VENV)/uv.lock; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.lock; \
	fi; \
	echo "make: installing the locked packages (a minute or two the first time)"; \
	export VIRTUAL_ENV="$(CURDIR)/$(VENV)"; \
	$$uv pip sync --quiet --require-hashes requirements.lock; \
	$$uv pip install --quiet --no-deps --no-build-isolation -e .; \
	touch $@

# A server for the tests of Dagster's history in PostgreSQL: Debian's, where it is missing and may be installed. Where not, those tests are skipped and say so.
.PHONY: postgres
postgres:
	@if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "make: installing PostgreSQL for the tests"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get install -y -qq --no-install-recommends postgresql || { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql; }; } >/dev/null 2>&1 \
	    || echo "make: PostgreSQL could not be installed; its tests are skipped" >&2; \
	fi

# The fuzzer takes 130 MB and runs on few machines, so that only who fuzzes installs it: a folder of packages beside .venv.
$(FUZZ)/.installed: requirements-fuzz.lock $(INSTALLED)
	@set -euo pipefail; \
	if command -v uv >/dev/null; then uv=uv; else uv=$(BIN)/uv; fi; \
	echo "make: installing the fuzzer into $(FUZZ)"; \
	rm -rf $(FUZZ); \
	$$uv pip install --quiet --python $(BIN)/python --target $(FUZZ) --require-hashes -r requirements-fuzz.lock; \
	touch $@

# Likewise what the benchmarks compare with: no part of the warehouse.
$(BENCH)/.installed: requirements-bench.lock $(INSTALLED)
	@set -euo pipefail; \
	if command -v uv >/dev/null; then uv=uv; else uv=$(BIN)/uv; fi; \
	echo "make: installing what the benchmarks compare with into $(BENCH)"; \
	rm -rf $(BENCH); \
	$$uv pip install --quiet --no-deps --python $(BIN)/python --target $(BENCH) --require-hashes -r requirements-bench.lock; \
	touch $@

# With what the tests read exported files; by itself, since pandas beside pandera would double the start of every command.
$(EXCHANGE)/.installed: requirements-exchange.lock $(INSTALLED)
	@set -euo pipefail; \
	if command -v uv >/dev/null; then uv=uv; else uv=$(BIN)/uv; fi; \
	echo "make: installing the readers of exported files into $(EXCHANGE)"; \
	rm -rf $(EXCHANGE); \
	$$uv pip install --quiet --no-deps --python $(BIN)/python --target $(EXCHANGE) --require-hashes -r requirements-exchange.lock; \
	touch $@

# The oldest DuckDB that must read releases, and what BI reaches DuckDB with: two versions cannot share a folder.
$(READERS)/.installed: requirements-readers.lock $(INSTALLED)
	@set -euo pipefail; \
	if command -v uv >/dev/null; then uv=uv; else uv=$(BIN)/uv; fi; \
	echo "make: installing the readers of releases into $(READERS)"; \
	rm -rf $(READERS); \
	$$uv pip install --quiet --no-deps --python $(BIN)/python --target $(READERS) --require-hashes -r requirements-readers.lock; \
	touch $@

# Superset pins older packages than the warehouse, so it has an environment of its own; it reads the published file alone.
$(SUPERSET)/.installed: requirements-superset.lock $(INSTALLED)
	@set -euo pipefail; \
	if command -v uv >/dev/null; then uv=uv; else uv=$(CURDIR)/$(BIN)/uv; fi; \
	echo "make: installing Superset into $(SUPERSET) (700 MB)"; \
	rm -rf $(SUPERSET); \
	$(PYTHON) -m venv --without-pip $(SUPERSET); \
	VIRTUAL_ENV="$(CURDIR)/$(SUPERSET)" $$uv pip sync --quiet --require-hashes requirements-superset.lock; \
	touch $@

# The clients that docs/bi.md shows and .venv has not: the tests run its examples with them.
$(CLIENTS)/.installed: requirements-clients.lock $(INSTALLED)
	@set -euo pipefail; \
	if command -v uv >/dev/null; then uv=uv; else uv=$(CURDIR)/$(BIN)/uv; fi; \
	echo "make: installing the clients of docs/bi.md into $(CLIENTS)"; \
	rm -rf $(CLIENTS); \
	$(PYTHON) -m venv --without-pip $(CLIENTS); \
	VIRTUAL_ENV="$(CURDIR)/$(CLIENTS)" $$uv pip sync --quiet --require-hashes requirements-clients.lock; \
	touch $@
