# shellcheck shell=sh
# Packages, the user, folders, and the two files of settings.

install_packages() {
  say "Installing packages ..."
  packages="python3 python3-venv ca-certificates curl openssl systemd postgresql-client $PROXY"
  [ -n "$(database_url)" ] || packages="$packages postgresql"
  [ "$PROXY-$TLS" != nginx-automatic ] || packages="$packages certbot"
  apt-get update -qq || fail "apt-get update failed; nothing was changed."
  # A file that was changed stays (confold); dpkg's question would be asked unseen.
  # shellcheck disable=SC2086  # one word each
  apt-get install -qqy --no-install-recommends -o Dpkg::Options::=--force-confold \
    $packages >/dev/null \
    || fail "apt-get install $packages failed; the site is as it was."
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    || fail "$(python3 --version) is too old: 3.11 or newer comes with Debian 12, Ubuntu 24.04."
}

make_user_and_folders() {
  id digitsite >/dev/null 2>&1 || useradd --system --user-group \
    --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin digitsite
  install -d "$OPT" "$OPT/releases" "$ETC"
  install -d -o digitsite -g digitsite -m 0750 "$STATE" "$BACKUPS"
  install -m 0755 "$HERE/digitsite" /usr/local/bin/digitsite
  cat >"$ETC/machine" <<MACHINE
# What install.sh was last given.
DOMAIN=$DOMAIN
PROXY=$PROXY
TLS=$TLS
ADMIN_EMAIL=$ADMIN_EMAIL
TRAIN=$TRAIN
MACHINE
}

# The site's settings, once: from then on they are the operator's.
write_settings() {
  [ ! -f "$ETC/env" ] || return 0
  (
    umask 077
    cat >"$ETC/env.new" <<ENV
# Settings of the site: docs/operating.md. Then: systemctl restart digitsite digitsite-worker
SECRET_KEY=$(new_secret)
DATABASE_URL=${DATABASE_URL:-$LOCAL_DATABASE}
ALLOWED_HOSTS=$DOMAIN
NUM_PROXIES=1
STATE_DIR=$STATE
BACKUP_TO=${BACKUP_TO:-$BACKUPS}
METRICS=key
METRICS_KEY=$(new_secret)
ENV
  )
  chown root:digitsite "$ETC/env.new"
  chmod 0640 "$ETC/env.new"
  mv "$ETC/env.new" "$ETC/env"
}

# Where backups go, if that is a folder; it may be another disk's.
make_backups_folder() {
  folder=$(setting BACKUP_TO)
  [ "${folder#/}" != "$folder" ] || return 0
  [ -d "$folder" ] || install -d -o digitsite -g digitsite -m 0750 "$folder"
  runuser -u digitsite -- test -w "$folder" \
    || fail "BACKUP_TO is $folder, where digitsite may not write: chown digitsite $folder"
}

new_secret() { python3 -c 'import secrets; print(secrets.token_urlsafe(50))'; }
