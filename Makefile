# QuantChat from a bare clone. `make` alone lists what there is.

# The Python of an earlier set-up, else python3 if it is new enough, else the newest by name.
ifndef PYTHON
PYTHON := $(shell for name in .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && exit; \
	done; echo python3)
endif

ARGS ?=
BOOTSTRAP = @command -v $(firstword $(PYTHON)) >/dev/null \
	|| { echo "QuantChat needs Python 3.11 or newer, and $(PYTHON) was not found. On Debian and Ubuntu: sudo apt-get install python3 python3-venv" >&2; exit 1; }; \
	$(PYTHON) packaging/bootstrap.py

.PHONY: help run test check package clean

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

run: ## Set up what is missing and open the window; ARGS="..." are passed on
	$(BOOTSTRAP) run
	@.venv/bin/python -m quantchat $(ARGS)

test: ## Set up what is missing and run the tests; ARGS="..." go to pytest
	$(BOOTSTRAP) test
	.venv/bin/python -m pytest $(ARGS)

check: ## Formatting, lint, types, layers, and that no committed file names one machine
	$(BOOTSTRAP) check
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python packaging/machine_names.py

package: ## Make the installable package in dist/ (compiles an engine for every processor); ARGS="..." are passed on
	@command -v $(firstword $(PYTHON)) >/dev/null || { echo "Packing needs Python 3.11 or newer, and $(PYTHON) was not found." >&2; exit 1; }
	$(PYTHON) packaging/package.py $(ARGS)

clean: ## Remove what set-up made in this folder; compiled engines and models stay in the user's cache
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	rm -f resources/models/*.gguf
	find quantchat tests packaging benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
