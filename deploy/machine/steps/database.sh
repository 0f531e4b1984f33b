# shellcheck shell=sh
# The database: PostgreSQL on this machine, unless the settings name another.

# Its users are the system's: nobody else becomes digitsite, so there is no password.
LOCAL_DATABASE=postgres:///digitsite

# Print where the database is to be; nothing where it is still to be decided.
database_url() {
  url=$DATABASE_URL
  [ ! -f "$ETC/env" ] || url=$(setting DATABASE_URL)
  [ "$url" = "$LOCAL_DATABASE" ] || printf '%s' "$url"
}

prepare_database() {
  [ -z "$(database_url)" ] || return 0
  start_postgresql
  as_postgres psql -qtAc "SELECT 1 FROM pg_roles WHERE rolname = 'digitsite'" | grep -q 1 \
    || as_postgres createuser digitsite
  as_postgres psql -qtAc "SELECT 1 FROM pg_database WHERE datname = 'digitsite'" | grep -q 1 \
    || as_postgres createdb --owner=digitsite --encoding=UTF8 --template=template0 digitsite
}

start_postgresql() {
  if has_systemd; then
    systemctl enable --quiet --now postgresql
  else
    cluster=$(pg_lsclusters --no-header | awk '{ print $1, $2; exit }')
    # shellcheck disable=SC2086  # its version and its name
    pg_ctlcluster $cluster status >/dev/null 2>&1 || {
      pg_ctlcluster $cluster start
      # Nothing of an image that is being built goes on running.
      trap 'pg_ctlcluster $cluster stop' EXIT
    }
  fi
  attempts=0
  until as_postgres psql -qtAc 'SELECT 1' >/dev/null 2>&1; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 30 ] || fail "PostgreSQL does not answer: journalctl -u 'postgresql*'"
    sleep 1
  done
}

as_postgres() (
  cd /
  runuser -u postgres -- "$@"
)
