# Every recipe sets up what it needs; `make demo` and `make test` are the two doors.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.backstride-ready
NUTS := .venv-nuts
NUTS_STAMP := $(NUTS)/.backstride-ready
FUZZ := .venv-fuzz
FUZZ_STAMP := $(FUZZ)/.backstride-ready
FUZZ_RUNS ?= 300000
STUDIES := .venv-studies
STUDIES_STAMP := $(STUDIES)/.backstride-ready
export UV_NO_PROGRESS := 1

.PHONY: setup demo test check format lint types layers docs bench bench-nuts validate-load \
  study-coverage study-forecast study-diaries study-references study-sbc study-grid study-looks \
  study-signs study-controls study-naive study-measures study-plans study-pages study-kill fuzz \
  lock clean

setup: $(STAMP)

$(STAMP): locks/dev.txt pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py --venv $(VENV) --lock locks/dev.txt
	@touch $(STAMP)

demo: setup ## Import the invented runner, print her answer, compare it with the known truth
	@$(BIN)/backstride demo

test: setup ## The whole test suite
	$(BIN)/pytest -n auto

check: setup format lint types layers test docs ## Everything that must be green before a change lands

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

docs: setup ## Build the documentation, failing on any warning
	$(BIN)/python tools/build_docs.py

bench: setup ## Speed and memory, as ratios against named rivals in one run
	$(BIN)/python -m bench

bench-nuts: $(NUTS_STAMP) ## The same model by NUTS, in an environment of its own; half an hour
	$(NUTS)/bin/python -m bench.nuts

$(NUTS_STAMP): locks/nuts.txt pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py --venv $(NUTS) --lock locks/nuts.txt
	@touch $(NUTS_STAMP)

validate-load: setup ## Form and load against measurements; fills the tables of docs/explanation/validation/load.md
	$(BIN)/python -m studies.validate_load $${BACKSTRIDE_SHARED_DATA:-../shared/data}

study-coverage: setup ## Coverage and false verdicts on simulated runners (about ten minutes)
	$(BIN)/python -m studies.coverage --out docs/explanation/validation/coverage.md

study-forecast: setup ## The next seven mornings of simulated runners against plain forecasts (about five minutes)
	$(BIN)/python -m studies.forecast --out docs/explanation/validation/forecast.md

study-diaries: setup ## Real diaries, and effects planted in real running (about ten minutes)
	$(BIN)/python -m studies.diaries $${BACKSTRIDE_SHARED_DATA:-../shared/data} --out docs/explanation/validation/diaries.md

study-references: setup ## Exact posteriors of the stored data sets, by the Gibbs sampler (about five minutes)
	$(BIN)/python -m studies.gibbs_references

# Each of these goes on where it was stopped; STUDY="--processes 1" or "--rehearse 5" hands options on.
STUDY ?= --processes 2

study-sbc: setup ## Simulation-based calibration, 800 runners of the prior
	$(BIN)/python -m studies.sbc $(STUDY)

study-grid: setup ## Coverage, bias and power by days logged and under violations of the model
	$(BIN)/python -m studies.grid $(STUDY)

study-looks: setup ## Twelve looks, one every fortnight
	$(BIN)/python -m studies.looks $(STUDY)

study-signs: setup ## Three thousand spoken verdicts: how many with the wrong sign
	$(BIN)/python -m studies.signs $(STUDY)

study-controls: setup ## Runners, loads and symptoms in which nothing must be found
	$(BIN)/python -m studies.controls $(STUDY)

study-naive: $(STUDIES_STAMP) ## Naive analyses beside ours, in an environment of its own
	$(STUDIES)/bin/python -m studies.naive $(STUDY)

study-measures: setup ## Ten measures that do nothing, and one that does
	$(BIN)/python -m studies.measures $(STUDY)

study-plans: setup ## What these studies cost
	$(BIN)/python -m studies.validation --plan

study-pages: setup ## Write the pages of all studies and the page of figures to reach from their tables
	$(BIN)/python -m studies.validation

$(STUDIES_STAMP): locks/studies.txt pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py --venv $(STUDIES) --lock locks/studies.txt
	@touch $(STUDIES_STAMP)

study-kill: setup ## Kill 200 imports at random moments; each next import must come to the same (about ten minutes)
	$(BIN)/python -m studies.kill_imports

fuzz: $(FUZZ_STAMP) ## Readers against mutated files, guided by coverage, in an environment of its own; hours
	$(FUZZ)/bin/python -m fuzz --runs $(FUZZ_RUNS)

$(FUZZ_STAMP): locks/fuzz.txt pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py --venv $(FUZZ) --lock locks/fuzz.txt --no-warm
	@touch $(FUZZ_STAMP)

lock: setup ## Resolve the dependencies again (versions and hashes, no addresses)
	$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) $(NUTS) $(STUDIES) $(FUZZ) rehearsals site build dist .mypy_cache .ruff_cache .pytest_cache
