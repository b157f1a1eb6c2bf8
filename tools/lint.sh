#!/bin/sh
# Everything that can be wrong without running the site. Usage: lint.sh BIN
set -eu
bin=$1

step() { printf '\n== %s ==\n' "$1"; }

step "ruff"
"$bin/ruff" check .
"$bin/ruff" format --check .

step "types"
"$bin/mypy"

step "import contracts"
"$bin/lint-imports" --no-cache

step "templates"
"$bin/djlint" --lint --quiet src

step "settings, as in production"
SECRET_KEY=$("$bin/python" -c 'import secrets; print(secrets.token_urlsafe(64))') \
ALLOWED_HOSTS=lotsa.example LOTSA_ORIGIN=https://lotsa.example \
LOTSA_SMTP_URL=smtp://mail.lotsa.example:25 LOTSA_MAIL_FROM=lotsa@lotsa.example DJANGO_SETTINGS_MODULE=config.settings.prod \
    "$bin/python" manage.py check --deploy --fail-level WARNING

step "migrations"
DJANGO_SETTINGS_MODULE=config.settings.test "$bin/python" manage.py makemigrations --check --dry-run

step "architecture"
"$bin/python" -m pytest -q tests/architecture
