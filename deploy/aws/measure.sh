#!/bin/bash
# Tells CloudWatch, each five minutes, what the stack's alarms look at.
set -uo pipefail
export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
# shellcheck source=/dev/null
. /etc/digitsite-aws
export AWS_DEFAULT_REGION=$REGION

tell() {
  aws cloudwatch put-metric-data --namespace digitsite --metric-name "$1" --value "$2" \
    --dimensions "Stack=$STACK"
}

# As visitors come: by the name, through the proxy, with a certificate that is valid.
ready=0
curl --fail --silent --max-time 20 --output /dev/null "https://$DOMAIN/readyz" && ready=1
tell Ready "$ready"

tell DiskUsed "$(df --output=pcent / /srv/digitsite | tr -dc '0-9\n' | sort -n | tail -n 1)"

# A backup that is whole has a checksum; the list of deleted drawings is there besides.
# shellcheck disable=SC2016  # the backticks are of the query's language
newest=$(aws s3api list-objects-v2 --bucket "$BUCKET" --prefix database/ --output text \
  --query 'max_by(Contents[?ends_with(Key, `".sha256"`)] || `[]`, &LastModified).LastModified')
# Before the first one: since when there is a machine.
case $newest in '' | None) newest=$(stat --format=%y /usr/local/sbin/digitsite-measure) ;; esac
tell BackupHours $((($(date +%s) - $(date +%s --date "$newest")) / 3600))
