#!/usr/bin/env bash
# Packs what was built for a target: `archive.sh TARGET FOLDER` writes the archive and its checksum into the folder.
set -euo pipefail

target=$1
folder=$2
name=claimlint-$target
mkdir -p "$folder"
staging=$(mktemp -d)
mkdir "$staging/$name"
built=target/$target/${PROFILE:-release}
case "$target" in
    *windows*) cp "$built/claimlint.exe" "$staging/$name/" ;;
    *) cp "$built/claimlint" "$staging/$name/" ;;
esac
cp README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$staging/$name/"
case "$target" in
    *windows*)
        archive=$name.zip
        (cd "$staging" && 7z a -bso0 "$archive" "$name")
        ;;
    *)
        archive=$name.tar.gz
        tar -czf "$staging/$archive" -C "$staging" "$name"
        ;;
esac
mv "$staging/$archive" "$folder/"
cd "$folder"
if command -v sha256sum >/dev/null; then sha256sum "$archive"; else shasum -a 256 "$archive"; fi >"$archive.sha256"
