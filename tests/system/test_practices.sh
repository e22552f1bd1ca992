# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# shellcheck disable=SC2016 # dollars of awk
# What every practice says, when: transcripts of a session of the simulated person against tests/golden/practices. Steps
# and words must be the same; times may differ by TOLERANCE_S, for compilers round differently.
# To take what is said now as what shall be said: METTA_REBASELINE=1 sh tests/system/test_practices.sh METTA SOURCE BUILD
. "$(dirname "$0")/lib.sh"
TOLERANCE_S=12 # a slow breath: lines wait for its turn
GOLDEN=$SOURCE/tests/golden/practices

# transcript NAME OPTIONS...: time, kind, step and words of all that is said
transcript() {
    practice=$1
    shift
    for_two=""
    grep -q '^for: 2' "$SOURCE/assets/practices/en/$practice.practice" && for_two="--sensor person:4"
    # shellcheck disable=SC2086 # two words or none
    "$METTA" train --practice "$practice" --sensor person:3 $for_two --headless --json --speed max "$@" |
        tee "$HERE/events.json" | jq -r 'select(.event=="guide")|[(.t|tostring),.kind,.step,.text]|join("|")'
}

# The lines of two transcripts, one against the other.
same() {
    awk -F'|' -v within="$TOLERANCE_S" '
        NR == FNR { t[FNR] = $1; words[FNR] = $2 "|" $3 "|" $4; n = FNR; next }
        { off = $1 - t[FNR]; if ($2 "|" $3 "|" $4 != words[FNR] || off > within || off < -within) { print "line " FNR ": " $0; bad = 1 } }
        END { exit bad || FNR != n }' "$1" "$2"
}

