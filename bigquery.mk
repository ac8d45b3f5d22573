# The proofs for BigQuery, without an account. The Makefile includes this file.

# Each of pytest's two processes has an emulator and an analyzer of its own.
test-bigquery: .venv-googlesql/.made .venv-bigquery/.made ## BigQuery's SQL and dbt-bigquery, without an account; ARGS as test-python
	cd tests/bigquery && GOOGLESQL_PYTHON="$(CURDIR)/.venv-googlesql/bin/python" PYTHONDONTWRITEBYTECODE=1 \
		"$(CURDIR)/.venv-bigquery/bin/python" -m pytest -p no:bqemulator -p no:cacheprovider \
		-n 2 --dist loadfile $(ARGS)

.PHONY: test-bigquery

.venv-googlesql/.made: requirements/bigquery-googlesql.lock
	$(call VENV,.venv-googlesql)
	.venv-googlesql/bin/python $(PIP_INSTALL) -r requirements/bigquery-googlesql.lock
	@touch $@

# bqemulator wants Python 3.11. It would download DuckDB's spatial extension; the package brings it, and this puts it in its place.
.venv-bigquery/.made: requirements/bigquery-emulator.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"PYTHON must be Python 3.11 or newer for the emulator; received %d.%d. Name another one: make test-bigquery PYTHON=python3.12" \
		% sys.version_info[:2])'
	$(call VENV,.venv-bigquery)
	.venv-bigquery/bin/python $(PIP_INSTALL) -r requirements/bigquery-emulator.lock
	.venv-bigquery/bin/python -c "import duckdb_extensions; duckdb_extensions.import_extension('spatial')"
	@touch $@
