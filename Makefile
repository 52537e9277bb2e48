# One door: what a newcomer types, and what the checks call.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
MANAGE := $(BIN)/python manage.py
# compiled once, outside the folders of the code
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/pycache
export BASE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: run setup serve worker test bench drill lint format assets documents lock messages wheel

run: setup serve ## set everything up and serve the site: all a newcomer needs

setup: $(VENV)/.runs ## environment, database, municipalities, programme, demo accounts
	@$(MANAGE) migrate --verbosity 0 && echo "Database ready."
	@$(MANAGE) import_municipalities
	@$(MANAGE) load_programme
	@$(MANAGE) load_demo --verbosity 0 && echo "Demo accounts ready."

serve: ## serve the site
	@scripts/serve $(PORT)

worker: ## do what is due, again and again: letters and all that has its hour
	@scripts/worker

test: $(VENV)/.tests ## everything that must hold
	@scripts/test

bench: $(VENV)/.tests ## measure, beside yardsticks in the same run
	@scripts/bench

drill: $(VENV)/.tests ## kill servers under load, and see that nothing acknowledged is lost
	@scripts/drill

lint: $(VENV)/.tests
	@scripts/lint

format: $(VENV)/.tests
	$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/djlint --reformat --quiet templates courses home

assets: ## rebuild CSS, JavaScript, fonts and icons from npm
	cd assets && npm ci && npm run build

documents: $(VENV)/.tests ## compile the worksheets (Typst) to tagged PDF
	@for source in $$(grep -L "^// a part of others" home/content/documents/*.typ); do echo "$$source"; $(BIN)/python -c "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[1][:-3] + 'pdf', pdf_standards=['ua-1'])" $$source; done

lock: ## write the pinned requirements anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header --no-annotate requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements-dev.txt requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements-dev.txt requirements-extras.in -o requirements-extras.txt

wheel: $(VENV)/.tests ## the plug-in as a package for another site, in dist/
	@scripts/wheel dist

messages: ## collect the strings to translate, and compile the catalogues
	scripts/messages

$(VENV)/.runs: requirements.txt
	@scripts/venv $(PYTHON) $(VENV) requirements.txt && touch $@

# what tests it holds what runs it: installed at once
$(VENV)/.tests: requirements-dev.txt requirements.txt
	@scripts/venv $(PYTHON) $(VENV) requirements-dev.txt && touch $(VENV)/.runs $@