scripts=$(cd "$SOURCE/assets/practices/en" && ls ./*.practice)
check "twelve practices" test "$(echo "$scripts" | wc -l)" -eq 12
for script in $scripts; do
    name=$(basename "$script" .practice)
    file=$SOURCE/assets/practices/en/$name.practice
    transcript "$name" >"$HERE/$name.txt"
    if [ -n "${METTA_REBASELINE:-}" ]; then
        cp "$HERE/$name.txt" "$GOLDEN/$name.txt"
    fi
    check "$name: the same words at the same time" same "$GOLDEN/$name.txt" "$HERE/$name.txt"
    # Every minute is accounted for: nobody is left alone for more than two minutes and a half.
    check "$name: no long silence" awk -F'|' '$1 - t > 150 { print; exit 1 } { t = $1 }' "$HERE/$name.txt"
    check "$name: 12 words at most" awk -F'|' '{ if (split($4, w, " ") > 12) exit 1 }' "$HERE/$name.txt"
    # No guided breath is more than 6 % longer than the one before, but where the person breathed alone in between.
    check "$name: no breath much longer than the last" jq -e -n 'reduce inputs as $e ({last: null, most: 0};
        if $e.event == "guide" and $e.kind == "step" and $e.breath == "own" then .last = null
        elif $e.event == "pace" then ($e.inhale_s + $e.exhale_s) as $s |
            (if .last then .most = ([.most, $s / .last]|max) else . end) | .last = $s else . end) | .most < 1.0605' \
        "$HERE/events.json" >"$HERE/true"
    # At its shortest and its longest it has all its stages and comes to its last line.
    last=$(sed -n 's/^say: //p' "$file" | tail -1)
    stages=$(sed -n 's/^== //p' "$file" | wc -l)
    extra=$(grep -c '^only ' "$file")
    least=$(sed -n 's/^minutes: [0-9]*, \([0-9]*\) to .*$/\1/p' "$file")
    most=$(sed -n 's/^minutes: [0-9]*, [0-9]* to \([0-9]*\)$/\1/p' "$file")
    for minutes in "$least" "$most"; do
        transcript "$name" --minutes "$minutes" >"$HERE/length.txt"
        check "$name, $minutes minutes: its last line" grep -qF "$last" "$HERE/length.txt"
        begun=$(grep -c '|step|' "$HERE/length.txt")
        check "$name, $minutes minutes: $begun of $stages stages" test "$begun" -eq $((stages - extra))
    done
done
exits 0 "$METTA" practice check "$SOURCE"/assets/practices/*/*.practice
check "every line has its time" sh -c "! grep 'a note' '$HERE/out'"

# Words of safety: nothing is ordered, judged or promised.
check "no hard words" sh -c "! grep -riE 'deeper|wrong|fail|\\bbad\\b|must|!' $SOURCE/assets/practices/*/*.practice | grep '^[^:]*:say'"

# Find your rate by the stepped test: two minutes at each of the five paces, and an answer.
"$METTA" train --practice resonance --protocol steps --sensor person:5 --headless --json --speed max >"$HERE/steps.json"
steps=$(jq -r 'select(.event=="pace")|60/(.inhale_s+.exhale_s)*10|round' "$HERE/steps.json" | sort -rn | uniq | tr '\n' ' ')
for rate in 65 60 55; do check "stepped: $rate in $steps" sh -c "echo '$steps' | grep -q '\b$rate\b'"; done
check "stepped: an answer" sh -c "tail -1 '$HERE/steps.json' | jq -e '.answer.kind==\"resonance\"' >/dev/null"

# Its check, six minutes around an earlier answer: refused without one, and told against it.
exits 2 "$METTA" train --practice resonance --protocol check --sensor person:5 --headless --speed max --db "$HERE/rate.db"
check "check: what is missing" grep -q 'no earlier session' "$HERE/err"
"$METTA" train --practice resonance --sensor person:5 --headless --json --speed max --db "$HERE/rate.db" >"$HERE/test.json"
"$METTA" train --practice resonance --protocol check --sensor person:5 --headless --json --speed max --db "$HERE/rate.db" >"$HERE/check.json"
check "check: shorter" sh -c "tail -1 '$HERE/check.json' | jq -e '.minutes<10 and .answer.earlier_per_min!=null and .answer.drift!=null' >/dev/null"
"$METTA" train --practice resonance --minutes 10 --sensor person:5 --headless --json --speed max --db "$HERE/rate.db" >"$HERE/short.json"
check "a short test: a check" grep -q '"breath":"check"' "$HERE/short.json"
exits 2 "$METTA" train --practice resonance --protocol hops --sensor person: --headless

# Other languages say the same: key by key, stage by stage.
shape() { grep -v '^#' "$1" | sed 's/:.*//; s/^==.*/==/'; }
for file in "$SOURCE"/assets/practices/de/*.practice "$SOURCE"/assets/practices/es/*.practice "$SOURCE"/assets/practices/fr/*.practice; do
    shape "$file" >"$HERE/shape.other"
    shape "$SOURCE/assets/practices/en/$(basename "$file")" >"$HERE/shape.en"
    check "$file: the same shape as in English" cmp "$HERE/shape.en" "$HERE/shape.other"
done
for language in de es fr; do
    exits 0 env LC_ALL="${language}_XX.UTF-8" "$METTA" practice list --json
    check "$language: three of its own" test "$(jq "[.practices[]|select(.language==\"$language\")]|length" "$HERE/out")" -eq 3
done

# Learning cards are short, and tell where they have it from.
for card in "$SOURCE"/assets/learn/en/*.md; do
    check "$card: under 150 words" test "$(sed 1d "$card" | grep -v '^Source' | wc -w)" -lt 150
    check "$card: a source" grep -qE '^Sources?: .*[0-9]{4}' "$card"
done

# A captured session replays to the same bytes; what a person did replays with it.
"$METTA" train --practice kindness --sensor "person:exec=$METTA emulate person --seed 5" --headless --json --speed max --minutes 8 \
    --capture "$HERE/kind.capture" >"$HERE/live.json" || fail "captured: exit code $?"
"$METTA" replay "$HERE/kind.capture" --headless --json --speed max >"$HERE/again.json" || fail "replayed: exit code $?"
grep '"event":"guide"' "$HERE/live.json" >"$HERE/live.guide"
grep '"event":"guide"' "$HERE/again.json" >"$HERE/again.guide"
check "guide events are there" test "$(wc -l <"$HERE/live.guide")" -gt 20
check "live and replayed say the same" cmp "$HERE/live.guide" "$HERE/again.guide"
check "the script's hash is in the capture" grep -qE '^# script [0-9a-f]{16}$' "$HERE/kind.capture"

# For two: whose sensor is whose is kept with it.
"$METTA" train --practice together --sensor "person:exec=$METTA emulate person --seed 5" --sensor "person:exec=$METTA emulate person --seed 6" \
    --headless --json --speed max --minutes 5 --capture "$HERE/two.capture" >"$HERE/two.json" || fail "two captured: exit code $?"
"$METTA" replay "$HERE/two.capture" --headless --json --speed max >"$HERE/two.again.json" || fail "two replayed: exit code $?"
grep -v '"event":"session"' "$HERE/two.json" >"$HERE/two.live"
grep -v '"event":"session"' "$HERE/two.again.json" >"$HERE/two.again"
check "two people replay to the same bytes" cmp "$HERE/two.live" "$HERE/two.again"

# with COMMANDS...: the capture with these lines in it ("tick name"), without hashes, which are of another session now
with() {
    grep -v '^H' "$HERE/kind.capture" >"$HERE/lines"
    grep '^#' "$HERE/lines" >"$HERE/with.capture"
    printf 'C %s\n' "$@" | cat - "$HERE/lines" | grep -v '^#' | sort -s -n -k2,2 >>"$HERE/with.capture"
    "$METTA" replay "$HERE/with.capture" --headless --json --speed max | jq -r 'select(.event=="guide")|[(.t|tostring),.kind,.step,.text]|join("|")' >"$HERE/with.txt"
}
offered=$(jq -r 'select(.kind=="offer")|.t*50+100|floor' "$HERE/live.guide" | head -1)
check "there is an offer" test -n "$offered"
with "$offered accept"
check "an offer is taken" grep -q '|step|Someone difficult|' "$HERE/with.txt"
with "$offered decline"
check "an offer is declined" sh -c "! grep -q '|step|Someone difficult|' '$HERE/with.txt'"
check "and it goes on at once" awk -F'|' '$2 == "offer" { t = $1 } $3 == "Everyone" && $2 == "step" { exit !($1 - t < 5) }' "$HERE/with.txt"
with "1000 skip" "1500 skip"
check "stages are skipped" awk -F'|' '$3 == "Yourself" && $2 == "step" && $1 > 30.5 { exit 1 }' "$HERE/with.txt"
check "in their order" sh -c "awk -F'|' '\$2 == \"step\" { print \$3 }' '$HERE/with.txt' | sed -n 3p | grep -q Yourself"
with "1000 pause" "3000 resume"
cp "$HERE/with.txt" "$HERE/paused.txt"
with "1000 pause" "3000 resume"
check "pauses replay, too" cmp "$HERE/with.txt" "$HERE/paused.txt"

# Another text is another session: the capture says so.
mkdir -p "$HERE/home/practices"
sed 's/May you be safe/May you be warm/' "$SOURCE/assets/practices/en/kindness.practice" >"$HERE/home/practices/kindness.practice"
exits 4 "$METTA" replay "$HERE/kind.capture" --headless --json --speed max
exits 0 "$METTA" replay "$HERE/kind.capture" --headless --json --speed max --practice "$SOURCE/assets/practices/en/kindness.practice"
rm -r "$HERE/home/practices"

# The list, the check, and calls that are not right.
exits 0 "$METTA" practice list --json
check "twelve in the list" test "$(jq '.practices|length' "$HERE/out")" -eq 12
exits 0 env LC_ALL=xx_XX "$METTA" practice list
check "English where there is no other" grep -q Loving-kindness "$HERE/out"
printf 'title: x\nminutes: 3\n== One\nminutes: 1\nsay on exale: hush\nbreath: leed\n' >"$HERE/bad.practice"
exits 4 "$METTA" practice check "$HERE/bad.practice"
check "line and word" grep -q 'bad.practice:5: .*did you mean "say on exhale"' "$HERE/out"
exits 4 "$METTA" practice check --json "$HERE/bad.practice"
check "the same as JSON" test "$(jq '.mistakes|length' "$HERE/out")" -eq 2
exits 4 "$METTA" train --practice "$HERE/bad.practice" --sensor person: --headless --speed max
exits 4 "$METTA" practice check "$HERE/none.practice"
exits 2 "$METTA" practice check
exits 2 "$METTA" practice sing
exits 2 "$METTA" train --practice kindnes --sensor person: --headless
check "the nearest name" grep -q 'did you mean kindness' "$HERE/err"
exits 2 "$METTA" train --practice listen --sensor person: --headless
printf 'title: Mine\nminutes: 1\n== One\nminutes: 1\nsay: My own words.\n' >"$HERE/mine.practice"
exits 0 "$METTA" train --practice "$HERE/mine.practice" --sensor person: --headless --json --speed max
check "a practice of one's own" grep -q 'My own words' "$HERE/out"

# In a terminal the same words.
exits 0 "$METTA" train --practice break --text --sensor person:2 --speed max
check "stages" grep -q '^-- This is hard' "$HERE/out"
check "lines" grep -q '^May I be kind to myself' "$HERE/out"
finish
