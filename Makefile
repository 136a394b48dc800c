# Everything here works on a fresh machine with nothing but Python 3.11 or later: each target makes
# the environment that it needs in .venv, with uv where it is installed and with pip where it is not.
# What a target installs is pinned and hashed in requirements.txt and requirements-dev.txt.

PYTHON ?= python3
UV     := $(shell command -v uv 2>/dev/null)
BIN    := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# pip compiles what it installs, uv only when told. Where PYTHONDONTWRITEBYTECODE is set, nobody does
# so later, and each start compiles a thousand modules anew.
export UV_COMPILE_BYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help demo test second quick prove bench fuzz mutants coverage docs lint audit lock clean

help: ## Say what each target does
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.runtime ## Four nights on sample news sites, from page to flag
	@$(BIN)/jipyo demo

test: .venv/.dev ## The whole test suite (14 minutes on 2 cores)
	@$(BIN)/pytest -m "not prove" -n 2 --dist loadfile --no-loadscope-reorder

# The newest server of another version that a distribution has put where Debian does, or POSTGRES=.
POSTGRES ?= $(lastword $(sort $(wildcard /usr/lib/postgresql/*/bin)))
second: .venv/.dev ## Store and checks on a second Postgres: POSTGRES=/folder/bin, or a URL
	@test -n "$(POSTGRES)" || { echo "No second Postgres here. Say POSTGRES=/folder/bin or a URL."; exit 1; }
	@TEST_POSTGRES="$(POSTGRES)" $(BIN)/pytest tests/store tests/expectations -m "not prove"

quick: .venv/.dev ## Pure logic only (under 60 seconds)
	@$(BIN)/pytest -m quick

prove: .venv/.dev ## The long proofs
	@$(BIN)/pytest -m prove

fuzz: .venv/.fuzz ## Fuzz every entry of foreign bytes (SECONDS=1800, PROCESSES=1)
	@nice $(BIN)/python -m fuzzing run --seconds $(or $(SECONDS),1800) --processes $(or $(PROCESSES),1)

mutants: .venv/.dev .venv-mutants/.made ## Mutants of the figure reader that tests find (SAMPLE=200)
	@nice .venv-mutants/bin/python -m mutation --sample $(or $(SAMPLE),200)

coverage: .venv/.dev ## Branch coverage of jipyo/ by the suite (TESTS="-m quick" for a part)
	@rm -rf .coverage && mkdir .coverage
	@$(BIN)/coverage run -m pytest $(or $(TESTS),-m "not prove") -q; \
	  code=$$?; $(BIN)/coverage combine -q && $(BIN)/coverage report --sort=miss --skip-covered && exit $$code

bench: .venv/.dev ## Measure; results are printed as ratios within one run
	@$(MAKE) --no-print-directory .venv-peers/.made || \
	  echo "The peers of the reader could not be installed: they are skipped."
	@$(BIN)/python -m benchmarks

# The peers stand in an environment of their own: what they need may not come into the tested one.
.venv-peers/.made: requirements-bench.txt
	@echo "Installing the peers of the figure reader into .venv-peers (once)"
ifdef UV
	@uv venv --quiet --allow-existing --python $(PYTHON) .venv-peers
	@uv pip install --quiet --python .venv-peers/bin/python --require-hashes -r requirements-bench.txt
else
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --require-hashes -r requirements-bench.txt -c requirements-bench.txt
endif
	@touch $@

.venv-mutants/.made: requirements-mutants.txt
	@echo "Installing what makes mutants into .venv-mutants (once)"
ifdef UV
	@uv venv --quiet --allow-existing --python $(PYTHON) .venv-mutants
	@uv pip install --quiet --python .venv-mutants/bin/python --require-hashes -r requirements-mutants.txt
else
	@$(PYTHON) -m venv .venv-mutants
	@.venv-mutants/bin/python -m pip install --quiet --require-hashes -r requirements-mutants.txt
endif
	@touch $@

docs: .venv/.dev ## The documentation as a site in site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "Open site/index.html."

lint: .venv/.dev ## Style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/pyright

# Exactly what is pinned, nothing resolved anew. Names and versions go out, nothing else; a package of
# which nothing could be learnt is a failure.
AUDIT := $(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off --desc off
audit: .venv/.dev ## Known faults of the pinned packages (asks the Internet)
	@$(AUDIT) -r requirements.txt -r requirements-dev.txt

lock: .venv/.dev ## Renew the hash-locked requirements (needs uv)
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 pyproject.toml --group pyproject.toml:build -o requirements.txt
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 pyproject.toml --group pyproject.toml:dev -c requirements.txt -o requirements-dev.txt
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --group pyproject.toml:peers -o requirements-bench.txt
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --group pyproject.toml:fuzz -o requirements-fuzz.txt
	uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --group pyproject.toml:mutants -o requirements-mutants.txt

clean: ## Remove the environment and caches; data in .jipyo stays
	rm -rf .venv .venv-peers .venv-mutants .mutants .fuzzing .coverage .pytest_cache .ruff_cache build dist site

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Jipyo needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) -V). Run: make PYTHON=python3.11 ..."; exit 1; }
ifdef UV
	@uv venv --quiet --allow-existing --python $(PYTHON) .venv
else
	@$(PYTHON) -m venv .venv
endif
	@touch $@

# -c: pip before 23.3 applies a pin of `name` to `name[extra]` only where it is a constraint.
.venv/.runtime: .venv/.made requirements.txt pyproject.toml
	@echo "Installing Jipyo into .venv (once; a minute or two with pip)"
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt -c requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
endif
	@$(BIN)/python -m compileall -q jipyo flows spiders expectations
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.txt
	@echo "Installing what the tests need into .venv (once)"
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
else
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt -c requirements-dev.txt
endif
	@touch $@

.venv/.fuzz: .venv/.dev requirements-fuzz.txt
	@echo "Installing the fuzzer into .venv (once; Linux, Python 3.11 to 3.13)"
ifdef UV
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-fuzz.txt
else
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-fuzz.txt
endif
	@touch $@
