#!/bin/sh
# Tries install.sh on a machine of its own: Debian or Ubuntu with systemd, in a container.
#
#     deploy/machine/try.sh [bookworm|trixie|noble] [caddy|nginx] [by-hand|image]
#
# MIRROR in the environment is where debootstrap has the packages from, by default where it
# has Debian's from.
#
# Needs root, debootstrap, systemd-container, curl, ports 80, 443 and 8000, and 3 GB in
# /var/tmp. Installs this checkout's last commit, draws over HTTPS, brings it up to a
# next release and back while visitors draw, tries a release that does not start, and
# starts the machine anew. Prints how long each took; stops at the first failure.
# by-hand installs by the guide's ten commands, with Caddy, and image before the machine
# starts; both only draw then.
set -eu
umask 022

SUITE=${1:-bookworm}
PROXY=${2:-caddy}
HOW=${3:-by-script}
DOMAIN=digits.test
WORK=$(mktemp -d /var/tmp/digitsite-try.XXXXXX)
ROOT=$WORK/root
CHECKOUT=$(cd "$(dirname "$0")/../.." && pwd)

main() {
  trap halt_machine EXIT
  step "debootstrap $SUITE" make_machine
  [ "$HOW" = image ] || boot_machine
  step "from clone to an answered drawing, $PROXY, $HOW" clone_and_install
  step "a backup" back_up
  [ "$HOW" != by-script ] || try_upgrades
  say "memory of all processes: $(measure_memory) MB"
  step "the machine starts anew" restart_machine
  say "All well. The log of the installation: $WORK/install.log"
}

try_upgrades() {
  step "install.sh again, which changes nothing" install_release release
  allow_many_drawings
  step "upgrade while visitors draw" with_visitors upgrade
  step "way back while visitors draw" with_visitors go_back
  step "a release that does not start" refuse_broken_release
}

say() { printf '%s\n' "$*"; }

step() {
  name=$1
  shift
  started=$(date +%s)
  "$@"
  say "$name: $(($(date +%s) - started)) s"
}

make_machine() {
  set -- --variant=minbase --include=systemd-sysv,dbus,ca-certificates,iproute2
  case "$SUITE" in
    bookworm | trixie) set -- "$@" "$SUITE" "$ROOT" ${MIRROR:+"$MIRROR"} ;;
    # gutsy: the script of all Ubuntus, which debootstrap may not know by name yet
    *) set -- --components=main,universe "$@" "$SUITE" "$ROOT" "${MIRROR:?names a mirror of Ubuntu}" gutsy ;;
  esac
  debootstrap "$@" >"$WORK/debootstrap.log"
  cp /etc/resolv.conf /etc/hosts "$ROOT/etc/"
  cp /etc/ssl/certs/ca-certificates.crt "$ROOT/etc/ssl/certs/of-host.crt"
}

# Run the container in the place of this shell.
container() {
  exec systemd-nspawn --quiet --register=no --keep-unit --resolv-conf=off --timezone=off \
    --directory "$ROOT" --bind "$WORK:/try" "$@"
}

boot_machine() {
  container --boot >"$WORK/boot.log" 2>&1 &
  NSPAWN=$!
  until LEADER=$(pgrep -P "$NSPAWN") && inside systemctl is-system-running 2>/dev/null \
    | grep -Eq 'running|degraded'; do
    kill -0 "$NSPAWN" && sleep 1
  done
}

halt_machine() {
  [ -z "${NSPAWN:-}" ] || { kill "$NSPAWN" && wait "$NSPAWN"; } 2>/dev/null || true
}

# Run a command on the machine; before it has started, in its files alone.
inside() {
  set -- env -i HOME=/root PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DOMAIN="$DOMAIN" \
    PROXY="$PROXY" TLS=internal PIP_CERT=/etc/ssl/certs/of-host.crt "$@"
  if [ -n "${LEADER:-}" ]; then
    nsenter --target "$LEADER" --mount --uts --ipc --pid --root --wd "$@"
  else
    (container --as-pid2 "$@")
  fi
}

install_release() { inside "/try/$1/deploy/machine/install.sh" >>"$WORK/install.log" 2>&1; }

