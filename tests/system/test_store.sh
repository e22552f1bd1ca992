# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# kill -9 in the middle of a session: it is in the history up to its last second, in a sound file.
. "$(dirname "$0")/lib.sh"

emulator cms50d "$HERE/port" --seed 3
"$METTA" train --sensor cms50d:"$HERE/port" --headless --json --minutes 5 >"$HERE/a.json" &
train=$!
sleep 9
kill -9 $train
wait $train 2>/dev/null
told=$(jq -c 'select(.event=="state")' "$HERE/a.json" 2>/dev/null | wc -l)
db=$METTA_HOME/metta.db
check "the file is its owner's" test "$(stat -c %a "$db")" = 600
check "the folder too" test "$(stat -c %a "$METTA_HOME")" = 700
check "the file is sound" test "$(sqlite3 "$db" 'PRAGMA integrity_check')" = ok
kept=$(sqlite3 "$db" 'SELECT count(*) FROM states')
check "kept $kept of $told seconds" test "$kept" -ge $((told - 1))
check "some seconds ($kept)" test "$kept" -ge 6
"$METTA" history --json >"$HERE/h.json" || fail "history: exit code $?"
check "one session" test "$(jq '.sessions|length' "$HERE/h.json")" -eq 1
check "cut off" test "$(jq '.sessions[0].finished' "$HERE/h.json")" = false
"$METTA" history >"$HERE/h.txt" || fail "history: exit code $?"
check "the table says so" grep -q 'cut off' "$HERE/h.txt"

# The store cannot be written: told in one line, code 5, before anybody sits down.
mkdir "$HERE/folder.db"
exits 5 "$METTA" train --sensor person: --headless --speed max --minutes 1 --db "$HERE/folder.db"
head -c 4096 /dev/urandom >"$HERE/junk.db"
exits 5 "$METTA" history --db "$HERE/junk.db"

# A simulated session is kept with its mark.
exits 0 "$METTA" train --sensor person:1 --headless --speed max --minutes 1 --db "$HERE/p.db"
check "marked" test "$("$METTA" history --json --db "$HERE/p.db" | jq '.sessions[0].simulated')" = true
check "not counted" test "$("$METTA" history --json --db "$HERE/p.db" | jq '.trend.sessions')" -eq 0
# What a measuring practice found stands in the history, as it was told.
"$METTA" train --sensor person:10 --practice resonance --headless --json --speed max --db "$HERE/found.db" >"$HERE/found" ||
    fail "resonance: exit code $?"
told=$(jq -c 'select(.event=="summary").answer | [.kind, .per_min, .low_per_min, .high_per_min]' "$HERE/found")
kept=$("$METTA" history --json --db "$HERE/found.db" |
    jq -c '.sessions[0].answer | [.kind, .per_min, .low_per_min, .high_per_min]')
check "the answer is kept as told ($told)" test "$told" = "$kept"
check "there is one" test "$(jq 'select(.event=="summary").answer.per_min > 3' "$HERE/found")" = true

finish
