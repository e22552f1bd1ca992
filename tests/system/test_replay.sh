# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The same causes give the same bytes: twice from a capture, live and then from its capture, and however bytes are cut.
. "$(dirname "$0")/lib.sh"

for driver in pulsesensor cms50d belt; do
    form=visualizer
    [ $driver = cms50d ] && form=v5
    [ $driver = belt ] && form=belt-pulse
    "$METTA" emulate $driver --form $form --capture "$HERE/$driver.capture" --seed 5 --minutes 3 || fail "$driver: no capture"
    "$METTA" replay "$HERE/$driver.capture" --headless --json --speed max >"$HERE/1.json" || fail "$driver: exit code $?"
    "$METTA" replay "$HERE/$driver.capture" --headless --json --speed max >"$HERE/2.json" || fail "$driver: exit code $?"
    check "$driver: the same bytes twice" cmp "$HERE/1.json" "$HERE/2.json"
    beats=$(jq -c 'select(.event=="beat")' "$HERE/1.json" | wc -l)
    check "$driver: beats ($beats)" test "$beats" -gt 120
    # Three other cuts of the same bytes, each piece at the same tick and time.
    for size in 1 3 17; do
        awk -v size=$size '
            $1 != "B" { print; next }
            { hex = $4; while (length(hex) > 2 * size) { print $1, $2, $3, substr(hex, 1, 2 * size); hex = substr(hex, 2 * size + 1) }
              print $1, $2, $3, hex }' "$HERE/$driver.capture" >"$HERE/cut.capture"
        "$METTA" replay "$HERE/cut.capture" --headless --json --speed max >"$HERE/3.json" || fail "$driver: exit code $?"
        check "$driver: the same in pieces of $size" cmp "$HERE/1.json" "$HERE/3.json"
    done
done

# Live, captured, replayed.
emulator belt "$HERE/port" --form belt-pulse --seed 11
"$METTA" train --sensor belt:"$HERE/port" --headless --json --minutes 0.75 --capture "$HERE/live.capture" --db "$HERE/x.db" >"$HERE/live.json" ||
    fail "live: exit code $?"
"$METTA" replay "$HERE/live.capture" --headless --json --speed max >"$HERE/again.json" || fail "again: exit code $?"
grep '"event":"state"' "$HERE/live.json" >"$HERE/live.states"
grep '"event":"state"' "$HERE/again.json" >"$HERE/again.states"
check "there are states" test "$(wc -l <"$HERE/live.states")" -eq 45
check "live and replayed states are the same" cmp "$HERE/live.states" "$HERE/again.states"
check "hashes were kept" grep -q '^H ' "$HERE/live.capture"

# Ended by hand, and replayed: it ends there too.
emulator pulsesensor "$HERE/port2" --seed 12
"$METTA" train --sensor pulsesensor:"$HERE/port2" --headless --json --minutes 5 --capture "$HERE/ended.capture" --db "$HERE/x.db" >"$HERE/live.json" &
train=$!
sleep 8
kill -INT $train
code=0
wait $train || code=$?
check "interrupted" test "$code" -eq 130
check "summary all the same" test "$(tail -1 "$HERE/live.json" | jq -r .event)" = summary
"$METTA" replay "$HERE/ended.capture" --headless --json --speed max >"$HERE/again.json" || fail "ended: exit code $?"
grep '"event":"state"' "$HERE/live.json" >"$HERE/live.states"
grep '"event":"state"' "$HERE/again.json" >"$HERE/again.states"
check "states up to the end are the same" cmp "$HERE/live.states" "$HERE/again.states"

# A simulated session is the same for the same seed and another one for another.
"$METTA" train --sensor person:3 --headless --json --speed max --minutes 4 >"$HERE/1.json" || fail "person: exit code $?"
"$METTA" train --sensor person:3 --headless --json --speed max --minutes 4 >"$HERE/2.json" || fail "person: exit code $?"
"$METTA" train --sensor person:4 --headless --json --speed max --minutes 4 >"$HERE/3.json" || fail "person: exit code $?"
check "same seed, same bytes" cmp "$HERE/1.json" "$HERE/2.json"
check "other seed, other bytes" sh -c "! cmp -s $HERE/1.json $HERE/3.json"
check "marked as simulated" test "$(head -1 "$HERE/1.json" | jq .simulated)" = true
check "led to 6 a minute" jq -e -s '[.[]|select(.event=="pace")]|last|(60/(.inhale_s+.exhale_s))<7' "$HERE/1.json" >/dev/null

# What a first sitting taught stands in the capture of the second: replayed, it is led as it was.
for sitting in 1 2; do
    "$METTA" train --sensor "person:exec=$METTA emulate person --seed 1 --fault limited" --headless --json --speed max \
        --minutes 12 --db "$HERE/days.db" --capture "$HERE/day$sitting.capture" >"$HERE/day$sitting.json" ||
        fail "sitting $sitting: exit code $?"
done
check "nothing to remember at first" sh -c "! grep -aq '^# limits ' $HERE/day1.capture"
check "a limit is remembered" grep -aqE '^# limits [4-9]' "$HERE/day2.capture"
"$METTA" replay "$HERE/day2.capture" --headless --json --speed max >"$HERE/again.json" || fail "day 2: exit code $?"
for sitting in day2 again; do
    grep '"event":"pace"' "$HERE/$sitting.json" >"$HERE/$sitting.paces"
done
check "the same paces" cmp "$HERE/day2.paces" "$HERE/again.paces"
check "there are paces" test "$(wc -l <"$HERE/day2.paces")" -gt 10
sed '/^H /d; s/^# limits .*/# limits 6.5 nan/' "$HERE/day2.capture" >"$HERE/odd.capture"
"$METTA" replay "$HERE/odd.capture" --headless --json --speed max >"$HERE/odd.json" || fail "odd limits: exit code $?"
check "without what cannot be read it is led as anybody" sh -c "! cmp -s $HERE/odd.json $HERE/again.json"

finish
