# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Every driver in every wire form, through a pseudo-terminal in real time: beats, states, summary.
. "$(dirname "$0")/lib.sh"

sit() { # name driver form
    emulator "$2" "$HERE/$1" --form "$3" --seed 7 --minutes 1
    "$METTA" train --sensor "$2:$HERE/$1" --headless --json --minutes 0.6 --db "$HERE/$1.db" >"$HERE/$1.json" 2>"$HERE/$1.err" ||
        fail "$1: exit code $? ($(cat "$HERE/$1.err"))"
}

sit v7 cms50d v7 &
sit v5 cms50d v5 &
sit plotter pulsesensor plotter &
sit visualizer pulsesensor visualizer &
sit belt belt belt-pulse &
wait

for name in v7 v5 plotter visualizer belt; do
    f=$HERE/$name.json
    check "$name: one session line first" test "$(head -1 "$f" | jq -r .event)" = session
    check "$name: a state a second" test "$(jq -c 'select(.event=="state")' "$f" | wc -l)" -eq 36
    beats=$(jq -c 'select(.event=="beat")' "$f" | wc -l)
    check "$name: beats ($beats)" test "$beats" -ge 20
    check "$name: pace begins after listening" test "$(jq -c 'select(.event=="pace")' "$f" | wc -l)" -ge 1
    check "$name: heart rate is sensible" jq -e -s '[.[]|select(.event=="state" and .t>15)|.hr_bpm]|(length>0) and all(. != null and . > 40 and . < 110)' "$f" >/dev/null
    check "$name: one summary last" test "$(tail -1 "$f" | jq -r .event)" = summary
    check "$name: no gap" test "$(tail -1 "$f" | jq .gaps)" -eq 0
    check "$name: kept" test "$("$METTA" history --json --db "$HERE/$name.db" | jq '.sessions|length')" -eq 1
done
check "belt: breaths are measured" jq -e -s '[.[]|select(.event=="breath" and .source=="belt")]|length>=3' "$HERE/belt.json" >/dev/null
finish
