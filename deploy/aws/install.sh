#!/bin/bash
# Makes this EC2 machine the stack's own: its address, its volume, the site, its metrics.
#
# The stack's user data runs it from the release that it fetched, and each upgrade runs
# that of the new release; what is done already is left as it is. What it needs to know
# the user data has written to /etc/digitsite-aws. docs/deploy/aws.md
set -euo pipefail
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
here=$(cd "$(dirname "$0")" && pwd)
data=/srv/digitsite
# shellcheck source=/dev/null
. /etc/digitsite-aws
export AWS_DEFAULT_REGION=$REGION

main() {
  if ! mountpoint --quiet "$data"; then
    command -v aws >/dev/null || snap install aws-cli --classic
    take_address
    take_volume
    add_users
    mount_folders
    adopt_database
  fi
  install_site
  back_up_into_bucket
  install -m 0755 "$here/measure.sh" /usr/local/sbin/digitsite-measure
  echo '*/5 * * * * root /usr/local/sbin/digitsite-measure' >/etc/cron.d/digitsite-measure
}

take_address() {
  echo "Taking the address $ADDRESS ..."
  aws ec2 associate-address --allocation-id "$ADDRESS" --instance-id "$(instance_id)" \
    --allow-reassociation
}

take_volume() {
  echo "Taking the volume $VOLUME ..."
  disk=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VOLUME//-/}
  machine=$(instance_id)
  # A machine that is being replaced may still hold it for some minutes.
  try 60 10 aws ec2 attach-volume --volume-id "$VOLUME" --instance-id "$machine" \
    --device /dev/sdf
  try 60 2 test -e "$disk"
  # Only what is empty is formatted: blkid answers 2 where it finds nothing at all.
  status=0
  blkid --probe "$disk" || status=$?
  [ "$status" != 2 ] || mkfs.ext4 -q "$disk"
}

# Their numbers are fixed, since the files of the volume outlive this machine.
add_users() {
  add_user digitsite 801 /var/lib/digitsite /usr/sbin/nologin
  add_user postgres 802 /var/lib/postgresql /bin/bash
  add_user caddy 803 /var/lib/caddy /usr/sbin/nologin
}

add_user() {
  groupadd --system --gid "$2" "$1"
  useradd --system --uid "$2" --gid "$2" --home-dir "$3" --shell "$4" "$1"
}

mount_folders() {
  mkdir -p "$data"
  echo "$disk $data ext4 defaults,x-systemd.growfs 0 2" >>/etc/fstab
  mount "$data"
  for folder in etc/digitsite var/lib/digitsite var/lib/postgresql var/lib/caddy; do
    mkdir -p "$data/$folder" "/$folder"
    echo "$data/$folder /$folder none bind 0 0" >>/etc/fstab
    mount "/$folder"
  done
  chown digitsite: /var/lib/digitsite
  chown postgres: /var/lib/postgresql
  chown caddy: /var/lib/caddy
}

# Debian's package neither makes nor adopts a cluster where there are files of one, so
# its settings come first. They are a copy, since systemd looks for clusters before it
# mounts anything.
adopt_database() {
  for cluster in "$data"/etc/postgresql/*; do
    [ -e "$cluster" ] || continue
    echo "Adopting the database of PostgreSQL $(basename "$cluster") ..."
    cp -a "$data/etc/postgresql" /etc/
    apt-get update -qq
    apt-get install -qqy --no-install-recommends "postgresql-$(basename "$cluster")"
  done
}

install_site() {
  export DOMAIN ADMIN_EMAIL
  if [ -n "$DATABASE_HOST" ] && [ ! -e /etc/digitsite/env ]; then
    password=$(aws secretsmanager get-secret-value --secret-id "$DATABASE_SECRET" \
      --query SecretString --output text)
    DATABASE_URL="postgres://digitsite:$password@$DATABASE_HOST/digitsite?sslmode=require"
    export DATABASE_URL
  fi
  "$here/../machine/install.sh"
  [ ! -e /etc/postgresql ] || cp -a /etc/postgresql "$data/etc/"
}

# Nightly backups go into the bucket, unless the settings name another place by now.
back_up_into_bucket() {
  site=/opt/digitsite/current
  "$site/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes --requirement "$site/requirements/s3.txt"
  if grep --quiet '^BACKUP_TO=/var/backups/digitsite$' /etc/digitsite/env; then
    sed -i "s|^BACKUP_TO=.*|BACKUP_TO=s3://$BUCKET/database|" /etc/digitsite/env
    echo "AWS_DEFAULT_REGION=$REGION" >>/etc/digitsite/env
    systemctl restart digitsite digitsite-worker
  fi
}

instance_id() {
  metadata=http://169.254.169.254/latest
  token=$(curl --fail --silent --retry 5 --request PUT $metadata/api/token \
    --header 'X-aws-ec2-metadata-token-ttl-seconds: 300')
  curl --fail --silent --retry 5 $metadata/meta-data/instance-id \
    --header "X-aws-ec2-metadata-token: $token"
}

# try TIMES SECONDS COMMAND...: until it succeeds.
try() {
  local times=$1 seconds=$2
  shift 2
  for _ in $(seq "$times"); do
    "$@" && return
    sleep "$seconds"
  done
  echo "Gave up: $*"
  return 1
}

main
