# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# shellcheck disable=SC2016 # dollars of awk
# The captions beside a session's sound: the practice's lines when they are said, cue words of three breaths, the bell.
. "$(dirname "$0")/lib.sh"

sit() { # WAV OPTIONS...
    wav=$1
    shift
    exits 0 "$METTA" train --practice kindness --sensor person:3 --minutes 6 --headless --json --speed max --sound "$wav" "$@"
    cp "$HERE/out" "$HERE/events.json"
}

# ms_text FILE: from, to (ms) and words of every caption
ms_text() {
    awk 'BEGIN { RS = ""; FS = "\n" }
        { split($2, at, " --> "); print ms(at[1]) "|" ms(at[2]) "|" $3; if ($1 != NR) print "number " $1 }
        function ms(t, p) { split(t, p, /[:,]/); return ((p[1] * 60 + p[2]) * 60 + p[3]) * 1000 + p[4] }' "$1"
}

sit "$HERE/a.wav"
ms_text "$HERE/a.srt" >"$HERE/captions"
check "numbered one by one" test "$(grep -c number "$HERE/captions")" -eq 0
check "in order, and each lasts" awk -F'|' '$1 < was || $2 <= $1 { bad = 1 } { was = $1 } END { exit bad }' "$HERE/captions"

# What the practice said and asked, at its times, and nothing else but cues and bells.
jq -r 'select(.event=="guide" and (.kind=="say" or .kind=="offer"))|[(.t*1000|round|tostring),.text]|join("|")' "$HERE/events.json" >"$HERE/said"
awk -F'|' '$3 !~ /^(breathe in|breathe out|rest|\[bell\])$/ { print $1 "|" $3 }' "$HERE/captions" >"$HERE/told"
check "lines were said ($(wc -l <"$HERE/said"))" test "$(wc -l <"$HERE/said")" -ge 10
check "each line at the time it is said" cmp "$HERE/said" "$HERE/told"
check "long enough to read, gone in the end" awk -F'|' '$3 !~ /^(breathe|rest|\[)/ { n++; if ($2 - $1 < 1500 || $2 - $1 > 31000) bad = 1 } END { exit bad || !n }' "$HERE/captions"

check "three breaths in words" test "$(grep -c '|breathe in$' "$HERE/captions")" -eq 3
check "in and out" test "$(grep -c '|breathe out$' "$HERE/captions")" -eq 3
pace=$(jq -r 'select(.event=="pace")|.t*1000|round' "$HERE/events.json" | head -1)
cue=$(grep '|breathe in$' "$HERE/captions" | head -1 | cut -d'|' -f1)
check "the first one with the first breath ($cue, $pace)" awk -v a="$cue" -v b="$pace" 'BEGIN { exit a - b > 40 || b - a > 40 }'

# The bell: half a second after the beginning, and at the end; in the sound it is then the loudest there is.
end=$(jq -r 'select(.event=="summary")|.t*1000|round' "$HERE/events.json")
check "two bells" test "$(grep -c '|\[bell\]$' "$HERE/captions")" -eq 2
first=$(grep '|\[bell\]$' "$HERE/captions" | head -1 | cut -d'|' -f1)
last=$(grep '|\[bell\]$' "$HERE/captions" | tail -1 | cut -d'|' -f1)
check "at the start ($first)" test "$first" -ge 500 -a "$first" -le 540
check "at the end ($last of $end)" test "$last" -ge $((end - 60)) -a "$last" -le $((end + 60))

# The same call, the same bytes: sound and captions.
cp "$HERE/a.wav" "$HERE/was.wav"
cp "$HERE/a.srt" "$HERE/was.srt"
sit "$HERE/a.wav"
check "the same sound" cmp "$HERE/was.wav" "$HERE/a.wav"
check "the same captions" cmp "$HERE/was.srt" "$HERE/a.srt"

# No bell, no sign. In German the words are German.
mkdir -p "$METTA_HOME"
printf '[sound]\nbells = 0\n' >"$METTA_HOME/metta.ini"
sit "$HERE/b.wav" --language de
check "no bell, no sign" test "$(grep -c '\[' "$HERE/b.srt")" -eq 0
check "words of the language" grep -q '^einatmen' "$HERE/b.srt"

# A sound of one's own is heard under it; one that cannot be read is told in one line and left out.
brief() { # WAV
    exits 0 "$METTA" train --sensor person:3 --headless --speed max --minutes 0.2 --sound "$1"
}
rm "$METTA_HOME/metta.ini"
brief "$HERE/plain.wav"
printf '[sound]\nown = %s\nown-volume = 0.4\n' "$HERE/b.wav" >"$METTA_HOME/metta.ini"
brief "$HERE/own.wav"
check "no word about it" test ! -s "$HERE/err"
check "as long as without" test "$(wc -c <"$HERE/own.wav")" -eq "$(wc -c <"$HERE/plain.wav")"
check "and not the same" test "$(cmp -l "$HERE/plain.wav" "$HERE/own.wav" | wc -l)" -gt 100000
printf '[sound]\nown = %s\n' "$HERE/events.json" >"$METTA_HOME/metta.ini"
brief "$HERE/left.wav"
check "told in one line" test "$(wc -l <"$HERE/err")" -eq 1
check "which one, and why" grep -q 'events.json: not a WAV' "$HERE/err"
check "the rest is as ever" cmp "$HERE/plain.wav" "$HERE/left.wav"

exits 1 "$METTA" train --sensor person:3 --headless --speed max --minutes 0.1 --sound "$HERE/no/such.wav"
finish
