# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The voice in the window: silent unless asked for, the practice's words when it is, and a session that goes on without
# any speech service.
. "$(dirname "$0")/lib.sh"

if env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER timeout 10 "$METTA" 2>&1 </dev/null | grep -q 'has no window'; then echo "skipped: this build has no window"; exit 77; fi
export ASAN_OPTIONS=detect_leaks=0
export SDL_VIDEODRIVER=offscreen SDL_RENDER_DRIVER=opengl SDL_AUDIODRIVER=dummy LIBGL_ALWAYS_SOFTWARE=1
FAKE_SPEECH=$HERE/calls
export FAKE_SPEECH

sit() { # LIBRARIES: half a minute of a guided session in the window, told to go
    code=0
    LD_LIBRARY_PATH=$1 "$METTA" train --practice kindness --sensor person:5 --speed 10 --minutes 5 --language en --db "$HERE/v.db" 2>"$HERE/err" &
    window=$!
    sleep 9
    kill -TERM $window
    wait $window || code=$?
    check "told to go: 130" test "$code" -eq 130
}

mkdir -p "$METTA_HOME"
sit "$3/tests/shim"
check "nothing is said unasked" test ! -e "$FAKE_SPEECH"

printf '[sound]\nvoice = on\n' >"$METTA_HOME/metta.ini"
sit "$3/tests/shim"
check "a connection, in the language" grep -q '^language en$' "$FAKE_SPEECH"
check "lines of the practice" test "$(grep -c '^message ' "$FAKE_SPEECH")" -ge 2
check "cues of the breath" grep -q '^text breathe in$' "$FAKE_SPEECH"
check "given back at the end" test "$(tail -1 "$FAKE_SPEECH" | cut -d' ' -f1)" = close
check "as often as it was taken" test "$(grep -c ^open "$FAKE_SPEECH")" -eq "$(grep -c ^close "$FAKE_SPEECH")"
check "no word on stderr" test ! -s "$HERE/err"

# What has the focus is said, with what it is set to, and again when it changes: a person may find the way by ear.
if command -v Xvfb >/dev/null && command -v xdotool >/dev/null && virtual_screen; then
    printf '[sound]\nvoice = on\n[practice]\nwelcomed = yes\n' >"$METTA_HOME/metta.ini"
    rm -f "$FAKE_SPEECH"
    env -u SDL_VIDEODRIVER -u WAYLAND_DISPLAY LD_LIBRARY_PATH="$3/tests/shim" "$METTA" --sensor person:5 --language en --db "$HERE/f.db" --verbose 2>"$HERE/err" &
    window=$!
    pids="$pids $window"
    waited=0
    while [ $waited -lt 150 ] && ! grep -q 'first picture' "$HERE/err"; do
        sleep 0.1
        waited=$((waited + 1))
    done
    sleep 1
    press() { for k in "$@"; do xdotool key "$k"; sleep 0.6; done; }
    press Tab Return Escape Return 7
    kill -TERM $window
    wait $window || true
    check "where the focus is at first" grep -q '^text Begin$' "$FAKE_SPEECH"
    check "where it moves to" grep -q '^text Breathing$' "$FAKE_SPEECH"
    check "a list by its name, and its row" grep -q '^text Practices. Breathing, ' "$FAKE_SPEECH"
    check "a question" grep -q '^text How calm do you feel right now?' "$FAKE_SPEECH"
    check "its answer" grep -q '^text 7$' "$FAKE_SPEECH"
else
    echo "not looked at without Xvfb and xdotool: what is said of the focus"
fi

# No service: one note, and the session is kept.
export FAKE_SPEECH_DEAF=1
sit "$3/tests/shim"
check "one note" test "$(grep -c 'no voice' "$HERE/err")" -eq 1
check "kept all the same" test "$("$METTA" history --json --db "$HERE/v.db" | jq '.sessions|length')" -eq 3
finish
