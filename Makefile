# Every target makes what it needs, .venv first. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
JOBS ?= 2
DATA ?= data/example
OUT ?= rendered
YEARS ?= 2022 2023 2024 2025
YEAR ?= 2025
# Extra words for one run, such as: make reports RENDER="--kommun 0188"   make bench BENCH="--full"
RENDER ?=
BENCH ?=
PYTEST ?=
LAB ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.PHONY: help
help: ## List the targets
	@sed -nE 's/^([a-z.][a-z -]*):[^=].*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: reports
reports: $(READY) ## The main job: example data, four index years, 290 kommunrapporter of 2025 in rendered/
	$(BIN)/hemtjanst example --data $(DATA)
	$(BIN)/hemtjanst score $(YEARS) --data $(DATA) --out $(OUT)
	$(BIN)/hemtjanst render $(YEAR) kommun --data $(DATA) --out $(OUT) --jobs $(JOBS) $(RENDER)

.PHONY: test
test: $(READY) ## Install what tests need, then run all but the exhaustive ones
	@.ci/install-test-tools
	$(BIN)/python -m pytest -n $(JOBS) -m "not exhaustive" $(PYTEST)

.PHONY: test-all
test-all: $(READY) ## The same, with the exhaustive tests: every kommun, every way of dying
	@.ci/install-test-tools
	$(BIN)/python -m pytest -n $(JOBS) --hypothesis-profile=sok $(PYTEST)

.PHONY: test-faults
test-faults: $(READY) ## What a run must survive: two hundred kills, full disks, jumping clocks, inputs that change
	@.ci/install-test-tools
	$(BIN)/python -m pytest -n $(JOBS) -m faults $(PYTEST)

.PHONY: check
check: $(READY) ## Ruff, mypy and the fast tests: what to run before a commit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow and not exhaustive" $(PYTEST)

.PHONY: bench
bench: $(READY) ## Measure ours against papermill and nbconvert; results go to docs/benchmarks.md
	$(BIN)/python -m bench --date $$(date -u +%F) $(BENCH)

.PHONY: bench-scale
bench-scale: $(READY) ## Measure how all grows, up to 2 900 kommuner (an hour of two cores); results go to docs/scale.md
	$(BIN)/python -m bench.scale --date $$(date -u +%F) $(BENCH)

.PHONY: fuzz
fuzz: $(READY) ## Spoil every kind of raw file in every way; what becomes of them goes to docs/raw_files.md
	$(BIN)/python -m tests.fuzz

# Jupyter refuses root unless told; on a machine where root is all there is, that is no help.
.PHONY: lab
lab: $(READY) ## JupyterLab with the notebooks, live values shown
	JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter" $(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" \
		$$(test "$$(id -u)" -ne 0 || echo --allow-root) $(LAB)

.PHONY: strip
strip: $(READY) ## Take outputs and stored values out of notebooks/, as they are committed
	$(BIN)/nbstripout --keep-id --extra-keys "metadata.papermill metadata.widgets cell.metadata.papermill \
		cell.metadata.user_expressions cell.metadata.trusted" notebooks/*.ipynb

.PHONY: lock
lock: $(READY) ## Compile requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --all-extras --generate-hashes --no-emit-index-url --no-header \
		--prerelease if-necessary-or-explicit --output-file requirements.lock pyproject.toml

.PHONY: clean
clean: ## Remove .venv, caches, example data and rendered reports; raw data stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis data/example rendered
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. On a bare Debian `python3 -m venv` fails until python3-venv is there.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or later is needed, and '$(PYTHON)' is not. Name another: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		.ci/apt-install $$($(PYTHON) -c 'import sys; print("python{}.{}-venv".format(*sys.version_info))')
	@test -x $(BIN)/python -a -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv: $(READY) ## Make the environment from the lock
