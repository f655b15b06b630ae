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
# The program writes them itself: on Windows the ending .exe is found, and macOS on ARM runs programs of x86_64, too.
program=$staging/$name/claimlint
mkdir "$staging/$name/completions" "$staging/$name/man"
"$program" completions bash >"$staging/$name/completions/claimlint.bash"
"$program" completions elvish >"$staging/$name/completions/claimlint.elv"
"$program" completions fish >"$staging/$name/completions/claimlint.fish"
"$program" completions powershell >"$staging/$name/completions/_claimlint.ps1"
"$program" completions zsh >"$staging/$name/completions/_claimlint"
"$program" man >"$staging/$name/man/claimlint.1"
for command in check rule parse; do
    "$program" man "$command" >"$staging/$name/man/claimlint-$command.1"
done
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
