# Everything is kept in .venv; nothing else on the machine is touched, except by `make system`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install dev system demo test proof package bench lint format texts lock clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Three on two processors: a fourth of the time is waiting, for browsers, databases and child processes.
PYTEST_ARGS ?= -n 3
# Tests start kontroll in many processes: where compiled modules are not kept, each of them compiles all of it again.
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest

help:  ## denne oversikten
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/installed  ## legger kontroll i .venv/bin/kontroll

dev: $(VENV)/installed-dev  ## install, og alt som trengs for å teste

# Locked with hashes, build tools too: what is installed today is what is installed next year.
$(VENV)/installed: requirements/build.lock requirements/base.lock pyproject.toml
	@python=$$(.ci/find-python) || exit 1; \
	[ -x $(BIN)/python ] || { echo "Lager $(VENV) med $$($$python --version) …"; "$$python" -m venv $(VENV); }
	@echo "Installerer det kontroll trenger (ett til to minutter første gang) …"
	@$(PIP) install --quiet --require-hashes -r requirements/build.lock
	@$(PIP) install --quiet --require-hashes --no-build-isolation -r requirements/base.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements/dev.lock
	@echo "Installerer verktøy for test …"
	@$(PIP) install --quiet --require-hashes --no-build-isolation -r requirements/dev.lock
	@touch $@

system:  ## installerer det maskinen mangler, med apt (krever root)
	@.ci/install-system

demo: install  ## bygger en eksempelkommune, vurderer den og viser resultatet
	@$(BIN)/kontroll demo $(DEMO_ARGS)

test: lint  ## alle kontroller: stil, typer, lag og tester
	$(PYTEST) $(PYTEST_ARGS) -m "not slow"

proof: dev  ## de store prøvene: tilfeldige regler mot tilfeldige data
	$(BIN)/python tests/full_proof.py
	$(PYTEST) $(PYTEST_ARGS) -m slow

package: dev  ## bygger pakkene, installerer dem på nytt og prøver dem
	deploy/build.sh

bench: dev  ## måler farten og skriver tallene
	$(BIN)/python -m benchmarks

lint: dev  ## stil, typer og lag
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports

format: dev  ## retter stilen
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

LOCALES := src/kontroll/locales
texts: dev  ## henter ut alle tekster for oversettelse til nynorsk
	@mkdir -p $(LOCALES)
	$(BIN)/pybabel -q extract --mapping-file $(LOCALES)/babel.cfg --sort-by-file --no-wrap --output-file $(LOCALES)/kontroll.pot src
	@if [ -e $(LOCALES)/nn/LC_MESSAGES/kontroll.po ]; then \
	    $(BIN)/pybabel update --domain kontroll --input-file $(LOCALES)/kontroll.pot --output-dir $(LOCALES) --no-wrap; \
	    $(BIN)/pybabel compile --domain kontroll --directory $(LOCALES); fi

# --no-config and the default index only: a lock must not depend on what this machine is set up with.
COMPILE = env -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS .lockenv/bin/uv pip compile --quiet \
    --no-config --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
lock:  ## låser alle versjoner på nytt (LOCK_ARGS=--upgrade for nyere)
	@[ -x .lockenv/bin/uv ] || { "$$(.ci/find-python)" -m venv .lockenv && .lockenv/bin/python -m pip install --quiet uv; }
	$(COMPILE) $(LOCK_ARGS) requirements/build.in --output-file requirements/build.lock
	$(COMPILE) $(LOCK_ARGS) pyproject.toml --output-file requirements/base.lock
	$(COMPILE) $(LOCK_ARGS) pyproject.toml --extra e2e --group dev --constraint requirements/base.lock --output-file requirements/dev.lock

clean:  ## fjerner .venv, mellomlagre og demoen
	rm -rf $(VENV) .lockenv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist demo proof
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
