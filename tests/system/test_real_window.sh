# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# A real window on a virtual screen: whole sessions by keyboard alone and by mouse alone, a program that was stopped for
# a while, and a still screen that costs nothing. By gamepad: tests/shot/app/test_gamepad.c.
. "$(dirname "$0")/lib.sh"

for tool in Xvfb xdotool; do
    command -v $tool >/dev/null || { echo "skipped: no $tool here"; exit 77; }
done
if "$METTA" 2>&1 | grep -q 'has no window'; then echo "skipped: this build has no window"; exit 77; fi

export ASAN_OPTIONS=detect_leaks=0 LIBGL_ALWAYS_SOFTWARE=1 SDL_AUDIODRIVER=dummy NO_AT_BRIDGE=1
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS SDL_VIDEODRIVER SDL_RENDER_DRIVER
virtual_screen || { echo "skipped: Xvfb does not come up"; exit 77; }

db=$HERE/real.db
ini=$METTA_HOME/metta.ini
mkdir -p "$METTA_HOME"

open_metta() {
    # shellcheck disable=SC2016 # for the shell that becomes metta
    sh -c 'sleep "$0"; exec "$@"' "${shell_s:-0}" "$METTA" "$@" --db "$db" --verbose 2>"$HERE/err" &
    metta=$!
    pids="$pids $metta"
    window=
    waited=0
    while [ $waited -lt 200 ]; do # a cold machine reads the graphics driver from its disk first
        window=$(xdotool search --onlyvisible --name '^metta$' 2>/dev/null | head -1)
        [ -n "$window" ] && grep -q 'first picture' "$HERE/err" && break
        sleep 0.1
        waited=$((waited + 1))
    done
    [ -n "$window" ] || fail "no window came up: $(cat "$HERE/err")"
    xdotool windowmove "$window" 0 0
    sleep 1
}

key() { # KEY...: one after the other, as a person presses
    for k in "$@"; do
        xdotool key "$k"
        sleep 0.5
    done
}

tap() { # X Y
    xdotool mousemove "$1" "$2"
    sleep 0.1
    xdotool click 1
    sleep 0.5
}

ended() { # CODE: it went by itself
    code=0
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        kill -0 "$metta" 2>/dev/null || break
        sleep 0.2
    done
    kill -0 "$metta" 2>/dev/null && fail "it did not go" && kill "$metta"
    wait "$metta" || code=$?
    [ "$code" -eq "$1" ] || fail "exit code $code instead of $1: $(cat "$HERE/err")"
}

cell() { sqlite3 "$db" "SELECT $1 FROM sessions ORDER BY id DESC LIMIT 1"; }

# By keyboard: the first meeting, the calm question, a session, a pause, its end, a line, and out.
open_metta --sensor person:4 --speed 30
key Return Return Right Return Return
check "the first meeting is over" grep -q 'welcomed = yes' "$ini"
check "larger words were chosen" grep -q 'large-words = yes' "$ini"
key Return 4 Return
sleep 3
key t minus plus space
sleep 0.5
key Return
sleep 1.5
key Escape Down Down Return
sleep 1
key 7 Down
xdotool type --delay 60 "soft is enough"
sleep 0.4
key Return
sleep 0.6
check "calm before" test "$(cell calm_before)" = 4.0
check "calm after" test "$(cell calm_after)" = 7.0
check "the line" test "$(cell line)" = "soft is enough"
check "kept whole" test "$(cell finished)" = 1
key Escape
ended 0

# By mouse: begin, leave the question out, tap to pause, end, done; then Comfort: a switch, back.
printf '[practice]\nwelcomed = yes\n' >"$ini"
open_metta --sensor person:4 --speed 30
tap 640 545 # Begin
tap 640 660 # Leave it out
sleep 2
tap 640 300 # pause
sleep 0.6
tap 640 475 # End here
sleep 1
before=$(sqlite3 "$db" 'SELECT count(*) FROM sessions')
check "two sessions ($before)" test "$before" -eq 2
check "nothing was told, nothing is kept of it" test -z "$(cell calm_before)"
tap 590 660 # Done
sleep 0.6
tap 865 668 # Comfort
sleep 0.6
tap 500 380 # a switch
key Escape
sleep 0.5
check "a switch was kept" grep -q 'yes' "$ini"
check "by its own line" test "$(grep -c '^\[comfort\]' "$ini")" -eq 1
key Escape
ended 0

# Stopped for a while, as when the machine sleeps: the session waits instead of running on.
open_metta train --sensor person:4 --minutes 5
sleep 1.5
kill -STOP "$metta"
sleep 6
kill -CONT "$metta"
sleep 1
# The pause panel has the keys now: its first button goes on, its last one ends.
key Down Down Return
sleep 1
check "it had paused, and could be ended from there" test "$(cell finished)" = 1
key Tab Return
kill -TERM "$metta" 2>/dev/null || true
wait "$metta" 2>/dev/null || true

# A still screen: first picture soon, counted from the call, however old the shell that became metta; then no work.
shell_s=5
open_metta --sensor person:4 --verbose
sleep 3
took=$(sed -n 's/.*first picture after \([0-9]*\) ms.*/\1/p' "$HERE/err")
echo "first picture after $took ms"
check "a picture soon, on a busy machine too" test "${took:-9999}" -lt 4000
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
sleep 5 # until it has come up, and stands still
from=$(ticks "$metta")
sleep 10
to=$(ticks "$metta")
echo "a still screen took $((to - from)) of $((10 * $(getconf CLK_TCK))) ticks in 10 s"
check "0 % of a processor" test $((to - from)) -le $((10 * $(getconf CLK_TCK) / 200))
kill -TERM "$metta"
code=0
wait "$metta" || code=$?
check "told to go: 130" test "$code" -eq 130

# The display dies in a session, and the program with it: the session is whole.
open_metta train --sensor person:4 --minutes 5
sleep 4
# shellcheck disable=SC2154 # set by virtual_screen
kill -KILL "$screen"
code=0
wait "$metta" || code=$?
check "without a display: 1" test "$code" -eq 1
check "it says so" grep -q 'the display is gone; the session is saved' "$HERE/err"
check "and it is saved" test "$(cell finished)" = 1
finish
