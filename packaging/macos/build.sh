#!/usr/bin/env bash
# NOT EXERCISED: nobody has run this yet. It is written from PyInstaller's, Apple's and dmgbuild's documentation.
#
# Makes dist/QuantChat-VERSION.dmg for the processor it runs on (Apple silicon or Intel). Needs Python 3.11 or newer and
# Xcode's command line tools; to sign, SIGNING_IDENTITY and a notarytool profile named in NOTARY_PROFILE.
set -euo pipefail
cd "$(dirname "$0")/../.."
python3 -m venv build/package/tools
python=build/package/tools/bin/python
$python packaging/section.py runtime package build > build/package/requirements.txt
$python -m pip install --no-deps --require-hashes --requirement build/package/requirements.txt
$python packaging/section.py engine > build/package/engine.txt
CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_METAL=ON -DGGML_METAL_EMBED_LIBRARY=ON -DLLAVA_BUILD=OFF" \
  $python -m pip install --no-deps --require-hashes --no-build-isolation --requirement build/package/engine.txt
$python -m PyInstaller --noconfirm --distpath build/package/frozen --workpath build/package/pyinstaller \
  packaging/macos/quantchat.spec
app=build/package/frozen/QuantChat.app
version=$($python -c 'import quantchat; print(quantchat.__version__)')
if [ -n "${SIGNING_IDENTITY:-}" ]; then
  codesign --deep --force --options runtime --entitlements packaging/macos/entitlements.plist \
    --sign "$SIGNING_IDENTITY" "$app"
fi
mkdir -p dist
$python -m pip install "dmgbuild==1.6.7"
$python -m dmgbuild -s packaging/macos/dmgbuild.settings -D app="$app" QuantChat "dist/QuantChat-$version.dmg"
if [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "dist/QuantChat-$version.dmg" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "dist/QuantChat-$version.dmg"
fi
