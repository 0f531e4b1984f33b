#!/bin/bash
# new_machine.sh FOLDER LOOP: runs FOLDER/user-data on a copy of this machine, which is
# gone afterwards, and on the disk LOOP. Programs of FOLDER/programs stand in for those
# that need Amazon or systemd. What is left of /etc, /opt, /var and /usr is in FOLDER/left.
set -euo pipefail
folder=$1 loop=$2
mkdir -p "$folder/ram"
mount -t tmpfs tmpfs "$folder/ram"
mkdir "$folder"/ram/{upper,work,root}
root=$folder/ram/root
mount -t overlay overlay "$root" \
  -o "lowerdir=/,upperdir=$folder/ram/upper,workdir=$folder/ram/work"
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/run/lock"
mknod "$root/dev/null" c 1 3
mknod "$root/dev/urandom" c 1 9
mknod "$root/dev/disk0" b 7 "${loop#/dev/loop}"
ln -s /proc/self/fd "$root/dev/fd"
rm -rf "$root/etc/postgresql" "$root/var/lib/postgresql" # a new machine has neither
for user in postgres caddy digitsite; do
  /usr/sbin/chroot "$root" /usr/sbin/userdel "$user" 2>/dev/null || true
  /usr/sbin/chroot "$root" /usr/sbin/groupdel "$user" 2>/dev/null || true
done
cp "$folder"/programs/* "$root/usr/local/sbin/"
cp "$folder/curlrc" "$root/.curlrc"
cp "$folder/user-data" "$root/user-data"
chmod +x "$root/user-data"
status=0
env -i HOME=/root CURL_HOME=/ /usr/sbin/chroot "$root" /user-data || status=$?
umount --recursive --lazy "$root/srv/digitsite" 2>/dev/null || true
rm -rf "$folder/left"
cp -a "$folder/ram/upper" "$folder/left"
exit "$status"
