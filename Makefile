# make run    serve the page on http://127.0.0.1:8000/, and do its jobs
# make train  install TensorFlow, which fine-tuning needs
# make test   the whole suite, on a real PostgreSQL
# make dev    serve and reload on every change of the code
# make lint   ruff, mypy, the contracts on imports, deno over scripts and styles
# make release-check   what is to be so before a release is tagged
# make licences, make sbom   what ships, from Python's packages
# make image-check     the Dockerfile, executed and tried without a container engine
# make lock   write requirements/*.txt, each package with its hashes, from the *.in
# make translations   bring locale/ up to the code

PYTHON ?= python3
BIN = .venv/bin
# A file's tests stay in one process, since they share what is slow to make. Files go
# in tests/conftest.py's order, the slowest first, not those with the most tests.
# More of them than two cores, since many tests wait for a browser or for time to pass.
PROCESSES = -n 3 --dist loadfile --no-loadscope-reorder

LANGUAGES = de es hi
# What staff see is English: not extracted.
STAFF = templates/admin/* templates/review/* templates/finetuning/* static/recognizer/review/*
EXTRACT = $(BIN)/python manage.py makemessages --no-location --no-obsolete --verbosity 0 \
  $(LANGUAGES:%=--locale %) $(STAFF:%=--ignore "%") --ignore "tests/*" --ignore "bench/*"

.PHONY: run train dev migrate test test-sqlite lint lock licences sbom release-check chromium gettext promtool redis pgbouncer age proxies translations image-check
.DELETE_ON_ERROR:

run: migrate var/static/staticfiles.json
	@exec $(BIN)/python -m digitsite.processes

train: .venv/train.stamp

dev: migrate
	@DEBUG=1 HTTPS=0 $(BIN)/python manage.py runserver

migrate: .venv/serve.stamp .env
	@$(BIN)/python manage.py migrate --verbosity 0

test: .venv/dev.stamp chromium gettext promtool redis pgbouncer age proxies
	@$(BIN)/python -m pytest $(PROCESSES) $(ARGS)

# The database tests, on SQLite too.
test-sqlite: .venv/dev.stamp
	@mkdir -p var
	@DATABASE_URL=sqlite:///var/test.sqlite3 $(BIN)/python -m pytest $(PROCESSES) -m "database and not slow" $(ARGS)

# mypy imports the settings, which ask for a secret and a database; it uses neither.
lint: .venv/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo
	@SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyz DATABASE_URL=sqlite:// $(BIN)/mypy
	@$(BIN)/deno fmt --check
	@$(BIN)/deno lint

# Chromium for the browser tests, without windows where Debian has it so: by apt, else
# the installed one, else by Playwright.
chromium: .venv/dev.stamp
	@command -v chromium-headless-shell >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	       && { apt-get install -qqy chromium-headless-shell >/dev/null 2>&1 \
	            || apt-get install -qqy chromium >/dev/null; }; } \
	  || command -v chromium chromium-browser google-chrome >/dev/null \
	  || $(BIN)/python -m playwright install chromium \
	  || echo "No Chromium: the browser tests are skipped, and fail where CI is set."

# What requirements/*.in pin directly, with all that they need: the same for every
# Python and platform. What was locked stays, where the pins allow it.
lock: .venv/bin/uv
	@for name in serve train s3 dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --custom-compile-command "make lock" $$constraint \
	    requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	  constraint="$$constraint --constraint requirements/$$name.txt"; \
	done

release-check: .venv/dev.stamp
	@deploy/release_check.sh $(ARGS)

# Stops at the first package whose licence pyproject.toml does not allow.
licences: .venv/dev.stamp var/serving/stamp
	@$(BIN)/pip-licenses --python var/serving/bin/python

sbom: .venv/dev.stamp var/serving/stamp
	@version=$$($(BIN)/python -c 'from digitsite.release import VERSION; print(VERSION)') \
	  && PYTHONWARNINGS=ignore $(BIN)/cyclonedx-py environment var/serving/bin/python --pyproject pyproject.toml \
	       --output-reproducible --output-file var/digitsite-$$version.cdx.json \
	  && echo "Wrote var/digitsite-$$version.cdx.json, in CycloneDX."

# What ships, and nothing else.
var/serving/stamp: requirements/serve.txt
	@$(PYTHON) -m venv --clear var/serving
	@var/serving/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# Whoever changes a sentence runs this, translates what msgattrib lists, and runs it again.
translations: gettext .venv/serve.stamp .env
	@$(EXTRACT) --domain django
	@$(EXTRACT) --domain djangojs
	@$(BIN)/python manage.py compilemessages --verbosity 0 $(LANGUAGES:%=--locale %)
	@for file in locale/*/LC_MESSAGES/*.po; do \
	  for kind in untranslated only-fuzzy; do \
	    entries=$$(msgattrib --no-obsolete --$$kind $$file | sed '1,/^$$/d'); \
	    [ -z "$$entries" ] || printf '%s, %s:\n%s\n' "$$file" "$$kind" "$$entries"; \
	  done; \
	done

# xgettext for the test of the translations; serving needs none of it.
gettext:
	@command -v xgettext >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && apt-get update -qq && apt-get install -qqy gettext >/dev/null; } \
	  || echo "No gettext: the test of the translations is skipped, and fails where CI is set."

# Prometheus's own check of the metrics and alerts that the site offers.
promtool:
	@command -v promtool >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && apt-get update -qq \
	       && apt-get install -qqy --no-install-recommends prometheus >/dev/null; } \
	  || echo "No promtool: the tests of the metrics are skipped, and fail where CI is set."

# Redis for the tests of the shared limits; serving needs it only where CACHE_URL says so.
redis:
	@command -v redis-server >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && apt-get update -qq && apt-get install -qqy --no-install-recommends redis-server >/dev/null; } \
	  || echo "No Redis: the tests that count in it are skipped, and fail where CI is set."

# age for the tests of encrypted backups; gpg is there where apt is.
age:
	@command -v age >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && apt-get update -qq && apt-get install -qqy --no-install-recommends age gpg gpg-agent >/dev/null; } \
	  || echo "No age: the tests of encrypted backups are skipped, and fail where CI is set."

# PgBouncer for the tests that work through it.
pgbouncer:
	@command -v pgbouncer >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && apt-get update -qq && apt-get install -qqy --no-install-recommends pgbouncer >/dev/null; } \
	  || echo "No PgBouncer: the tests through it are skipped, and fail where CI is set."

# Caddy and nginx before the site, and what checks install.sh.
PROXIES = caddy nginx shellcheck
proxies:
	@which $(PROXIES) >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	       && apt-get update -qq && apt-get install -qqy --no-install-recommends $(PROXIES) >/dev/null; } \
	  || echo "Not all of $(PROXIES): their tests are skipped, and fail where CI is set."

# Root; five minutes or more, TensorFlow's image most of it (docs/deploy/containers.md).
image-check: .venv/dev.stamp
	@command -v buildah >/dev/null && command -v debootstrap >/dev/null \
	  || { apt-get update -qq \
	       && apt-get install -qqy --no-install-recommends buildah debootstrap >/dev/null; }
	@$(BIN)/python -m bench.image $(ARGS)

# What pages ask for, compressed: many seconds, so only where something has changed.
var/static/staticfiles.json: $(shell find static) digitsite/storage.py digitsite/static_files.py .venv/serve.stamp | .env
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "digitsite needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "digitsite needs Python's venv, which Debian and Ubuntu ship apart:" \
	       "apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/bin/uv: | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  "$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements/dev.in)"

.venv/serve.stamp: requirements/serve.txt | .venv/bin/python
	@echo "Installing what serving needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/train.stamp: requirements/train.txt | .venv/bin/python
	@echo "Installing TensorFlow ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/serve.stamp
	@echo "Start the workers anew (make run), and they fine-tune."

# Not compiled: of its 15,000 modules most are never imported.
.venv/dev.stamp: requirements/dev.txt | .venv/bin/python
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $<
	@touch $@ .venv/serve.stamp .venv/train.stamp

# A newcomer's settings; a deployment sets its own in the environment.
.env:
	@mkdir -p var
	@umask 077 && printf '%s\n' \
	  "SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	  "DATABASE_URL=sqlite:///var/digitsite.sqlite3" \
	  "ALLOWED_HOSTS=localhost,127.0.0.1" \
	  "HTTPS=0" > $@
	@echo "Wrote .env: an SQLite database under var/, a secret, local hosts."
