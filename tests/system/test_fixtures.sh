# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Every fixture replays to the same bytes twice, and to the figures it is known for. REBASELINE=1 writes those anew.
. "$(dirname "$0")/lib.sh"

# One row every five seconds: unknown is empty.
figures() {
    jq -r 'select(.event=="state" and (.t%5)==0)|[.t,.hr_bpm,.quality,.peak_share,.swing_bpm,.breath_per_min,.scored]|@csv' "$1"
}

# same WANTED GOT: every field within its tolerance (another compiler rounds otherwise; a changed rule shows)
same() {
    paste -d, "$1" "$2" | awk -F, '
        BEGIN { split("0 0.3 0.05 0.02 0.3 0.3 0", tolerance, " ") }
        { for (i = 1; i <= 7; i++) {
              a = $i; b = $(i + 7)
              if ((a == "") != (b == "") || (i < 7 && (a - b > tolerance[i] || b - a > tolerance[i])) || (i == 7 && a != b)) {
                  print "row " NR " column " i ": " a " became " b; wrong = 1 } } }
        END { exit wrong }'
}

found=0
for folder in "$SOURCE"/fixtures/*/; do
    name=$(basename "$folder")
    found=$((found + 1))
    check "$name says what it is" test -s "$folder/about.md"
    "$METTA" replay "$folder/bytes.capture" --headless --json --speed max >"$HERE/1.json" || fail "$name: exit code $?"
    "$METTA" replay "$folder/bytes.capture" --headless --json --speed max >"$HERE/2.json" || fail "$name: exit code $?"
    check "$name: the same bytes twice" cmp "$HERE/1.json" "$HERE/2.json"
    figures "$HERE/1.json" >"$HERE/got.csv"
    if [ -n "${REBASELINE:-}" ]; then
        cp "$HERE/got.csv" "$folder/expected.csv"
    fi
    check "$name: the figures it is known for" same "$folder/expected.csv" "$HERE/got.csv"
done
check "there are fixtures ($found)" test "$found" -ge 3
finish
