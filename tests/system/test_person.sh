# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# A person played by another program: the protocol both ways, its capture, and programs that lie, flood, or go.
. "$(dirname "$0")/lib.sh"

printf 'hello 1\npace 0 4 0 6 0\nadvance 3\nend\n' | "$METTA" emulate person --seed 3 >"$HERE/said"
check "it greets" test "$(head -1 "$HERE/said")" = "stream rr ms"
check "it lived to 3 s" grep -q '^ok 3.000' "$HERE/said"
check "it breathes at 25 Hz" test "$(grep -c '^breath ' "$HERE/said")" -eq 75
printf 'hello 1\nadvance 5\nadvance 4\n' | "$METTA" emulate person >"$HERE/said"
check "time does not run backwards" grep -q '^err ' "$HERE/said"

for kind in main clean ectopic dropout deaf limited weak shift; do
    printf 'hello 1\nadvance 10\nend\n' | "$METTA" emulate person --form $kind >"$HERE/said"
    check "$kind lives" grep -q '^ok 10.0' "$HERE/said"
done
exits 2 "$METTA" emulate person --form nobody

train() { # SECONDS/60 COMMAND
    "$METTA" train --headless --json --speed max --minutes "$1" --sensor "person:exec=$2" >"$HERE/out" 2>"$HERE/err"
}
train 5 "$METTA emulate person --seed 3"
check "a whole session" jq -e -s '(.[-1].event == "summary") and .[-1].minutes == 5 and .[-1].beats > 250' "$HERE/out" >/dev/null
check "marked as simulated" test "$(head -1 "$HERE/out" | jq .simulated)" = true
check "its breath is measured" jq -e -s '[.[]|select(.event=="breath" and .source=="belt")]|length > 20' "$HERE/out" >/dev/null
cp "$HERE/out" "$HERE/first"
train 5 "$METTA emulate person --seed 3"
check "the same session twice" cmp -s "$HERE/out" "$HERE/first"

exits 0 "$METTA" train --headless --json --speed max --minutes 2 --sensor "person:exec=$METTA emulate person" --capture "$HERE/p.capture"
grep -v '"event":"session"' "$HERE/out" >"$HERE/live"
exits 0 "$METTA" replay "$HERE/p.capture" --headless --json --speed max
grep -v '"event":"session"' "$HERE/out" >"$HERE/replayed"
check "its capture replays to the same events" cmp -s "$HERE/live" "$HERE/replayed"

# lost COMMAND WHAT: exit code 3, one line, and the session is told to its end when it had begun
lost() {
    exits 3 "$METTA" train --headless --json --speed max --minutes 1 --sensor "person:exec=$1"
    check "$2: the line says so" grep -q "$2" "$HERE/err"
}
lost 'exit 1' 'has ended'
lost 'yes' 'floods'
lost 'echo ok 0.000; yes rr 0.01 800' 'floods'
lost 'printf "ok 0.000\nrr 55 800\nok 0.02\n"; sleep 20' 'out of its time'
lost 'printf "ok 0.000\nok 0.02\nok 0.02\n"; sleep 20' 'another step'
lost 'printf "ok 0.000\nrr x 800\n"; sleep 20' 'without a time'
lost 'printf "ok 0.000\nerr I do not know\n"; sleep 20' 'says'
check "the session that had begun is told to its end" test "$(tail -1 "$HERE/out" | jq -r .event)" = summary
lost 'printf "ok 0.000\nrr 0.01 nan\nrr 0.01 -5\nrr 0.01 1e300\nrr 0.01 0\nok 0.02\n"; exec 1>&-' 'has ended'
lost 'head -c 10000 /dev/zero | tr "\0" x; sleep 20' 'too long'
finish
