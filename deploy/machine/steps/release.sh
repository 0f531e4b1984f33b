# shellcheck shell=sh
# Releases: each in a folder of its own, of which `current` names the one that answers.

# Build the release beside the one that answers; RELEASE is its folder.
build_release() {
  version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$SOURCE/pyproject.toml" | head -n 1)
  requirements=$(list_requirements)
  fingerprint=$({ pack_source; echo "$requirements"; python3 --version; } | sha256sum | cut -c 1-12)
  RELEASE=$OPT/releases/$version
  if is_built "$RELEASE" && ! is_this "$RELEASE"; then
    RELEASE=$RELEASE+$fingerprint # the same version with another content
  fi
  if is_this "$RELEASE"; then
    say "Release $(basename "$RELEASE") is built already."
    return
  fi
  say "Building release $(basename "$RELEASE") ..."
  rm -rf "$RELEASE"
  mkdir "$RELEASE"
  pack_source | tar -x -C "$RELEASE" --no-same-owner
  ln -s "$ETC/env" "$RELEASE/.env" # for its commands; services are given it by systemd
  python3 -m venv "$RELEASE/.venv"
  # shellcheck disable=SC2086  # several options
  (cd "$RELEASE" && .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes --no-cache-dir $requirements) \
    || fail "pip could not install $requirements; the site is as it was."
  "$RELEASE/.venv/bin/python" -m compileall -q "$RELEASE"/[!.]* || true
  "$RELEASE/.venv/bin/python" "$RELEASE/manage.py" collectstatic --noinput --verbosity 0
  manage "$RELEASE" check --deploy --fail-level WARNING >/dev/null
  echo "$fingerprint" >"$RELEASE/.built"
}

# What the site's settings need of packages, as pip's options.
list_requirements() {
  echo -r requirements/serve.txt
  [ "$TRAIN" = 0 ] || echo -r requirements/train.txt
  case "$(setting BACKUP_TO)" in
    s3://*) echo -r requirements/s3.txt ;;
  esac
}

# The code as one file whose bytes depend on nothing but its content. The site's user
# may read it, whatever umask it was unpacked under.
pack_source() {
  tar -c -C "$SOURCE" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --mode=u=rwX,go=rX \
    --exclude-vcs --exclude=./.venv --exclude=./.env --exclude=./.built --exclude=./var \
    --exclude=./tests --exclude=./bench --exclude=__pycache__ .
}

is_built() { [ -f "$1/.built" ]; }

is_this() { [ "$(cat "$1/.built" 2>/dev/null)" = "$fingerprint" ]; }

# Old code survives new tables, so the release before goes on answering meanwhile; it
# makes the backup, since the new one's code may want tables that are not there yet.
migrate_database() {
  if ! manage "$RELEASE" migrate --check --verbosity 0 >/dev/null; then
    [ ! -e "$OPT/current" ] || manage "$(readlink -e "$OPT/current")" backup \
      || fail "backup failed, so nothing was migrated: look at BACKUP_TO in $ETC/env."
  fi
  say "Migrating the database ..."
  manage "$RELEASE" migrate --noinput --verbosity 0 \
    || fail "migrate failed; the release before goes on answering. Run install.sh again."
}

# Let a release answer; where it does not become ready, the one before does again.
switch_to() {
  set -- "$(readlink -e "$1")" # its own path, where a folder above is a link
  before=$(readlink -e "$OPT/current" || true)
  point current "$1"
  if ! start_services; then
    if [ -n "$before" ] && [ "$before" != "$1" ]; then
      point current "$before"
      start_services && say "$(basename "$before") answers again."
    fi
    fail "$(basename "$1") did not become ready: journalctl -u digitsite -n 50"
  fi
  [ -z "$before" ] || [ "$before" = "$1" ] || point previous "$before"
}

# Change a link at one stroke.
point() {
  ln -sfn "$2" "$OPT/$1.new"
  mv -Tf "$OPT/$1.new" "$OPT/$1"
}

go_back() {
  release=$(readlink -e "$OPT/previous") || fail "There is no release before this one."
  switch_to "$release"
  say "$(basename "$release") answers. The same again returns to $(basename "$before")."
}

# Those that neither answer nor are the way back.
remove_old_releases() {
  for folder in "$(readlink -e "$OPT")"/releases/*; do
    [ "$folder" = "$(readlink -e "$OPT/current")" ] \
      || [ "$folder" = "$(readlink -e "$OPT/previous")" ] \
      || rm -rf "$folder"
  done
}
