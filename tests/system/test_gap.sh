# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# A sensor that goes away for five seconds: one gap, the session goes on, the summary counts it.
. "$(dirname "$0")/lib.sh"

emulator cms50d "$HERE/port" --seed 3
"$METTA" train --sensor cms50d:"$HERE/port" --headless --json --minutes 0.5 --db "$HERE/a.db" >"$HERE/a.json" 2>"$HERE/a.err" &
train=$!
sleep 10
kill -9 "$emulator_pid"
rm -f "$HERE"/port "$HERE"/gone # a pseudo-terminal of another test may get its number
sleep 5
emulator cms50d "$HERE/port" --seed 3
wait "$train" || fail "exit code $? ($(cat "$HERE/a.err"))"
check "one gap" test "$(jq -c 'select(.event=="gap")' "$HERE/a.json" | wc -l)" -eq 1
check "it was unplugged" test "$(jq -r 'select(.event=="gap").why' "$HERE/a.json")" = unplugged
check "it took about five seconds" jq -e -s '[.[]|select(.event=="gap")|.t-.from]|all(. > 4 and . < 8)' "$HERE/a.json" >/dev/null
check "beats afterwards" jq -e -s '[.[]|select(.event=="beat" and .t>22)]|length>3' "$HERE/a.json" >/dev/null
check "states all through" test "$(jq -c 'select(.event=="state")' "$HERE/a.json" | wc -l)" -eq 30
check "the summary counts it" test "$(tail -1 "$HERE/a.json" | jq .gaps)" -eq 1

# Gone for good: the session is saved and the exit code says so.
emulator belt "$HERE/gone" --seed 4
"$METTA" train --sensor belt:"$HERE/gone" --headless --json --minutes 0.2 --db "$HERE/b.db" >"$HERE/b.json" 2>"$HERE/b.err" &
train=$!
sleep 5
kill -9 "$emulator_pid"
rm -f "$HERE"/port "$HERE"/gone # a pseudo-terminal of another test may get its number
code=0
wait "$train" || code=$?
check "exit code 3" test "$code" -eq 3
check "one line" test "$(wc -l <"$HERE/b.err")" -eq 1
check "summary all the same" test "$(tail -1 "$HERE/b.json" | jq -r .event)" = summary
finish
