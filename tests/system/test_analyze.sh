# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# metta analyze from outside: published figures, damaged files, times on stdout.
. "$(dirname "$0")/lib.sh"

awk 'BEGIN { pi2 = 6.283185307179586; print "rr_ms"
    for (i = 0; i < 600; i++) { v = 900 + 40 * sin(pi2 * i / 10.7) + 25 * sin(pi2 * i / 3.9 + 1) + 15 * sin(pi2 * i / 97); print int(v + 0.5) } }' >"$HERE/h.rr"
exits 0 "$METTA" analyze "$HERE/h.rr" --json --correct none
cp "$HERE/out" "$HERE/h.json"
near() { # KEY WANT: to one part in a million
    jq -e --argjson want "$2" "($1 - \$want)/\$want | . < 1e-6 and . > -1e-6" "$HERE/h.json" >/dev/null || fail "$1 is $(jq "$1" "$HERE/h.json"), not $2"
}
near .time.sdnn_ms 34.9182436
near .time.rmssd_ms 30.2257781
near .time.pnn50_pct 10.3505843
near .frequency.vlf_ms2 112.0918
near .frequency.lf_ms2 797.78773
near .frequency.hf_ms2 302.17924
near .nonlinear.sd1_ms 21.3906708
near .nonlinear.sd2_ms 44.5412213
near .nonlinear.sample_entropy 1.74481036
near .nonlinear.dfa_alpha1 1.01913042
near .nonlinear.dfa_alpha2 0.493039788

exits 0 "$METTA" analyze "$HERE/h.rr" --beats -
check "a time a beat" test "$(wc -l <"$HERE/out")" -eq 600
exits 0 "$METTA" analyze "$HERE/h.rr" --beats "$HERE/beats.txt" --json
check "times in a file, figures on stdout" jq -e '.beats.detected == 600' "$HERE/out" >/dev/null
exits 2 "$METTA" analyze "$HERE/h.rr" --correct magic
exits 2 "$METTA" analyze
exits 4 "$METTA" analyze "$HERE/none.rr" --json
{ head -100 "$HERE/h.rr"; echo rubbish; } >"$HERE/cut.rr"
exits 4 "$METTA" analyze "$HERE/cut.rr" --json
check "what came before is analysed" jq -e '.beats.detected == 99 and (.notes|tostring|contains("line 101"))' "$HERE/out" >/dev/null
exits 0 "$METTA" analyze "$HERE/h.rr" "$HERE/h.rr" --json
check "one object a file" test "$(wc -l <"$HERE/out")" -eq 2
printf '800\n810\n' >"$HERE/two.rr"
exits 0 "$METTA" analyze "$HERE/two.rr" --json
check "too short is null, with a note" jq -e '.nonlinear.sd1_ms == null and .frequency.lf_ms2 == null and (.notes|length) > 0' "$HERE/out" >/dev/null

# A heart without any order, and one as even as a clock: no breath and no coherence is told of either
awk 'BEGIN { srand(3); print "rr_ms"; for (i = 0; i < 400; i++) print int(900 * (0.6 + 0.8 * rand())) }' >"$HERE/wild.rr"
exits 0 "$METTA" analyze "$HERE/wild.rr" --json
check "no breath of a wild heart" jq -e '.respiration.rate_per_min == null and .respiration.confidence == null and (.notes|tostring|contains("no breathing"))' "$HERE/out" >/dev/null
awk 'BEGIN { srand(3); print "rr_ms"; for (i = 0; i < 400; i++) print 923 + (rand() < 0.3) }' >"$HERE/even.rr"
exits 0 "$METTA" analyze "$HERE/even.rr" --json
check "no coherence of an even heart" jq -e '.coherence.score == null and (.notes|tostring|contains("varies by 2 ms"))' "$HERE/out" >/dev/null

# The spectrum's other makers, and the trend taken off first
for method in multitaper ar lomb; do
    exits 0 "$METTA" analyze "$HERE/h.rr" --json --correct none --spectrum $method
    # shellcheck disable=SC2016 # jq's own variables
    check "$method tells the same bands, roughly" jq -e --arg m $method '.frequency.method == $m and (.frequency.lf_ms2 | . > 600 and . < 1000) and (.frequency.hf_ms2 | . > 200 and . < 400)' "$HERE/out" >/dev/null
done
exits 0 "$METTA" analyze "$HERE/h.rr" --json --correct none --detrend priors
cp "$HERE/out" "$HERE/h.json"
near .frequency.lf_ms2 788.795252
near .frequency.hf_ms2 302.115453
exits 2 "$METTA" analyze "$HERE/h.rr" --spectrum magic
exits 2 "$METTA" analyze "$HERE/h.rr" --detrend magic

