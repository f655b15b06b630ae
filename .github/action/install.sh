#!/usr/bin/env bash
# Puts claimlint on the path of the steps that follow: a release where there is one, else built from the action's source.
#
# Reads CLAIMLINT_VERSION (nothing, a version, or `source`), ACTION_REF, GH_TOKEN, and what the runner sets.
set -euo pipefail

repository=claimlint/claimlint
source_folder=$(cd "$(dirname "$0")/../.." && pwd)
folder=$RUNNER_TEMP/claimlint
mkdir -p "$folder/bin"

# The target of a release for this runner.
target() {
    case "$RUNNER_OS-$RUNNER_ARCH" in
        Linux-X64) echo x86_64-unknown-linux-musl ;;
        Linux-ARM64) echo aarch64-unknown-linux-musl ;;
        macOS-X64) echo x86_64-apple-darwin ;;
        macOS-ARM64) echo aarch64-apple-darwin ;;
        Windows-X64) echo x86_64-pc-windows-msvc ;;
        *) return 1 ;;
    esac
}

# The version of this action's own source.
own_version() {
    sed -n 's/^version = "\(.*\)"$/\1/p' "$source_folder/Cargo.toml" | head -n 1
}

sha256() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# 1 where there is no such release; ends the step where there is one that is not what it should be.
install_release() {
    local version=$1 target archive address expected
    target=$(target) || return 1
    archive=claimlint-$target.tar.gz
    [ "$RUNNER_OS" != Windows ] || archive=claimlint-$target.zip
    address=${CLAIMLINT_RELEASES:-https://github.com/$repository/releases/download}/v$version
    curl --fail --silent --show-error --location --retry 3 -o "$folder/$archive" "$address/$archive" || return 1
    curl --fail --silent --show-error --location --retry 3 -o "$folder/$archive.sha256" "$address/$archive.sha256" || return 1
    expected=$(cut -d ' ' -f 1 "$folder/$archive.sha256")
    if [ "$(sha256 "$folder/$archive")" != "$expected" ]; then
        echo "::error::the checksum of $archive is not the one published with it"
        exit 1
    fi
    if [ -z "${CLAIMLINT_RELEASES:-}" ] && [ -n "${GH_TOKEN:-}" ] && command -v gh >/dev/null; then
        # Says who built it; a checksum beside a file says only that it came whole.
        gh attestation verify "$folder/$archive" --repo "$repository"
    fi
    if [ "$RUNNER_OS" = Windows ]; then
        unzip -q -o "$folder/$archive" -d "$folder"
    else
        tar -xzf "$folder/$archive" -C "$folder"
    fi
    cp "$folder/claimlint-$target/claimlint"* "$folder/bin/"
    echo "claimlint $version, released for $target"
}

install_source() {
    echo "claimlint is built from source"
    cargo install --quiet --locked --path "$source_folder" --root "$folder"
}

case "${CLAIMLINT_VERSION:-}" in
    source) install_source ;;
    "")
        # A branch is not what was released under the version that its Cargo.toml names.
        if [[ "${ACTION_REF:-}" =~ ^(v?[0-9].*|[0-9a-f]{40})$ ]] && install_release "$(own_version)"; then
            :
        else
            install_source
        fi
        ;;
    *)
        if ! install_release "${CLAIMLINT_VERSION#v}"; then
            echo "::error::there is no release ${CLAIMLINT_VERSION#v} for $RUNNER_OS $RUNNER_ARCH"
            exit 1
        fi
        ;;
esac
echo "$folder/bin" >>"$GITHUB_PATH"
"$folder/bin/claimlint" --version
