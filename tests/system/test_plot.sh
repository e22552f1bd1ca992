# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# metta analyze --plot and --report from outside: kinds and sizes of files, exit codes, nothing half written.
. "$(dirname "$0")/lib.sh"

awk 'BEGIN { pi2 = 6.283185307179586; print "rr_ms"
    for (i = 0; i < 600; i++) { v = 900 + 40 * sin(pi2 * i / 10.7) + 25 * sin(pi2 * i / 3.9 + 1); print int(v + 0.5) } }' >"$HERE/h.rr"
bytes() { # FILE FROM N: as hexadecimal
    tail -c +"$(($2 + 1))" "$1" | head -c "$3" | od -An -v -tx1 | tr -d ' \n'
}

exits 0 "$METTA" analyze "$HERE/h.rr" --plot "$HERE/h.png" --report "$HERE/h.pdf" --json
check "figures on stdout as ever" jq -e '.beats.detected == 600' "$HERE/out"
check "a PNG" test "$(bytes "$HERE/h.png" 0 8)" = 89504e470d0a1a0a
check "of 1600 by 1200" test "$(bytes "$HERE/h.png" 16 8)" = 00000640000004b0
check "a PDF" test "$(bytes "$HERE/h.pdf" 0 5)" = 255044462d
check "of two pages" grep -aq '/Count 2' "$HERE/h.pdf"
check "no moment inside" sh -c "! grep -a CreationDate '$HERE/h.pdf' | grep -qv 19700101"

exits 0 "$METTA" analyze "$HERE/h.rr" --plot -
check "the picture on stdout, and nothing else" cmp "$HERE/out" "$HERE/h.png"
exits 0 "$METTA" analyze "$HERE/h.rr" --report -
check "the report on stdout, and nothing else" cmp "$HERE/out" "$HERE/h.pdf"

exits 0 "$METTA" analyze "$HERE/h.rr" --plot "$HERE/v.svg"
check "vectors where the name says so" grep -q '<svg' "$HERE/v.svg"
exits 0 "$METTA" analyze "$HERE/h.rr" --plot "$HERE/w.svg"
check "the same twice" cmp "$HERE/v.svg" "$HERE/w.svg"
exits 0 "$METTA" analyze "$HERE/h.rr" --plot "$HERE/v.pdf"
check "one page of them" grep -aq '/Count 1' "$HERE/v.pdf"

# Breathing alone is drawn too: not the page that has nothing to show
awk 'BEGIN { print "time_s,resp"; for (i = 0; i < 3000; i++) printf "%.2f,%.4f\n", i / 25, sin(i / 25 * 6.2831853 / 5) }' >"$HERE/belt.csv"
exits 0 "$METTA" analyze "$HERE/belt.csv" --plot "$HERE/belt.svg"
printf 'time_s,resp\n0,15\n1,16\n2,15\n' >"$HERE/rate.csv"
exits 0 "$METTA" analyze "$HERE/rate.csv" --plot "$HERE/rate.svg"
check "a curve with its breaths" test "$(wc -c <"$HERE/belt.svg")" -gt "$(($(wc -c <"$HERE/rate.svg") + 10000))"

printf '800\n810\n' >"$HERE/two.rr"
exits 0 "$METTA" analyze "$HERE/two.rr" --plot "$HERE/two.png" --report "$HERE/two.pdf"
check "two intervals make a picture" test -s "$HERE/two.png"
name=$(printf 'caf\351 \001.rr')
cp "$HERE/h.rr" "$HERE/$name"
exits 0 "$METTA" analyze "$HERE/$name" --plot "$HERE/name.png"
check "a name that is no UTF-8 makes a picture" test "$(bytes "$HERE/name.png" 0 4)" = 89504e47

exits 2 "$METTA" analyze "$HERE/h.rr" "$HERE/two.rr" --plot "$HERE/both.png"
exits 2 "$METTA" analyze "$HERE/h.rr" "$HERE/two.rr" --report "$HERE/both.pdf"
check "nothing was written" test ! -e "$HERE/both.png"
exits 2 "$METTA" analyze "$HERE/h.rr" --plot - --report -
exits 1 "$METTA" analyze "$HERE/h.rr" --plot "$HERE/no/such/folder.png"
exits 1 "$METTA" analyze "$HERE/h.rr" --report "$HERE/no/such/folder.pdf"
if [ -c /dev/full ]; then
    exits 1 "$METTA" analyze "$HERE/h.rr" --plot /dev/full
    exits 1 "$METTA" analyze "$HERE/h.rr" --report /dev/full
    check "a device is left where it is" test -c /dev/full
fi
{ head -100 "$HERE/h.rr"; echo rubbish; } >"$HERE/cut.rr"
exits 4 "$METTA" analyze "$HERE/cut.rr" --plot "$HERE/cut.png"
check "what came before is drawn" test -s "$HERE/cut.png"
exits 4 "$METTA" analyze "$HERE/none.rr" --plot "$HERE/none.png"
check "no picture of nothing" test ! -e "$HERE/none.png"

if command -v ldd >/dev/null && ldd "$METTA" >"$HERE/libraries" 2>&1; then
    check "metta itself loads nothing that draws" sh -c "! grep -qi -e cairo -e freetype '$HERE/libraries'"
fi
finish
