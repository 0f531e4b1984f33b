#!/usr/bin/env bash
# What is to be so before a release is tagged; make release-check runs it.
#
#   deploy/release_check.sh [--without-tests]
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(.venv/bin/python -c 'from digitsite.release import VERSION; print(VERSION)')
port=${PORT:-8765}
folder=$(mktemp -d)
site=
stop_site() {
  [ -z "$site" ] || { kill "$site"; wait "$site" || true; }
  site=
}
trap 'stop_site; rm -rf "$folder"' EXIT
fail() { echo "release-check: $*" >&2; exit 1; }
step() { echo "== $*"; }

step "The release $version"
[ -z "$(git status --porcelain)" ] || fail "Commit what has changed first."
grep -Eq "^## $version \([0-9]{4}-[0-9]{2}-[0-9]{2}\)$" CHANGELOG.md \
  || fail "CHANGELOG.md has no heading '## $version (its day)'."
! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null \
  || fail "There is a tag v$version already: raise the version in pyproject.toml."

step "A fresh clone answers a drawing by make run"
git clone --quiet . "$folder/clone"
cd "$folder/clone"
export PORT=$port
unset DATABASE_URL SECRET_KEY ALLOWED_HOSTS HTTPS
make migrate
make run & site=$!
address=http://127.0.0.1:$port
for _ in $(seq 120); do
  curl --silent --fail --output /dev/null "$address/readyz" && break
  sleep 1
done
curl --silent --fail-with-body -F image=@tests/data/seven.png "$address/api/v1/predictions/" \
  | grep '"digit": *7' >/dev/null || fail "It did not read a seven."
stop_site

step "Django finds nothing to say about a deployment"
SECRET_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
  DATABASE_URL=sqlite:// ALLOWED_HOSTS=digits.example HTTPS=1 NUM_PROXIES=1 \
  .venv/bin/python manage.py check --deploy --fail-level WARNING

if [ "${1:-}" != --without-tests ]; then
  step "The whole suite"
  CI=true make test
fi

step "Licences of what ships, and what it consists of"
make licences sbom
cd "$OLDPWD"
mkdir -p var
cp "$folder/clone/var/digitsite-$version.cdx.json" var/

step "What is known of the packages"
.venv/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/serve.txt

echo "Ready: git tag v$version. What it consists of is in var/digitsite-$version.cdx.json."
