# The commands of the project. `make` alone lists them.
# A fresh Debian 12 machine needs only git, make and python3; everything else is fetched from here.

SHELL := /bin/bash
PYTHON ?= python3
WORKERS ?= 2

BIN := .venv/bin
PYTEST := $(BIN)/pytest -n $(WORKERS)
TRANSLATIONS := $(shell find zugong -name '*.po' 2>/dev/null)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DELETE_ON_ERROR:
.PHONY: help setup run test test-sqlite test-postgresql check check-format check-lint check-imports check-types \
        check-translations check-packs format lock screenshots phone clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-18s %s\n", $$1, $$2}'

setup: .venv/.installed .venv/.translated ## Make .venv and install the project, once

# The stamps make a second call free; they live in .venv, so that removing it starts afresh.
.venv/.installed: pyproject.toml constraints.txt scripts/make_environment.py
	@echo "Setting up .venv; the first time this takes a minute or two."
	@$(PYTHON) scripts/make_environment.py .venv
	@$(BIN)/python -m pip install --quiet --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

.venv/.translated: .venv/.installed $(TRANSLATIONS)
	@$(BIN)/python scripts/translations.py compile zugong
	@touch $@

run: setup ## Load the demonstration county if there is no data yet, and serve it
	$(BIN)/zugong demo --serve

test: setup ## Run all tests on SQLite, then those that use the database again on PostgreSQL
	scripts/install-test-packages
	$(MAKE) --no-print-directory test-sqlite
	$(MAKE) --no-print-directory test-postgresql

test-sqlite: setup ## Run all tests on SQLite
	env -u ZUGONG_DATABASE_URL $(PYTEST)

test-postgresql: setup ## Run the tests that ask the database on a private PostgreSQL
	$(BIN)/python scripts/with_postgresql.py $(PYTEST) -m "database and not browser and not once"

check: check-format check-lint check-imports check-types check-translations check-packs ## Run every check that is not a test

check-format: setup
	$(BIN)/ruff format --check .

check-lint: setup
	$(BIN)/ruff check .

check-imports: setup
	$(BIN)/lint-imports

check-types: setup
	$(BIN)/mypy

check-translations: setup
	$(BIN)/python scripts/translations.py check zugong

check-packs: setup
	$(BIN)/zugong pack check packs/*/

format: setup ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## Write constraints.txt anew: the newest versions that pyproject.toml allows
	rm -rf .venv-lock
	$(PYTHON) scripts/make_environment.py .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade '.[dev]'
	{ echo "# Exact versions of everything installed. Written by \`make lock\`; do not edit."; \
	  .venv-lock/bin/python -m pip freeze --exclude zugong; } > constraints.txt
	rm -rf .venv-lock

screenshots: setup ## Take the pictures of the README from the demonstration county in ZUGONG_HOME (else var/)
	scripts/install-test-packages
	$(BIN)/python scripts/screenshots.py

phone: setup ## Measure first loads on a slow telephone, from the demonstration county in ZUGONG_HOME (else var/)
	scripts/install-test-packages
	$(BIN)/python scripts/phone.py

clean: ## Remove what `make setup` and the tools made; data in var/ stays
	rm -rf .venv .venv-lock .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
