# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The window without a display: it comes up at once, draws, keeps the session when it is told to go, and gives pictures.
. "$(dirname "$0")/lib.sh"

# What the graphics driver itself leaks cannot be told from ours once it is unloaded; the other tests look for leaks.
export ASAN_OPTIONS=detect_leaks=0
export SDL_VIDEODRIVER=offscreen SDL_RENDER_DRIVER=opengl LIBGL_ALWAYS_SOFTWARE=1
"$METTA" stage lotus --size 320x180 --at 40 --out "$HERE/a.png" 2>"$HERE/err" || {
    if grep -q 'no window' "$HERE/err"; then echo "skipped: this build has no window"; exit 77; fi
    fail "no picture: $(cat "$HERE/err")"
}
"$METTA" stage lotus --size 320x180 --at 40 --out "$HERE/b.png"
check "the same picture twice" cmp "$HERE/a.png" "$HERE/b.png"
for screen in $("$METTA" stage list | cut -d' ' -f1); do
    for theme in dusk paper night; do
        exits 0 "$METTA" stage "$screen" --size 200x300 --at 33 --theme $theme --out "$HERE/$screen-$theme.png"
        check "$screen in $theme is a picture" test "$(head -c 4 "$HERE/$screen-$theme.png" | tail -c 3)" = PNG
    done
done

"$METTA" stage garden --grown 600 --size 320x180 --at 33 --out "$HERE/grown.png"
"$METTA" stage garden --size 320x180 --at 33 --out "$HERE/bare.png"
check "what was practised has grown" test "$(cmp -l "$HERE/grown.png" "$HERE/bare.png" 2>/dev/null | wc -l)" -gt 1000
"$METTA" stage sheet --at 40 --out "$HERE/sheet.png"
check "a sheet of all" test "$(wc -c <"$HERE/sheet.png")" -gt 200000
for form in pdf svg; do
    exits 0 "$METTA" stage tide --size 320x180 --at 33 --out "$HERE/tide.$form"
done
check "a page" test "$(head -c 5 "$HERE/tide.pdf")" = "%PDF-"
check "a drawing" grep -q '<svg' "$HERE/tide.svg"
exits 2 "$METTA" stage lantern --circle 7 --out "$HERE/x.png"
exits 2 "$METTA" stage garden --grown much --out "$HERE/x.png"
exits 1 "$METTA" stage tide --at 33 --out "$HERE/nowhere/x.pdf"

# A session in the window, told to go: saved, with its seconds.
"$METTA" train --sensor person:5 --speed 20 --minutes 5 --db "$HERE/w.db" 2>"$HERE/err" &
window=$!
sleep 4
kill -TERM $window
code=0
wait $window || code=$?
check "interrupted" test "$code" -eq 130
"$METTA" history --json --db "$HERE/w.db" >"$HERE/h.json"
check "kept" jq -e '.sessions[0].finished and .sessions[0].minutes > 0.5 and .sessions[0].simulated' "$HERE/h.json" >/dev/null

# Home comes up without a sensor and goes when it is told to.
"$METTA" --db "$HERE/w.db" 2>"$HERE/err" &
window=$!
sleep 2
kill -TERM $window
code=0
wait $window || code=$?
check "home goes quietly" test "$code" -eq 130
check "nothing on stderr" test ! -s "$HERE/err"

# Without any display nobody would see it: that is told, and nothing runs unseen.
code=0
env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER timeout 10 "$METTA" --db "$HERE/w.db" 2>"$HERE/err" || code=$?
check "no display is a failure" test "$code" -eq 1
check "and the terminal is offered" grep -q 'metta train --text' "$HERE/err"
finish
