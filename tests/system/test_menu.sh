# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The trainer in a terminal, from the first list to the weeks: a transcript that a screen reader can follow; and what
# history tells of calm and of trends.
. "$(dirname "$0")/lib.sh"

db=$HERE/menu.db
menu() { # ANSWERS: what is typed, a line each
    printf '%b' "$1" | "$METTA" --text --sensor person:3 --speed max --db "$db" --quiet >"$HERE/out" 2>"$HERE/err"
}

# Choose a practice, answer the question, sit, answer again, write a line, look at the weeks, change things, leave.
menu '2\n2\n\n1 3\n\n1 6\n2 soft is enough\n\n5\nq\n7\n1 2\n11 20\n5\nq\nq\n' || fail "exit code $?: $(cat "$HERE/err")"
check "the list" grep -q '^  1  Begin$' "$HERE/out"
check "practices with what they are for" grep -q '^  2  Ground yourself, 4 minutes\.' "$HERE/out"
check "the question before" grep -q '^How calm do you feel right now?$' "$HERE/out"
check "the question after" grep -q 'How calm do you feel now?' "$HERE/out"
check "the weeks in words" grep -q 'Your weeks' "$HERE/out"
check "no line over 80 columns" sh -c "! grep -q '.\{81\}' '$HERE/out'"
check "nothing drawn over" sh -c "! grep -q '$(printf '\033')' '$HERE/out'"
check "calm and the line are kept" test "$(sqlite3 "$db" 'SELECT calm_before, calm_after, line FROM sessions')" = "3.0|6.0|soft is enough"
check "the practice" test "$(sqlite3 "$db" 'SELECT practice FROM sessions')" = ground
check "colours are kept" grep -q 'theme = paper' "$METTA_HOME/metta.ini"
check "the sound too" grep -q '^sea = 0.2$' "$METTA_HOME/metta.ini"

# Mistakes are told, and nothing is taken for an answer.
menu '99\nhm\n7\n10 900\n1 77\nq\nq\n' || fail "exit code $?"
check "told each time" test "$(grep -c 'Give a number of the list, or q' "$HERE/out")" -eq 4
# The end of the input is a way out, from anywhere.
menu '\n' || fail "exit code $? at the end of the input"
menu '' || fail "exit code $? without input"
LANGUAGE=de menu 'q\n'
check "in another language" grep -q 'Beginnen' "$HERE/out"

# A practice for two without any sensor: two simulated persons, each with a session.
printf '2\n10\n\n\n\nq\nq\n' | "$METTA" --text --speed max --db "$HERE/two.db" --quiet >"$HERE/out" 2>"$HERE/err" || fail "exit code $?"
check "two sat down together" test "$(sqlite3 "$HERE/two.db" "SELECT count(*) FROM sessions WHERE practice = 'together'")" = 2

# History: keys, lines only when asked for, trends of people only.
exits 0 "$METTA" history --json --db "$db"
check "calm is told" jq -e '.sessions[0].calm_before == 3 and .sessions[0].calm_after == 6 and (.sessions[0] | has("line") | not)' "$HERE/out" >/dev/null
check "simulated persons make no trend" jq -e '.trend.peak_share.sessions == 0 and .trend.peak_share.clear == null' "$HERE/out" >/dev/null
exits 0 "$METTA" history --json --lines --db "$db"
check "the line, when asked for" jq -e '.sessions[0].line == "soft is enough"' "$HERE/out" >/dev/null
exits 0 "$METTA" history --lines --db "$db"
check "the line in the table" grep -q '"soft is enough"' "$HERE/out"
sqlite3 "$db" "UPDATE sessions SET simulated = 0; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
 INSERT INTO sessions(profile, started, practice, sensor, simulated, seconds, finished, calm_before, calm_after)
 SELECT 1, date('2026-01-01', '+' || i || ' days') || 'T07:00:00Z', 'breath', 'belt', 0, 600, 1, 3 + i * 0.2, 5 + i * 0.2 FROM n;
 INSERT INTO states SELECT id, 0, 1000000, 60, 1, 1, 1, 0.3 + id * 0.01, 0.1, 5, 6, 1, 1 FROM sessions WHERE sensor = 'belt'"
exits 0 "$METTA" history --json --since 2026-01-01 --db "$db"
check "a trend with its interval" jq -e '.trend.peak_share | .sessions >= 20 and .clear and .low_per_month > 0 and .low_per_month <= .per_month and .per_month <= .high_per_month' "$HERE/out" >/dev/null
check "calm gained" jq -e '.trend.calm_gain.median == 2' "$HERE/out" >/dev/null
finish
