# shellcheck shell=sh
# What the other steps use.

say() { printf '%s\n' "$*"; }

fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

# Whether services can be started; in a chroot or while an image is built, they cannot.
has_systemd() { [ -d /run/systemd/system ]; }

# Print the value of a setting of the site.
setting() { sed -n "s/^$1=//p" "$ETC/env" | tail -n 1 | tr -d "\"'"; }

# Run manage.py of a release as the site's user, with what services have: the settings
# in the file alone, nothing of this shell's environment.
manage() (
  folder=$1
  shift
  cd "$folder" || exit
  runuser -u digitsite -- env -i HOME="$STATE" LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin \
    "$folder/.venv/bin/python" manage.py "$@"
)

# Put a file where it belongs, unless the operator changed the one that is there.
put() {
  new=$1 target=$2
  written=$ETC/written/$(printf '%s' "$target" | tr / _)
  mkdir -p "$ETC/written" "$(dirname "$target")"
  if [ ! -e "$target" ] || cmp -s "$target" "$written" || is_packaged "$target"; then
    install -m 0644 "$new" "$target"
    rm -f "$target.new"
  elif ! cmp -s "$new" "$target" && ! cmp -s "$new" "$written"; then
    install -m 0644 "$new" "$target.new"
    say "$target was changed by hand and stays; the release's is $target.new"
  fi
  install -m 0644 "$new" "$written"
}

# Whether a file is as its package brought it.
is_packaged() {
  dpkg-query --show --showformat='${Conffiles}\n' caddy 2>/dev/null \
    | grep -q " $1 $(md5sum <"$1" | cut -d ' ' -f 1)"
}
