# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The trainer in a terminal, as a transcript that a screen reader can follow; keys through a real terminal.
. "$(dirname "$0")/lib.sh"

exits 0 "$METTA" train --text --sensor person:2 --speed max --minutes 6
cp "$HERE/out" "$HERE/1.txt"
exits 0 "$METTA" train --text --sensor person:2 --speed max --minutes 6
check "the same words twice" cmp "$HERE/1.txt" "$HERE/out"
check "it says that nobody is there" grep -q simulated "$HERE/1.txt"
check "words at first" test "$(grep -c '^breathe in$' "$HERE/1.txt")" -eq 3
check "then less of them" test "$(grep -c '^in$' "$HERE/1.txt")" -gt 20
check "in and out take turns" sh -c "grep -E '^(in|out)\$' '$HERE/1.txt' | uniq -d | wc -l | grep -q '^0\$'"
check "a line a minute" test "$(grep -c '^Minute ' "$HERE/1.txt")" -ge 5
check "an end" grep -q '^That was it' "$HERE/1.txt"
check "no line over 80 columns" sh -c "! grep -q '.\{81\}' '$HERE/1.txt'"
lines=$(wc -l <"$HERE/1.txt")
check "no storm of lines ($lines)" test "$lines" -lt 140

# With a terminal: q ends it, and the summary is told.
if command -v script >/dev/null; then
    (sleep 2; printf t-+; sleep 1; printf q; sleep 1) |
        timeout 20 script -qec "$METTA train --text --sensor person:2 --minutes 5 --db $HERE/t.db" /dev/null >"$HERE/keys.txt"
    check "t is heard" grep -q '^Easier' "$HERE/keys.txt"
    check "so are - and +" sh -c "grep -q ^Slower '$HERE/keys.txt' && grep -q ^Faster '$HERE/keys.txt'"
    check "q ends it" grep -q 'good signal' "$HERE/keys.txt"
else
    echo "skipped: no script command here"
fi
finish
