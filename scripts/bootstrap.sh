#!/bin/bash
# Installs the Debian packages that are missing: bootstrap.sh build|test|bench
set -euo pipefail
level=${1:-build}
packages=(libsqlite3-dev libgmime-3.0-dev libxml2-dev pkg-config)
case $level in
  build) ;;
  test) packages+=(python3 openssl libxml2-utils dovecot-pop3d postfix postgresql strace faketime systemd mandoc man-db) ;;
  bench) packages+=(python3 openssl dovecot-pop3d postfix mpop getmail6) ;;
  *) echo "usage: $0 build|test|bench" >&2; exit 2 ;;
esac
missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  run=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "These Debian packages are missing: ${missing[*]}" >&2
      echo "Install them as root: apt-get install ${missing[*]}" >&2
      exit 1
    }
    run=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  # Postfix asks a question unless it is told that nobody wants it configured.
  echo 'postfix postfix/main_mailer_type select No configuration' | "${run[@]}" debconf-set-selections 2>/dev/null || true
  "${run[@]}" apt-get update -qq </dev/null
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" </dev/null >/dev/null
fi
version=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9]+\.[0-9]+' || true)
case $version in
  '') echo "Swift is missing. Install Swift 6.3 from https://www.swift.org/install/linux/" >&2; exit 1 ;;
  6.[0-2] | [0-5].*) echo "Swift $version is too old; 6.3 is needed." >&2; exit 1 ;;
esac
