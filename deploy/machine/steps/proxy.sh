# shellcheck shell=sh
# The proxy that speaks HTTPS with visitors.

install_proxy() {
  settings=$(mktemp)
  case "$PROXY" in
    caddy) install_caddy ;;
    nginx) install_nginx ;;
  esac
  rm -f "$settings"
}

install_caddy() {
  fill_in "$HERE/caddy/Caddyfile" >"$settings"
  [ -n "$ADMIN_EMAIL" ] || sed -i '/^\temail /d' "$settings"
  [ "$TLS" = internal ] || sed -i '/^\ttls internal$/d' "$settings"
  caddy validate --config "$settings" --adapter caddyfile >/dev/null 2>&1 \
    || fail "Caddy refuses its settings: caddy validate --config $settings --adapter caddyfile"
  put "$settings" /etc/caddy/Caddyfile
  ! has_systemd || systemctl reload-or-restart caddy || fail "Caddy does not start: journalctl -u caddy"
  systemctl enable --quiet caddy
}

install_nginx() {
  site=/etc/nginx/sites-available/digitsite enabled=/etc/nginx/sites-enabled/digitsite
  install -d /var/lib/digitsite-acme
  make_certificate
  fill_in "$HERE/nginx/digitsite.conf" >"$settings"
  rm -f /etc/nginx/sites-enabled/default # it answers at port 80, too
  ln -sfn "$settings" "$enabled"
  nginx -t -q || wrong=yes
  if [ -e "$site" ]; then ln -sfn "$site" "$enabled"; else rm "$enabled"; fi
  [ -z "${wrong:-}" ] || fail "nginx refuses the settings: mend what it names, and run it again."
  put "$settings" "$site"
  ln -sfn "$site" "$enabled"
  ! has_systemd || systemctl reload-or-restart nginx || fail "nginx does not start: journalctl -u nginx"
  systemctl enable --quiet nginx
  [ "$TLS" = internal ] || ask_for_certificate
}

# The template with what is this site's.
fill_in() {
  sed -e "s/@DOMAIN@/$DOMAIN/g" -e "s/@ADMIN_EMAIL@/$ADMIN_EMAIL/" \
    -e "s/@MAX_BODY@/$(largest_body)/" "$1"
}

# From how many bytes on the site itself receives no body (digitsite/web_worker.py). What
# has fewer and is too large for its address, it refuses in the visitor's language.
largest_body() {
  batch=$(setting MAX_BATCH_BYTES) picture=$(setting MAX_PICTURE_BYTES)
  printf '%s\n' "$((${batch:-16000000} + 1))" "$((20 * ${picture:-1000000} + 100000))" \
    | sort -n | tail -n 1
}

# One made here, so that nginx starts; certbot's takes its place.
make_certificate() {
  install -d -m 0750 "$ETC/tls"
  [ ! -e "$ETC/tls/fullchain.pem" ] || return 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj "/CN=$DOMAIN" -addext "subjectAltName=DNS:$DOMAIN" \
    -keyout "$ETC/tls/privkey.pem" -out "$ETC/tls/fullchain.pem" 2>/dev/null \
    || fail "openssl could not make a certificate."
}

ask_for_certificate() {
  command="certbot certonly --webroot -w /var/lib/digitsite-acme -d $DOMAIN --agree-tos -n"
  command="$command --deploy-hook $OPT/current/deploy/machine/nginx/use-certificate"
  if [ -n "$ADMIN_EMAIL" ]; then
    command="$command -m $ADMIN_EMAIL"
  else
    command="$command --register-unsafely-without-email"
  fi
  { has_systemd && $command --quiet; } \
    || say "No certificate yet: visitors are warned. Let $DOMAIN lead here, then: $command"
}

tell_what_to_do_next() {
  if has_systemd; then
    say "digitsite $(basename "$RELEASE") answers at https://$DOMAIN/"
  else
    say "digitsite $(basename "$RELEASE") is installed, and starts with the machine."
  fi
  say "A first account for the admin: sudo digitsite createsuperuser"
  say "Settings: $ETC/env, then: sudo systemctl restart digitsite digitsite-worker"
}
