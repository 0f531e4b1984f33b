#!/bin/sh
# shellcheck source-path=SCRIPTDIR
# Installs digitsite on this machine, or brings it up to this release:
#
#     DOMAIN=digits.example deploy/machine/install.sh
#
# Run it as root, on Debian 12 or Ubuntu 24.04 or newer, from an unpacked release. What
# was installed stays as it is until the new release is built and its database migrated;
# where it does not become ready, the release before answers again. Run it as often as
# you like; `install.sh --back` goes back to the release before. docs/deploy/machine.md.
#
# From the environment; what was given is remembered in /etc/digitsite/machine:
#   DOMAIN        the name that visitors type; required the first time
#   PROXY         caddy (default) or nginx
#   TLS           automatic (default: Let's Encrypt), or internal: a certificate made here
#   ADMIN_EMAIL   whom Let's Encrypt writes to; may be empty
#   TRAIN         1: install TensorFlow and a worker that fine-tunes, which takes 2 GB
# and only the first time, since the settings in /etc/digitsite/env are the operator's:
#   DATABASE_URL  a PostgreSQL elsewhere; empty: one on this machine
#   BACKUP_TO     where backups go; empty: /var/backups/digitsite
set -eu
umask 022
unset CDPATH
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

SOURCE=$(cd "$(dirname "$0")/../.." && pwd)
HERE=$SOURCE/deploy/machine
ETC=/etc/digitsite
OPT=/opt/digitsite
STATE=/var/lib/digitsite
BACKUPS=/var/backups/digitsite

# shellcheck source=steps/tools.sh
. "$HERE/steps/tools.sh"
# shellcheck source=steps/parameters.sh
. "$HERE/steps/parameters.sh"
# shellcheck source=steps/system.sh
. "$HERE/steps/system.sh"
# shellcheck source=steps/database.sh
. "$HERE/steps/database.sh"
# shellcheck source=steps/release.sh
. "$HERE/steps/release.sh"
# shellcheck source=steps/units.sh
. "$HERE/steps/units.sh"
# shellcheck source=steps/proxy.sh
. "$HERE/steps/proxy.sh"

main() {
  case "$*" in
    '' | --back) ;;
    *) fail "There is no '$*': give nothing, or --back. Its first lines say the rest." ;;
  esac
  check_machine
  take_lock
  read_parameters
  if [ "$*" = --back ]; then
    go_back
    return
  fi
  check_parameters
  install_packages
  make_user_and_folders
  write_settings
  make_backups_folder
  prepare_database
  build_release
  migrate_database
  install_units
  switch_to "$RELEASE"
  install_proxy
  remove_old_releases
  tell_what_to_do_next
}

main "$@"
