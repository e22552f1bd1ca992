# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Real recordings of others through the live path: heart rate and breathing as the files say.
. "$(dirname "$0")/lib.sh"

folder=$(recordings) || { echo "skipped: no recordings here (METTA_RECORDINGS)"; exit 77; }

replay() { # name
    "$METTA" replay "$folder/$1.sig.csv" --headless --json --speed max >"$HERE/$1.json" 2>"$HERE/$1.err" ||
        fail "$1: exit code $? ($(cat "$HERE/$1.err"))"
}

# median KEY NAME: of the states that know it
median() {
    jq -s "[.[]|select(.event==\"state\")|.$1|select(.!=null)]|sort|if length==0 then -1 else .[length/2|floor] end" "$HERE/$2.json"
}

between() { awk -v v="$1" -v low="$2" -v high="$3" 'BEGIN { exit !(v >= low && v <= high) }'; }

# name, heart rate from, to, breathing from, to (0 0: not asked)
while read -r name hr_low hr_high br_low br_high; do
    replay "$name"
    hr=$(median hr_bpm "$name")
    breath=$(median breath_per_min "$name")
    peak=$(median peak_hz "$name")
    scored=$(jq -s '[.[]|select(.event=="state" and .scored)]|length' "$HERE/$name.json")
    echo "$name: heart $hr, breathing $breath, peak $peak Hz, $scored seconds scored"
    check "$name: heart rate $hr" between "$hr" "$hr_low" "$hr_high"
    if [ "$br_high" != 0 ]; then
        check "$name: breathing $breath" between "$breath" "$br_low" "$br_high"
    fi
done <<EOF
neurokit_rest5_ecg_ppg_rsp 60 100 8 22
bidmc05_ecg_ppg_resp 60 130 5.2 6.8
physio_slow6_ecg_airflow 50 100 5.2 6.8
mitdb100_ecg 70 80 0 0
e4_S06_bvp 50 90 0 0
EOF

slow=$(median peak_hz physio_slow6_ecg_airflow)
check "slow breathing has its peak near 0.1 Hz ($slow)" between "$slow" 0.085 0.115

# Real intervals, sent as the pulse wave of an oximeter, found again by the detector: the same variability.
"$METTA" emulate cms50d --from "$folder/med_M1.rr.csv" --capture "$HERE/wave.capture" || fail "emulate: exit code $?"
"$METTA" replay "$HERE/wave.capture" --headless --json --speed max >"$HERE/wave.json" || fail "wave: exit code $?"
"$METTA" replay "$folder/med_M1.rr.csv" --headless --json --speed max >"$HERE/direct.json" || fail "direct: exit code $?"
wave=$(tail -1 "$HERE/wave.json" | jq .rmssd_ms)
direct=$(tail -1 "$HERE/direct.json" | jq .rmssd_ms)
echo "RMSSD of the same intervals: $direct direct, $wave by a 60 Hz pulse wave"
check "within 3 %" between "$(jq -n "$wave / $direct")" 0.97 1.03
finish