# Windows as CSV: as many cells in every row as in the header; the first begins with the recording
exits 0 "$METTA" analyze "$HERE/h.rr" --correct none --sliding - --window 120 --step 30
check "windows of 120 s every 30 s" test "$(grep -c '^[0-9]' "$HERE/out")" -eq 15
check "rows as wide as the header" awk -F, '/^#/ { next } /^time_s/ { n = NF; next } NF != n { exit 1 }' "$HERE/out"
check "the first window's middle" grep -q '^60\.' "$HERE/out"
exits 2 "$METTA" analyze "$HERE/h.rr" --sliding - --window 0

# A capture goes through its driver; a pipe is a file
exits 0 "$METTA" analyze "$SOURCE/fixtures/oximeter-v7/bytes.capture" --json
check "a capture is analysed" jq -e '.source.kind == "capture" and .beats.detected > 130 and .time.mean_hr_bpm > 60' "$HERE/out" >/dev/null
"$METTA" analyze - --json <"$HERE/h.rr" >"$HERE/out"
check "standard input is read" jq -e '.beats.detected == 600' "$HERE/out" >/dev/null
# shellcheck disable=SC2002 # a pipe is what is tried
cat "$HERE/h.rr" | "$METTA" analyze /dev/stdin --json >"$HERE/out"
check "a pipe is read" jq -e '.beats.detected == 600' "$HERE/out" >/dev/null

# Breaths: the heart's rhythm gives them where no sensor does. Here it swings once in ten seconds
awk 'BEGIN { for (i = 0; t < 300; i++) { rr = 60 / (65 + 8 * sin(0.6283185 * t)); t += rr; printf "%.0f\n", rr * 1000 } }' >"$HERE/slow.rr"
exits 0 "$METTA" analyze "$HERE/slow.rr" --breaths -
# shellcheck disable=SC2016 # awk fields
check "a breath each ten seconds" awk 'NR > 1 && $1 - last > 8.5 && $1 - last < 11.5 { good++ } { last = $1 } END { exit !(good >= 20) }' "$HERE/out"

# A hole of 20 s: nothing bridges it, and a note says so
awk 'BEGIN { print "time_s,rr_ms"; for (i = 1; i <= 600; i++) { t += 0.8 + (i == 300 ? 20 : 0); print t "," 800 + i % 2 } }' >"$HERE/hole.csv"
exits 0 "$METTA" analyze "$HERE/hole.csv" --json
check "a hole is told" jq -e '(.notes|tostring|contains("holes")) and .time.rmssd_ms < 1.01' "$HERE/out" >/dev/null

# The same in a wave: nothing is joined over 20 s of it, though the heart is slower behind them
awk 'BEGIN { print "time_s,ecg"; beat = 1; for (i = 0; i < 24000; i++) { t = i / 100; rr = t < 120 ? 0.8 : 1.1
    if (t > beat + 0.4) beat += rr
    if (t < 110 || t > 130) printf "%.2f,%.4f\n", t, exp(-((t - beat) / 0.02) ^ 2) + 0.1 * exp(-((t - beat - 0.25) / 0.06) ^ 2) } }' >"$HERE/hole_ecg.csv"
exits 0 "$METTA" analyze "$HERE/hole_ecg.csv" --json
check "a hole in a wave is one" jq -e '(.notes|tostring|contains("holes")) and .time.rmssd_ms < 8 and .beats.detected > 200' "$HERE/out" >/dev/null

# A broken line in the middle: the rest is read, the place is told
awk 'NR == 301 { print "8x5"; next } { print }' "$HERE/h.rr" >"$HERE/mid.rr"
exits 4 "$METTA" analyze "$HERE/mid.rr" --json
check "both sides of it are analysed" jq -e '.beats.detected == 599 and (.notes|tostring|contains("line 301"))' "$HERE/out" >/dev/null

# Holes every 40 s: a spectrum of the beats themselves is offered
awk 'NR > 1 && NR % 45 == 0 { print "nan"; next } { print }' "$HERE/h.rr" >"$HERE/holes.rr"
exits 0 "$METTA" analyze "$HERE/holes.rr" --json
check "the way without 64 s is told" jq -e '.frequency.lf_ms2 == null and (.notes|tostring|contains("--spectrum lomb"))' "$HERE/out" >/dev/null
exits 0 "$METTA" analyze "$HERE/holes.rr" --json --spectrum lomb
check "and goes" jq -e '.frequency.lf_ms2 | . > 600 and . < 1000' "$HERE/out" >/dev/null

