# shellcheck shell=sh
# What is asked for, checked before anything is changed.

check_machine() {
  [ "$(id -u)" = 0 ] || fail "Run it as root: sudo DOMAIN=... $0"
  command -v apt-get >/dev/null || fail "This is no Debian or Ubuntu: apt-get is missing."
  [ -f "$SOURCE/manage.py" ] || fail "$SOURCE is no digitsite release."
}

# Two at once would build into one folder. The lock goes with the process.
take_lock() {
  exec 9>/run/digitsite-install.lock
  flock -n 9 || fail "Another install.sh is running."
}

# The environment wins over what was given the last time.
read_parameters() {
  given_domain=${DOMAIN:-} given_proxy=${PROXY:-} given_tls=${TLS:-}
  given_email=${ADMIN_EMAIL-unset} given_train=${TRAIN:-}
  DOMAIN='' PROXY=caddy TLS=automatic ADMIN_EMAIL='' TRAIN=0
  # shellcheck source=/dev/null
  [ ! -f "$ETC/machine" ] || . "$ETC/machine"
  DOMAIN=${given_domain:-$DOMAIN} PROXY=${given_proxy:-$PROXY} TLS=${given_tls:-$TLS}
  TRAIN=${given_train:-$TRAIN}
  [ "$given_email" = unset ] || ADMIN_EMAIL=$given_email
  DATABASE_URL=${DATABASE_URL:-} BACKUP_TO=${BACKUP_TO:-}
}

check_parameters() {
  [ -n "$DOMAIN" ] || fail "DOMAIN is not set: DOMAIN=digits.example $0"
  is_like "$DOMAIN" '[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*' \
    || fail "DOMAIN is '$DOMAIN'; use a name like digits.example, no scheme, port or path."
  is_like "$PROXY" 'caddy|nginx' || fail "PROXY is '$PROXY'; use caddy or nginx."
  is_like "$TLS" 'automatic|internal' || fail "TLS is '$TLS'; use automatic or internal."
  is_like "$TRAIN" '0|1' || fail "TRAIN is '$TRAIN'; use 0 or 1."
  is_like "$ADMIN_EMAIL" '|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+' \
    || fail "ADMIN_EMAIL is '$ADMIN_EMAIL'; use an address like anna@digits.example."
  # What the file of settings can hold as it is: no spaces, quotes, backslashes, #.
  plain="[^[:space:]\"'\\\\#]+"
  is_like "$DATABASE_URL" "|postgres(ql)?://$plain" \
    || fail "DATABASE_URL is not postgres://user:password@host/name without spaces, quotes and #; in a password, # is %23."
  is_like "$BACKUP_TO" "|/$plain|s3://$plain" \
    || fail "BACKUP_TO is '$BACKUP_TO'; use a folder like /srv/backups, or s3://bucket/prefix."
  check_settings
  check_ports
  check_space
}

# Settings are the operator's: what contradicts them is said, not overwritten.
check_settings() {
  [ -f "$ETC/env" ] || return 0
  case ",$(setting ALLOWED_HOSTS | tr -d ' ')," in
    *,"$DOMAIN",* | *,."$DOMAIN",* | *,."${DOMAIN#*.}",*) ;;
    *) fail "ALLOWED_HOSTS in $ETC/env lacks $DOMAIN; add it there first." ;;
  esac
  [ -z "$DATABASE_URL" ] || [ "$DATABASE_URL" = "$(setting DATABASE_URL)" ] \
    || fail "DATABASE_URL in $ETC/env is another; change it there, and leave it out here."
  [ -z "$BACKUP_TO" ] || [ "$BACKUP_TO" = "$(setting BACKUP_TO)" ] \
    || fail "BACKUP_TO in $ETC/env is another; change it there, and leave it out here."
}

check_ports() {
  command -v ss >/dev/null || return 0
  for port in 80 443 8000; do
    holder=$(ss -Hltnp "sport = :$port" | sed -n 's/.*users:(("\([^"]*\)".*/\1/p' | head -n 1)
    case "$port $holder" in
      *' ' | "80 $PROXY" | "443 $PROXY" | '8000 systemd') continue ;;
      # Ours, unless somebody started it by hand.
      '8000 gunicorn') systemctl is-active --quiet digitsite.socket && continue ;;
    esac
    fail "Port $port is $holder's; stop that for good first, a service by systemctl disable --now."
  done
}

check_space() {
  needed=$((TRAIN ? 6000 : 2000)) # MB, with the packages
  free=$(df -Pm /opt | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$needed" ] || fail "/opt has $free MB free; $needed are needed."
}

# Whether a value is one line that the pattern matches whole.
is_like() {
  [ "$(printf '%s' "$1" | wc -l)" = 0 ] && printf '%s\n' "$1" | grep -Eqx "$2"
}
