# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Wrong ports, wrong files, hostile bytes: one clear line and the right exit code, never a crash.
. "$(dirname "$0")/lib.sh"

sit() { "$METTA" train "$@" --headless --json --minutes 0.1 --db "$HERE/x.db"; }

exits 3 sit --sensor cms50d:/dev/no-such-port
exits 3 sit --sensor belt:"$HERE"
exits 3 sit --sensor serial:/dev/no-such-port
exits 3 "$METTA" record --sensor belt:/dev/no-such-port "$HERE/x.capture"
exits 4 sit --sensor capture:"$HERE/none.capture"
exits 4 sit --sensor capture:"$HERE"
exits 4 "$METTA" replay "$HERE" --headless
exits 4 "$METTA" replay "$HERE/none" --headless
: >"$HERE/empty"
exits 4 "$METTA" replay "$HERE/empty" --headless
head -c 100000 /dev/urandom >"$HERE/random"
exits 4 "$METTA" replay "$HERE/random" --headless
exits 4 sit --sensor recording:"$HERE/random"

# A capture that breaks off in the middle of a line: what is there is used, and the line is named.
"$METTA" emulate cms50d --capture "$HERE/whole.capture" --seed 2 --minutes 1
size=$(wc -c <"$HERE/whole.capture")
head -c $((size - 7)) "$HERE/whole.capture" >"$HERE/cut.capture"
printf 'B 99' >>"$HERE/cut.capture"
exits 4 "$METTA" replay "$HERE/cut.capture" --headless --json --speed max
check "the line is named" grep -Eq 'cut.capture:[0-9]+' "$HERE/err"
check "a summary all the same" test "$(tail -1 "$HERE/out" | jq -r .event)" = summary
check "beats all the same" test "$(grep -c '"event":"beat"' "$HERE/out")" -gt 30

printf '# metta capture 1\n# driver nonsense\nB 1 0 00\n' >"$HERE/driver.capture"
exits 4 "$METTA" replay "$HERE/driver.capture" --headless --json --speed max

# 10 MB of random bytes into every driver.
for driver in pulsesensor cms50d belt; do
    { printf '# metta capture 1\n# driver %s\n' $driver
      head -c 10000000 /dev/urandom | od -An -v -tx1 -w50 | tr -d ' ' | awk '{ print "B", int(NR / 40) + 1, int(NR / 40) * 20000, $0 }'
    } >"$HERE/noise.capture"
    exits 0 "$METTA" replay "$HERE/noise.capture" --headless --json --speed max
    check "$driver: nothing is scored" jq -e -s '[.[]|select(.event=="state" and .scored)]|length==0' "$HERE/out" >/dev/null
done

# A full disk and a closed pipe.
if [ -w /dev/full ]; then
    got=0
    "$METTA" train --sensor person:1 --headless --json --speed max --minutes 2 >/dev/full 2>"$HERE/err" || got=$?
    check "full disk is a failure" test "$got" -eq 1
fi
"$METTA" train --sensor person:1 --headless --json --speed max --minutes 60 2>"$HERE/err" | head -1 >/dev/null
check "a closed pipe is quiet" test ! -s "$HERE/err"
finish
