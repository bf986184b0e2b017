#!/usr/bin/env bash
# Tries hub/install.sh in a clean Debian root, as an image builder would run it, and then a lesson as a student. It needs root and debootstrap,
# and takes some five minutes.
set -euo pipefail

usage='Usage: hub/try-install.sh [--keep] FOLDER

Makes a clean Debian 12 in FOLDER, installs this checkout in it, and runs a lesson there as a student. FOLDER must not exist.
  --keep   keep the folder; it is removed otherwise'

keep=no
if [ "${1:-}" = --keep ]; then keep=yes; shift; fi
case ${1:-} in
  '' | -*) echo "$usage" >&2; exit 2 ;;
esac
root=$1
[ ! -e "$root" ] || { echo "hub/try-install.sh: $root exists already" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo 'hub/try-install.sh: debootstrap is not installed: apt-get install debootstrap' >&2; exit 2; }
source=$(cd "$(dirname "$0")/.." && pwd)

clean_up() {
  for place in dev/pts proc; do mountpoint -q "$root/$place" && umount -l "$root/$place"; done
  [ $keep = yes ] || rm -rf --one-file-system "$root"
}
trap clean_up EXIT

debootstrap --variant=minbase bookworm "$root" >/dev/null
mkdir -p "$root/dev/pts" "$root/src"
mount -t proc proc "$root/proc"
mount -t devpts devpts "$root/dev/pts"
cp /etc/resolv.conf "$root/etc/resolv.conf"
git -C "$source" ls-files -z | tar -C "$source" --null -T - -cf - | tar -C "$root/src" -xf -

environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
# A proxy with a certificate of its own is passed on.
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  cp "$NODE_EXTRA_CA_CERTS" "$root/etc/extra-ca.crt"
  environment+=(NODE_EXTRA_CA_CERTS=/etc/extra-ca.crt npm_config_cafile=/etc/extra-ca.crt)
fi
inside() { chroot "$root" env -i "${environment[@]}" "$@"; }

inside HOME=/root /src/hub/install.sh
inside useradd --create-home student
inside su student -c '
  set -e
  cd && INITLAB_SINGLEUSER=true /opt/initlab/hub/start-student.sh
  touch /opt/initlab/notebooks/mine 2>/dev/null && { echo "a student can write in the course" >&2; exit 1; }
  cd initlab && jupyter execute --timeout=600 notebooks/02-xavier.ipynb'
echo "hub/try-install.sh: a student of a clean Debian has run a lesson"
