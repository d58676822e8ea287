# `make site` and `make test` do everything, set-up included. All of it stays in this folder.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: site serve check offline test screenshots audit format clean

site: $(VENV)/ready        ## build the site into site/
	$(BIN)/papershelf build

serve: $(VENV)/ready       ## serve it on http://localhost:8000, following changes of seeds and pages
	$(BIN)/papershelf serve

check: $(VENV)/ready       ## report the problems of the seeds, and write nothing
	$(BIN)/papershelf check

offline: $(VENV)/ready     ## build a copy into site-offline/ that opens from a folder, without a server
	OFFLINE=true $(BIN)/papershelf build --site-dir site-offline

test: $(VENV)/ready-dev    ## style, types, and all tests, those in a browser included
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && $(BIN)/pytest -n auto -q

screenshots: site $(VENV)/ready-dev  ## pictures of each kind of page into screenshots/
	CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && $(BIN)/python scripts/screenshots.py

audit: site $(VENV)/ready-dev  ## HTML by html-validate, pages by Lighthouse; needs Node
	CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && $(BIN)/python scripts/audit/audit.py

format: $(VENV)/ready-dev  ## bring the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:                     ## remove the built site
	rm -rf site site-offline screenshots

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Papershelf needs Python 3.11 or newer; name one: make PYTHON=python3.12 site"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