install_by_hand() { inside sh -euc "cd /try/release; $(ten_commands)" >>"$WORK/install.log" 2>&1; }

# The guide's, for a network without a public name.
ten_commands() {
  sed -n '/^## By hand/,/^## What/s/^    //p' "$WORK/release/docs/deploy/machine.md" \
    | sed -e "s/digits\.example/$DOMAIN/" -e 's| -e /internal\$/d||'
}

clone_and_install() {
  git clone --quiet --depth 1 "file://$CHECKOUT" "$WORK/release"
  case "$HOW" in
    by-hand) install_by_hand ;;
    *) install_release release ;;
  esac || { tail "$WORK/install.log"; return 1; }
  [ "$HOW" != image ] || boot_machine
  wait_for_page
  inside /opt/digitsite/current/.venv/bin/python -c '
from PIL import Image, ImageDraw
page = Image.new("L", (280, 280), 255)
ImageDraw.Draw(page).line([(90, 60), (190, 60), (130, 220)], 0, 16, "curve")
page.save("/try/seven.png")'
  [ "$(draw)" = 201 ]
  grep -q '"digit":7' "$WORK/answer"
}

# Ask the site over HTTPS, whose certificate is checked; prints the status.
ask() {
  authority=$ROOT/etc/digitsite/tls/fullchain.pem
  [ "$PROXY" = nginx ] \
    || authority=$ROOT/var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt
  curl --silent --cacert "$authority" --resolve "$DOMAIN:443:127.0.0.1" --max-time 90 \
    --write-out '%{http_code}\n' "$@" || say failed
}

# Post a drawing, and keep the answer in a file.
draw() {
  ask --output "${1:-$WORK/answer}" --header 'Content-Type: image/png' \
    --data-binary "@$WORK/seven.png" "https://$DOMAIN/api/v1/predictions/"
}

wait_for_page() {
  until [ "$(ask --output /dev/null "https://$DOMAIN/readyz")" = 200 ]; do sleep 1; done
}

back_up() {
  inside systemctl start digitsite-backup
  inside digitsite backup --verify
}

allow_many_drawings() {
  echo THROTTLE_ANON= >>"$ROOT/etc/digitsite/env"
  inside systemctl restart digitsite
}

# Run a step while four visitors draw, of whom nobody may see a failure.
with_visitors() {
  : >"$WORK/statuses"
  touch "$WORK/open"
  for visitor in 1 2 3 4; do
    while [ -e "$WORK/open" ]; do
      draw "$WORK/answer.$visitor" >>"$WORK/statuses"
      sleep 0.1
    done &
    visitors="${visitors:-} $!"
  done
  "$@"
  rm "$WORK/open"
  # shellcheck disable=SC2086  # one process each
  wait $visitors
  visitors=''
  sort "$WORK/statuses" | uniq -c
  ! grep -qvx 201 "$WORK/statuses"
}

upgrade() {
  cp -a "$WORK/release" "$WORK/next"
  sed -i 's/^version = ".*"/version = "99.0.0"/' "$WORK/next/pyproject.toml"
  install_release next
  answers 99.0.0
}

go_back() {
  inside /opt/digitsite/current/deploy/machine/install.sh --back >>"$WORK/install.log"
  ! answers 99.0.0
}

answers() { [ "$(basename "$(readlink "$ROOT/opt/digitsite/current")")" = "$1" ]; }

# What each process has to itself, and its share of what several have.
measure_memory() {
  inside sh -c 'cat /proc/[0-9]*/smaps_rollup' 2>/dev/null \
    | awk '/^Pss:/ { sum += $2 } END { print int(sum / 1000) }'
}

refuse_broken_release() {
  cp -a "$WORK/release" "$WORK/broken"
  echo 'raise SystemExit("broken on purpose")' >>"$WORK/broken/gunicorn.conf.py"
  if install_release broken; then return 1; fi
  grep -q 'did not become ready' "$WORK/install.log"
  [ "$(draw)" = 201 ]
}

restart_machine() {
  halt_machine
  boot_machine
  wait_for_page
  [ "$(draw)" = 201 ]
}

main
