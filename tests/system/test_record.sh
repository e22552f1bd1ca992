# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# metta record keeps what a sensor sends; a replay that is not the session it claims to be is told; ports that may not be
# opened are told.
. "$(dirname "$0")/lib.sh"

emulator pulsesensor "$HERE/port" --form visualizer --seed 6
exits 0 "$METTA" record --sensor pulsesensor:"$HERE/port" --minutes 0.25 "$HERE/a.capture"
check "nothing on stdout" test ! -s "$HERE/out"
check "no session was made of it" test ! -e "$METTA_HOME/metta.db"
exits 0 "$METTA" replay "$HERE/a.capture" --headless --json --speed max
beats=$(grep -c '"event":"beat"' "$HERE/out")
check "beats in it ($beats)" test "$beats" -ge 9

"$METTA" record --sensor pulsesensor:"$HERE/port" "$HERE/b.capture" 2>"$HERE/err" &
record=$!
sleep 3
kill -9 $record
wait $record 2>/dev/null
exits 0 "$METTA" replay "$HERE/b.capture" --headless --json --speed max
check "what was killed is whole up to its last second" test "$(grep -c '"event":"state"' "$HERE/out")" -ge 1
kill "$emulator_pid"

emulator belt "$HERE/silent" --seed 6
exits 3 "$METTA" record --sensor pulsesensor:"$HERE/silent" --minutes 0.05 "$HERE/c.capture"
exits 2 "$METTA" record "$HERE/c.capture"
exits 1 "$METTA" record --sensor belt:"$HERE/silent" --minutes 0.05 "$HERE/no/such/folder/c.capture"

# A session's capture with a second missing is no longer that session.
"$METTA" train --sensor belt:"$HERE/silent" --headless --minutes 0.2 --capture "$HERE/d.capture" --db "$HERE/x.db" >/dev/null || fail "train: exit code $?"
exits 0 "$METTA" replay "$HERE/d.capture" --headless --json --speed max
awk '$1 == "B" && ++n > 40 && n <= 80 { next } { print }' "$HERE/d.capture" >"$HERE/e.capture"
exits 1 "$METTA" replay "$HERE/e.capture" --headless --json --speed max
check "the line is named" grep -Eq 'e.capture:[0-9]+: this replay differs' "$HERE/err"

# No permission, as another user (only where this test runs as root).
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
    chmod 755 "$HERE"
    chmod 600 "$(readlink -f "$HERE/silent")"
    exits 3 setpriv --reuid 65534 --regid 65534 --clear-groups "$METTA" train --sensor belt:"$HERE/silent" --headless --db /tmp/none.db
    check "it says what is missing" grep -q 'no permission' "$HERE/err"
else
    echo "skipped: permissions (needs root and setpriv)"
fi
exits 3 "$METTA" train --sensor belt:"$METTA" --headless --minutes 0.1 --db "$HERE/x.db"
finish
