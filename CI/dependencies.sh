#!/usr/bin/env bash
# What the build needs from the system: a Swift toolchain is asked for; libsqlite3-dev, libzip-dev, and zlib1g-dev for the network stack,
# are installed where they are missing. Sourced by the other scripts.
set -euo pipefail

need_swift() {
  command -v swift >/dev/null 2>&1 || {
    echo "error: no Swift toolchain found. Install Swift 6.2 or later (https://www.swift.org/install) and run this again." >&2
    exit 69
  }
}

# need_library HEADER PACKAGE: has the compiler find the header, by installing the Debian package that brings it if need be.
need_library() {
  local header=$1 package=$2
  printf '#include <%s>\n' "$header" | "${CC:-cc}" -E -x c - >/dev/null 2>&1 && return
  [ -e "/usr/include/$header" ] && return
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "error: the header $header is missing and this is no Debian-like system. Install what Debian calls $package and run this again." >&2
    exit 69
  fi
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1; then
      root=(sudo)
    else
      echo "error: $package is missing and there is no right to install it here." >&2
      echo "       Ask an administrator for: apt-get install $package" >&2
      exit 77
    fi
  fi
  echo "installing $package"
  local log
  log=$(mktemp)
  if ! { "${root[@]}" apt-get update && DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y --no-install-recommends "$package"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "error: $package could not be installed; see the lines above." >&2
    exit 69
  fi
}

need_swift
need_library sqlite3.h libsqlite3-dev
need_library zip.h libzip-dev
# The light build has no network stack, and nothing to compress.
[ -n "${P2C_LIGHT:-}" ] || need_library zlib.h zlib1g-dev
