# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# A long session in the window does not grow: memory early on and at the end, in time that is played faster.
# METTA_HOURS_MINUTES and METTA_HOURS_SPEED play more of it (120 and 24: two hours in five minutes), METTA_HOURS_SCENES
# in other scenes; METTA_HOURS_MAX_KB is the limit of all memory, where nothing else is in it (not under a sanitizer).
. "$(dirname "$0")/lib.sh"

export ASAN_OPTIONS=detect_leaks=0
export SDL_VIDEODRIVER=offscreen SDL_RENDER_DRIVER=opengl LIBGL_ALWAYS_SOFTWARE=1 SDL_AUDIODRIVER=dummy
minutes=${METTA_HOURS_MINUTES:-60}
speed=${METTA_HOURS_SPEED:-240}
if ! "$METTA" stage plain --size 64x64 --at 1 --out "$HERE/a.png" 2>"$HERE/err"; then
    echo "skipped: $(cat "$HERE/err")"
    exit 77
fi
[ -r /proc/self/smaps ] || { echo "skipped: this system does not tell how much memory is used"; exit 77; }

# What is the process's own, kB: all of it, and the heap's part.
used() { awk '/^Rss:/ { all += $2; if (heap) h += $2 } /^[0-9a-f]+-/ { heap = /\[heap\]/ } END { print all, h + 0 }' "/proc/$1/smaps"; }

for scene in ${METTA_HOURS_SCENES:-lotus leaves}; do
    "$METTA" train --sensor person:4 --scene "$scene" --minutes "$minutes" --speed "$speed" --db "$HERE/$scene.db" \
        >"$HERE/out" 2>"$HERE/err" &
    window=$!
    pids="$pids $window"
    sleep 4
    begin=$(used $window)
    sleep $((minutes * 10 / speed))
    early=$(used $window)
    sleep $((minutes * 50 / speed - 6))
    late=$(used $window)
    echo "$scene, all and heap in kB: $begin after 4 s, $early after a sixth, $late near the end of $minutes minutes"
    if [ "${late#* }" -eq 0 ]; then
        echo "not judged: a sanitizer keeps this memory"
        kill -TERM $window
        wait $window 2>/dev/null || true
        continue
    fi
    # 1.5 MB: fonts, sizes and words that come up for the first time.
    check "$scene does not grow" test "$((${late% *} - ${early% *}))" -le 1500
    check "$scene keeps under ${METTA_HOURS_MAX_KB:-any} kB" test "${late% *}" -le "${METTA_HOURS_MAX_KB:-99999999}"
    sleep 4
    kill -TERM $window 2>/dev/null
    wait $window 2>/dev/null || true
    check "$scene was kept whole" test "$(sqlite3 "$HERE/$scene.db" 'SELECT finished FROM sessions')" = 1
done
finish
