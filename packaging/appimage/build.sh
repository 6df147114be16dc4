#!/usr/bin/env bash
# NOT EXERCISED: nobody has run this yet. It is written from appimagetool's documentation.
#
# Makes dist/QuantChat-VERSION-x86_64.AppImage: one file that runs on glibc 2.34 or newer. An AppImage has no
# dependencies, so that the libraries of the system it is built on are taken in, except those every desktop has.
# Needs appimagetool on the PATH, and what `make package` needs.
set -euo pipefail
cd "$(dirname "$(realpath "$0")")/../.."
id=io.github.quantchat.QuantChat
QUANTCHAT_BUNDLE_SYSTEM=1 python3 packaging/package.py --only-tree "$@"
version=$(build/package/frozen/quantchat/quantchat --version | cut -d' ' -f2)
root=build/package/AppDir
rm -rf "$root"
mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/usr/share/applications" dist
cp -a build/package/frozen/quantchat "$root/usr/lib/quantchat"
ln -s ../lib/quantchat/quantchat "$root/usr/bin/quantchat"
ln -s usr/bin/quantchat "$root/AppRun"
build/package/tools/bin/python packaging/icon_sizes.py "$root/usr/share/icons/hicolor"
cp "$root/usr/share/icons/hicolor/scalable/apps/$id.svg" "$root/"
cp "packaging/linux/$id.desktop" "$root/"
cp "packaging/linux/$id.desktop" "$root/usr/share/applications/"
ARCH=x86_64 VERSION=$version appimagetool "$root" "dist/QuantChat-$version-x86_64.AppImage"
