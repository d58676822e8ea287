# `make site` and `make test` do everything, set-up included. All of it stays in this folder.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: site serve check urls offline test test-fast test-nightly screenshots audit reproduce format hooks lock clean help

site: $(VENV)/ready        ## build the site into site/
	$(BIN)/papershelf build

serve: $(VENV)/ready       ## serve the site on http://localhost:8000, and rebuild it on changes
	$(BIN)/papershelf serve

check: $(VENV)/ready       ## report problems in the seeds
	$(BIN)/papershelf check

urls: $(VENV)/ready        ## record the permalinks of new papers in seeds/urls.csv
	$(BIN)/papershelf urls

offline: $(VENV)/ready     ## build a copy that works without a server into site-offline/
	OFFLINE=true $(BIN)/papershelf build --site-dir site-offline

# Each process goes through neighbouring tests, which need the same sites; one that is done takes over from another.
# All of them, and the commands they start, need the same modules: they are compiled once.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist worksteal -q

test: $(VENV)/ready-dev    ## check style and types, and run all tests but the nightly ones, including those in a browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/oxlint --deny-warnings
	CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && $(PYTEST) -m "not nightly"

test-fast: $(VENV)/ready-dev  ## run the tests that need neither a browser nor a whole site, in about a minute
	$(PYTEST) -m "not slow and not nightly"

test-nightly: $(VENV)/ready-dev  ## run all tests, with long texts, many more random examples, and the benchmarks
	CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && FUZZ_EXAMPLES=200 $(PYTEST) --hypothesis-profile=nightly

screenshots: site $(VENV)/ready-dev  ## take screenshots of each kind of page into screenshots/
	CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && $(BIN)/python scripts/screenshots.py

audit: site $(VENV)/ready-dev  ## check the site with html-validate and Lighthouse; needs Node
	CHROMIUM="$$(scripts/chromium.sh)" && export CHROMIUM && $(BIN)/python scripts/audit/audit.py

reproduce:                 ## build with each Python, or PYTHONS="python3.11 python3.13", and compare the sites
	$(PYTHON) scripts/reproduce.py $(PYTHONS)

format: $(VENV)/ready-dev  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

hooks: $(VENV)/ready-dev   ## install git hooks that check style, types and the commit subject
	$(BIN)/pre-commit install

clean:                     ## remove the built site
	rm -rf site site-offline screenshots

# Every file that is fetched has a checksum in requirements.txt or requirements-dev.txt, from whatever index it comes.
# uv fetches and installs faster; pip is there without it.
ifneq ($(shell command -v uv 2>/dev/null),)
CREATE  := uv venv --quiet --allow-existing --no-project --python "$$(command -v $(PYTHON))" $(VENV)
INSTALL := uv pip install --quiet --compile-bytecode --python $(BIN)/python
else
CREATE  := $(PYTHON) -m venv $(VENV)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

# Where Python is told to write no bytecode, it would compile ours at each start: a fifth of a build of nothing new.
$(VENV)/ready: pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { echo "Papershelf needs Python 3.11.5 or newer; name one: make PYTHON=python3.12 site"; exit 2; }
	$(CREATE)
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q generator
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	$(INSTALL) --require-hashes --no-build-isolation -r requirements-dev.txt
	@touch $@

# `make lock UPGRADE=--upgrade` takes the newest versions; without it, what is pinned stays where pyproject.toml allows it.
LOCK = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11.5 --fork-strategy fewest \
	--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

lock: $(VENV)/ready-dev    ## pin the packages again, after a change of pyproject.toml
	$(LOCK) --group build --extra previews -o requirements.txt pyproject.toml
	$(LOCK) --group build --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml
	$(LOCK) --group audit -o .github/requirements-audit.txt

help:                      ## list these commands; make alone is make site
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s%s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
