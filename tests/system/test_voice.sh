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

# No service: one note, and the session is kept.
export FAKE_SPEECH_DEAF=1
sit "$3/tests/shim"
check "one note" test "$(grep -c 'no voice' "$HERE/err")" -eq 1
check "kept all the same" test "$("$METTA" history --json --db "$HERE/v.db" | jq '.sessions|length')" -eq 3
finish
