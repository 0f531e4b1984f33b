# shellcheck shell=sh
# systemd's units: installed always, started where systemd runs.

install_units() {
  for unit in "$HERE"/systemd/digitsite*.*; do
    [ -d "$unit" ] || put "$unit" "/etc/systemd/system/$(basename "$unit")"
  done
  # systemd reads a drop-in of digitsite-.service for each unit digitsite-*.service.
  for name in digitsite digitsite-; do
    put "$HERE/systemd/hardening.conf" "/etc/systemd/system/$name.service.d/hardening.conf"
  done
  allow_backups >/etc/systemd/system/digitsite-.service.d/backups.conf
  put "$HERE/systemd/journald.conf" /etc/systemd/journald.conf.d/digitsite.conf
  # shellcheck disable=SC2046  # one word each
  systemctl enable --quiet digitsite.socket digitsite-backup.timer $(services)
  for unit in digitsite-train-worker.service digitsite-beat.service; do
    services | grep -qx "$unit" || ! systemctl is-enabled --quiet "$unit" \
      || systemctl disable --quiet --now "$unit"
  done
}

# A drop-in by which services may write where BACKUP_TO is a folder.
allow_backups() {
  echo '[Service]'
  setting BACKUP_TO | sed -n 's/%/%%/g; s|^/.*|ReadWritePaths="-&"|p'
}

services() {
  echo digitsite.service
  echo digitsite-worker.service
  [ "$TRAIN" = 0 ] || echo digitsite-train-worker.service
  ! grep -q '^SCHEDULE_' "$ETC/env" || echo digitsite-beat.service
}

# Start the release that `current` names; visitors wait at the socket meanwhile.
start_services() {
  has_systemd || return 0
  systemctl daemon-reload
  systemctl start digitsite.socket digitsite-backup.timer || return 1
  # shellcheck disable=SC2046  # one word each
  systemctl restart $(services) || return 1
  wait_until_ready
}

wait_until_ready() {
  attempts=0
  until curl -fsS -o /dev/null --max-time 10 http://127.0.0.1:8000/readyz 2>/dev/null; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 30 ] || return 1
    sleep 1
  done
}
