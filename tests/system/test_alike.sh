# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Picture, sound and text reach the same result: one capture, replayed without anybody before it, in a terminal, into a
# sound file and in a window, ends in the same state, beat by beat.
. "$(dirname "$0")/lib.sh"

# Asked without any display, so that a build with a window says so and goes.
has_window=yes
env -u DISPLAY -u WAYLAND_DISPLAY timeout 10 "$METTA" 2>&1 </dev/null | grep -q 'has no window' && has_window=no
export ASAN_OPTIONS=detect_leaks=0
export SDL_VIDEODRIVER=offscreen SDL_RENDER_DRIVER=opengl SDL_AUDIODRIVER=dummy LIBGL_ALWAYS_SOFTWARE=1
capture=$HERE/morning.capture

# A captured session with something in it: a person of another program, played by metta itself, over two minutes.
"$METTA" train --sensor "person:exec='$METTA' emulate person --seed 4" --capture "$capture" --minutes 2 --practice breath \
    --headless --speed max --db "$HERE/first.db" >/dev/null 2>"$HERE/err" || fail "no capture: $(cat "$HERE/err")"
check "it has hashes of the state" test "$(grep -c '^H ' "$capture")" -ge 20

exits 0 "$METTA" replay "$capture" --headless --json --speed max
cp "$HERE/out" "$HERE/headless.json"
exits 0 "$METTA" replay "$capture" --headless --json --speed max --sound "$HERE/heard.wav"
cp "$HERE/out" "$HERE/sound.json"
check "sound: the same events" cmp "$HERE/headless.json" "$HERE/sound.json"
check "a sound was written" test "$(wc -c <"$HERE/heard.wav")" -gt 20000000

# The summary as --verbose tells it, whatever else was shown.
summary() { grep '^{"event":"summary"' "$1"; }
exits 0 "$METTA" replay "$capture" --headless --speed max --verbose
summary "$HERE/err" >"$HERE/headless"
check "one summary" test "$(wc -l <"$HERE/headless")" -eq 1
check "the one of the events" test "$(tail -1 "$HERE/headless.json")" = "$(cat "$HERE/headless")"
exits 0 "$METTA" replay "$capture" --text --speed max --verbose
summary "$HERE/err" >"$HERE/text"
check "text: the same summary" cmp "$HERE/headless" "$HERE/text"
exits 0 "$METTA" replay "$capture" --headless --speed max --verbose --sound "$HERE/heard.wav"
summary "$HERE/err" >"$HERE/sound"
check "sound: the same summary" cmp "$HERE/headless" "$HERE/sound"

# A window stays at its last page until somebody leaves it: it is told to go once the summary is there.
window() { # NAME OPTIONS...
    name=$1
    shift
    "$METTA" replay "$capture" --speed "$@" --verbose 2>"$HERE/$name.err" &
    pid=$!
    pids="$pids $pid"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        summary "$HERE/$name.err" >"$HERE/$name" && break
        kill -0 $pid 2>/dev/null || break
        sleep 0.5
    done
    kill -TERM $pid 2>/dev/null
    wait $pid
    check "window: the same summary" cmp "$HERE/headless" "$HERE/$name"
    check "window: the same states on the way" test "$(grep -c 'differs' "$HERE/$name.err")" -eq 0
}
if [ $has_window = no ]; then
    echo "no window in this build: three ways instead of four"
else
    window all max
    window still 60 --reduced-motion
fi
finish
