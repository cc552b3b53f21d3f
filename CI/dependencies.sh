#!/usr/bin/env bash
# Installs what the build needs from the system: a Swift toolchain is asked for, libsqlite3-dev is installed, and zlib1g-dev where the network stack is built. Sourced by the other scripts.
set -euo pipefail

need_swift() {
  command -v swift >/dev/null 2>&1 || {
    echo "error: no Swift toolchain found. Install Swift 6.2 or later (https://www.swift.org/install) and run this again." >&2
    exit 69
  }
}

have_sqlite() {
  printf '#include <sqlite3.h>\n' | "${CC:-cc}" -E -x c - >/dev/null 2>&1 || [ -e /usr/include/sqlite3.h ]
}

need_sqlite() {
  have_sqlite && return
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "error: the SQLite headers are missing and this is no Debian-like system. Install SQLite's development package and run this again." >&2
    exit 69
  fi
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1; then
      root=(sudo)
    else
      echo "error: libsqlite3-dev is missing and there is no right to install it here." >&2
      echo "       Ask an administrator for: apt-get install libsqlite3-dev" >&2
      exit 77
    fi
  fi
  echo "installing libsqlite3-dev"
  local log
  log=$(mktemp)
  if ! { "${root[@]}" apt-get update && DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y --no-install-recommends libsqlite3-dev; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "error: libsqlite3-dev could not be installed; see the lines above." >&2
    exit 69
  fi
}

# The network stack compresses with zlib; the light build does not have it.
need_zlib() {
  [ -n "${P2C_LIGHT:-}" ] || [ -e /usr/include/zlib.h ] && return
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "error: the zlib headers are missing. Install zlib's development package and run this again." >&2
    exit 69
  fi
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  echo "installing zlib1g-dev"
  "${root[@]}" apt-get update -q && DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -yq --no-install-recommends zlib1g-dev
}

need_swift
need_sqlite
need_zlib
