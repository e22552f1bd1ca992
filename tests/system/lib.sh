# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# What every system test begins with: the program, a folder of its own, and checks that tell what they saw.
# Call: sh test_x.sh METTA SOURCE_DIR BUILD_DIR

METTA=$1
SOURCE=$2
export METTA SOURCE
HERE=$(mktemp -d)
METTA_HOME=$HERE/home
export METTA_HOME
export LC_ALL=C
failures=0
pids=""
emulator_pid=""

cleanup() {
    for pid in $pids; do kill "$pid" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$HERE"
}
trap cleanup EXIT

fail() {
    echo "FAIL: $*" >&2
    failures=$((failures + 1))
}

# check WHAT TEST...
check() {
    what=$1
    shift
    "$@" || fail "$what ($*)"
}

# exits CODE COMMAND...: the exit code, and one line on stderr when it is not 0
exits() {
    want=$1
    shift
    got=0
    "$@" >"$HERE/out" 2>"$HERE/err" || got=$?
    [ "$got" -eq "$want" ] || fail "exit code $got instead of $want: $* ($(head -c 300 "$HERE/err"))"
    if [ "$want" -ne 0 ] && [ "$want" -ne 130 ]; then
        lines=$(wc -l <"$HERE/err")
        [ "$lines" -eq 1 ] || fail "$lines lines on stderr instead of one: $* ($(head -c 600 "$HERE/err"))"
    fi
}

# emulator DRIVER LINK [OPTIONS...]: in the background, until its link is there
emulator() {
    driver=$1
    link=$2
    shift 2
    "$METTA" emulate "$driver" --pty "$link" "$@" >/dev/null 2>>"$HERE/emulator.err" &
    emulator_pid=$!
    pids="$pids $emulator_pid"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -e "$link" ] && return 0
        sleep 0.1
    done
    fail "no link from the emulator of $driver"
}

recordings() {
    for folder in "${METTA_RECORDINGS:-}" "$SOURCE/../shared/recordings"; do
        [ -n "$folder" ] && [ -r "$folder/INDEX.md" ] && echo "$folder" && return 0
    done
    return 1
}

# virtual_screen: a screen in memory for real windows; the server ($screen) takes a free number and tells it when it is
# ready. -noreset: else it begins anew when its last client goes, and turns away who comes just then
virtual_screen() {
    Xvfb -displayfd 3 -noreset -screen 0 1280x720x24 -nolisten tcp 3>"$HERE/number" >"$HERE/xvfb.log" 2>&1 &
    screen=$!
    pids="$pids $screen"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s "$HERE/number" ] && break
        sleep 0.2
    done
    DISPLAY=":$(cat "$HERE/number")"
    export DISPLAY
    xdotool getdisplaygeometry >/dev/null 2>&1
}

finish() {
    [ "$failures" -eq 0 ] && echo "all well" && exit 0
    exit 1
}
