# Works from nothing but python3 (3.11 or newer, with venv) and make. The locks hold names and hashes only.
PY   ?= python3
VENV := .venv
BIN  := $(VENV)/bin
UV   := $(BIN)/uv
export UV_PYTHON_DOWNLOADS := never

.PHONY: run setup test lint bench screenshots lock clean
run: setup                 ## build what is missing, migrate, serve, print the address
	@$(BIN)/beforehand serve

setup: $(VENV)/.run        ## leave .venv/bin/beforehand

test: $(VENV)/.dev         ## everything that can run here; what cannot says why and is skipped
	@$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'src/*.html')
	$(BIN)/python -m django makemigrations --check --dry-run --settings beforehand.settings

bench: $(VENV)/.dev        ## measure; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/.dev  ## take the pictures in docs/ again (needs Chromium)
	$(BIN)/python -m tests.screenshots

$(UV):
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PY=/path/to/python3"; exit 1; }
	@$(PY) -m venv $(VENV) || { echo "The venv module is missing: apt-get install python3-venv"; exit 1; }
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt

$(VENV)/.run: requirements/run.txt pyproject.toml | $(UV)
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@$(UV) pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

COMPILE := $(UV) pip compile -q --universal --generate-hashes --no-header --no-annotate
lock: | $(UV)              ## resolve again; commits hold no address
	$(COMPILE) pyproject.toml --group build -o requirements/run.txt
	$(COMPILE) pyproject.toml --group build --group dev -c requirements/run.txt -o requirements/dev.txt
	echo uv | $(COMPILE) - -o requirements/uv.txt

clean:
	rm -rf $(VENV)
