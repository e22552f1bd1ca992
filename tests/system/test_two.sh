#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Two people, one pace: togetherness is told where hearts move alike, not where they only breathe alike; who is left
# alone goes on; each has an own half in the store.
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

two() { # sensors and options
    "$METTA" train --practice together --headless --json --speed max "$@"
}

two --sensor person:3 --sensor person:3 --minutes 10 >"$HERE/alike" || fail "two hearts alike: rc $?"
jq -se 'map(select(.event == "summary")) | length == 2 and all(.synchrony > 0.5 and .synchrony_p <= 0.05)' "$HERE/alike" \
    >/dev/null || fail "one heart beating twice is not told as together"

two --sensor person:3 --sensor person:4 --minutes 10 >"$HERE/apart" || fail "two hearts apart: rc $?"
jq -se 'map(select(.event == "summary")) | all(.synchrony == null and .synchrony_windows > 8)' "$HERE/apart" >/dev/null ||
    fail "two strangers who breathe alike are told as together"
jq -se 'map(select(.event == "state" and .scored)) | map(.who) | unique == [0, 1]' "$HERE/apart" >/dev/null ||
    fail "not both are measured"
two --sensor person:3 --sensor person:4 --minutes 10 | cmp -s - "$HERE/apart" || fail "the same two give other bytes"

"$METTA" emulate pulsesensor --capture "$HERE/short.capture" --minutes 3 --seed 5 || fail "emulate"
two --sensor person:3 --sensor "capture:$HERE/short.capture" --minutes 8 >"$HERE/alone" || fail "one drops out: rc $?"
jq -se 'map(select(.event == "summary")) | (.[0].minutes == 8) and (.[0].scored_minutes > 6) and (.[1].scored_minutes < 3)' \
    "$HERE/alone" >/dev/null || fail "who is left alone does not go on"
jq -se 'map(select(.event == "gap")) | length == 1 and .[0].who == 1' "$HERE/alone" >/dev/null || fail "the gap is not told"

two --sensor person:3 --sensor person:4 --minutes 2 --profile ada --profile bo --db "$HERE/two.db" >"$HERE/kept" ||
    fail "keeping: rc $?"
jq -se 'map(select(.event == "summary") | .session) == [1, 2]' "$HERE/kept" >/dev/null || fail "not a half each"
"$METTA" history --db "$HERE/two.db" --json |
    jq -e '.sessions | map([.profile, .shared, .partner]) == [["ada", true, 2], ["bo", true, 1]]' >/dev/null ||
    fail "the halves do not know each other"
"$METTA" history --db "$HERE/two.db" --forget 1 || fail "forgetting: rc $?"
"$METTA" history --db "$HERE/two.db" --json | jq -e '.sessions | length == 1 and .[0].partner == null' >/dev/null ||
    fail "the other half is gone too"
"$METTA" profile delete bo --db "$HERE/two.db" 2>/dev/null && fail "a profile is deleted without --yes"
"$METTA" profile delete bo --yes --db "$HERE/two.db" || fail "profile delete: rc $?"
"$METTA" profile list --json --db "$HERE/two.db" | jq -e '.profiles | map(.profile) == ["ada"]' >/dev/null ||
    fail "the profile is still there"
"$METTA" profile show ada --json --db "$HERE/two.db" | jq -e '.schema == 1 and .profile == "ada"
    and has("resonance_per_min") and has("resonance_sd") and has("floor_per_min") and has("own_per_min")
    and has("own_inhale_share") and (.limits_per_min | length == 10 or length == 0 or . == null)' >/dev/null ||
    fail "what the pace begins with is not told"
finish