# Nothing is made of nothing: a series that does not vary; one that is hardly beats says so
awk 'BEGIN { for (i = 0; i < 400; i++) print 812 }' >"$HERE/still.rr"
exits 0 "$METTA" analyze "$HERE/still.rr" --json
check "no power has no peak" jq -e '.time.rmssd_ms == 0 and .frequency.lf_ms2 == 0 and .frequency.lf_hf == null and .frequency.peak_lf_hz == null' "$HERE/out" >/dev/null
awk 'BEGIN { srand(3); for (i = 0; i < 400; i++) print 300 + int(rand() * 4) * 600 }' >"$HERE/noise.rr"
exits 0 "$METTA" analyze "$HERE/noise.rr" --json
check "a series of artefacts is told" jq -e '.notes|tostring|contains("most intervals were changed")' "$HERE/out" >/dev/null
awk 'BEGIN { for (i = 0; i < 400; i++) print 812 + (i % 12 == 5 ? 400 : i % 3) }' >"$HERE/some.rr"
exits 0 "$METTA" analyze "$HERE/some.rr" --json
check "one in twelve changed is told" jq -e '.notes|tostring|contains("one interval in twenty")' "$HERE/out" >/dev/null
exits 0 "$METTA" analyze "$HERE/h.rr" --json
check "a clean series is not blamed" jq -e '.notes|tostring|contains("changed")|not' "$HERE/out" >/dev/null

# One file for several recordings would keep only the last; standard output takes them one after the other
exits 2 "$METTA" analyze "$HERE/h.rr" "$HERE/still.rr" --beats "$HERE/beats.txt"
exits 2 "$METTA" analyze "$HERE/h.rr" "$HERE/still.rr" --sliding "$HERE/windows.csv"
exits 0 "$METTA" analyze "$HERE/h.rr" "$HERE/still.rr" --sliding - --window 120
check "whose windows they are is told" test "$(grep -c '^# .*\.rr: windows' "$HERE/out")" -eq 2
exits 0 "$METTA" analyze "$HERE/two.rr" --sliding -
check "a recording shorter than a window is told" grep -q 'shorter than a window' "$HERE/err"

# On a terminal the figures are what is seen; where they go elsewhere a line tells how far it is
if command -v script >/dev/null 2>&1; then
    script -qec "$METTA analyze $HERE/h.rr $HERE/still.rr --json" /dev/null </dev/null >"$HERE/seen.txt"
    check "no line before the figures" sh -c "! grep -q '1 of 2' '$HERE/seen.txt'"
    script -qec "$METTA analyze $HERE/h.rr $HERE/still.rr --json >$HERE/figures.txt" /dev/null </dev/null >"$HERE/seen.txt"
    check "how far it is" grep -q '2 of 2' "$HERE/seen.txt"
fi

# Times of beats are read back as what they are
"$METTA" analyze "$HERE/h.rr" --beats - >"$HERE/beats.txt"
exits 0 "$METTA" analyze "$HERE/beats.txt" --json --correct none
check "beats written are beats read" jq -e '.beats.detected == 599 and (.time.sdnn_ms - 34.92 | fabs) < 0.2' "$HERE/out" >/dev/null

# A monitor's rate once a second is no wave of breaths
awk 'BEGIN { print "time_s,resp"; for (i = 0; i < 400; i++) print i "," 15 + i % 3 }' >"$HERE/rate.csv"
exits 0 "$METTA" analyze "$HERE/rate.csv" --json
check "a rate is no wave" jq -e '.respiration.rate_per_min == null and (.notes|tostring|contains("no wave"))' "$HERE/out" >/dev/null

# A WFDB record is named by its header, or as the record is
printf 'rec 1 100 1000\nrec.dat 16 200 12 0 0 0 0 II\n' >"$HERE/rec.hea"
head -c 2000 /dev/zero >"$HERE/rec.dat"
exits 0 "$METTA" analyze "$HERE/rec" --json
check "the record" jq -e '.source.kind == "wfdb" and .source.rate_hz == 100 and .beats.detected == 0' "$HERE/out" >/dev/null

# What a table holds, and how fast it was sampled
awk 'BEGIN { print "time_s,resp"; for (i = 0; i < 3000; i++) printf "%.2f,%.4f\n", i / 25, sin(i / 25 * 6.2831853 / 5) }' >"$HERE/belt.csv"
exits 0 "$METTA" analyze "$HERE/belt.csv" --json
check "a belt alone" jq -e '.source.kind == "resp" and (.source.rate_hz - 25 | fabs) < 0.01 and (.respiration.rate_per_min - 12 | fabs) < 0.2' "$HERE/out" >/dev/null
exits 0 "$METTA" analyze "$HERE/belt.csv" --breaths -
check "no breath begins before the recording" sh -c "! grep -q '^-' '$HERE/out'"
finish
