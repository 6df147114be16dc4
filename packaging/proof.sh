#!/usr/bin/env bash
# The proof that the package works: sudo packaging/proof.sh PACKAGE.deb FOLDER
#
# Installs it with apt and uses it as a person does: double click, mouse, keyboard. For a throwaway Debian or Ubuntu: it
# installs packages, makes two users and removes them again. Screenshots and the list of what was seen go to FOLDER.
set -euo pipefail
if [ "$(id -u)" != 0 ] || [ $# != 2 ]; then
  echo "usage: sudo $0 PACKAGE.deb FOLDER" >&2
  exit 2
fi
export DEBIAN_FRONTEND=noninteractive
apt-get install --yes --no-install-recommends \
  appstream dbus desktop-file-utils imagemagick libglib2.0-bin libgtk-3-bin lintian man-db openbox passwd pcmanfm \
  python3 shared-mime-info util-linux weston wmctrl x11-utils xdg-utils xdotool xvfb >/dev/null
exec python3 "$(dirname "$(realpath "$0")")/proof.py" "$1" "$2"
