#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# metta's two commands: ./setup.sh run opens the trainer, ./setup.sh test runs every test.
set -eu
cd "$(dirname "$0")"

BUILD_PACKAGES="gcc cmake ninja-build pkg-config libserialport-dev libfftw3-dev libsdl2-dev libsdl2-ttf-dev
 libcairo2-dev libfreetype-dev libsqlite3-dev libjansson-dev libinih-dev
 libsystemd-dev gettext"
RUN_PACKAGES="libegl1 libgl1 libgl1-mesa-dri"
TEST_PACKAGES="libcmocka-dev jq sqlite3 mandoc xvfb xdotool"
CHECK_PACKAGES="clang clang-format clang-tidy cppcheck shellcheck i18nspector git"

say() { printf '%s\n' "setup: $*"; }

missing() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

install() {
    wanted=$(missing "$@")
    [ -n "$wanted" ] || return 0
    command -v apt-get >/dev/null || { say "these packages are missing and apt-get is not here: $wanted"; exit 1; }
    root=""
    [ "$(id -u)" -eq 0 ] || root="sudo"
    say "installing: $wanted"
    # shellcheck disable=SC2086 # a list of names
    { $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted; } >/dev/null ||
        { say "the packages could not be installed; try: apt-get install $wanted"; exit 1; }
}

build() { # preset [options of cmake]
    preset=$1
    shift
    say "building ($preset)"
    mkdir -p build
    if ! { cmake --preset "$preset" "$@" && cmake --build --preset "$preset"; } >build/setup.log 2>&1; then
        cat build/setup.log
        say "the build failed"
        exit 1
    fi
}

# Those of the whole program mostly wait for real time, and want no neighbour that computes.
run_tests() { # preset
    failed=0
    ctest --preset "$1" -L system -j4 || failed=1
    ctest --preset "$1" -LE system -j"$(nproc)" || failed=1
    return $failed
}

case "${1:-}" in
run)
    shift
    # shellcheck disable=SC2086
    install $BUILD_PACKAGES $RUN_PACKAGES
    build release -DMETTA_TESTS=OFF
    say "opening metta"
    exec build/release/metta "$@"
    ;;
test)
    # shellcheck disable=SC2086
    install $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES
    build dev
    say "testing"
    run_tests dev
    ;;
again) # the tests of another build, as .ci/run makes it
    run_tests "$2"
    ;;
check) # what .ci/run needs beyond the tests
    # shellcheck disable=SC2086
    install $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES $CHECK_PACKAGES
    install "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
    ;;
*)
    echo "usage: ./setup.sh run [OPTIONS OF METTA...] | test"
    exit 2
    ;;
esac
