# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The call itself: help, version, and wrong calls told in one line with exit code 2.
. "$(dirname "$0")/lib.sh"

exits 0 "$METTA" --version
check "version on stdout" grep -q '^metta [0-9]' "$HERE/out"
exits 0 "$METTA" --help
for command in train replay sensors record emulate stage analyze history doctor; do
    check "$command is in the help" grep -q "metta $command" "$HERE/out"
done
for command in train replay sensors record emulate stage analyze history doctor; do
    exits 0 "$METTA" "$command" --help
    check "$command tells how it is used" grep -q "usage: metta $command" "$HERE/out"
    exits 2 "$METTA" "$command" --no-such-option
done
exits 2 "$METTA" no-such-command
exits 2 "$METTA" train --minutes
exits 2 "$METTA" train --minutes many
exits 2 "$METTA" train --minutes -3
exits 2 "$METTA" train --speed fast
exits 2 "$METTA" train --breath belt:/dev/null
exits 2 "$METTA" train --sensor
exits 2 "$METTA" train --size 3x3
exits 2 "$METTA" train --json=3
check "a value too many is named" grep -q 'takes no value' "$HERE/err"
exits 2 "$METTA" train --sensor nonsense:/dev/null --headless
exits 2 "$METTA" train --practice nonsense --sensor person: --headless
exits 2 "$METTA" replay
exits 2 "$METTA" replay a b
exits 2 "$METTA" emulate
exits 2 "$METTA" emulate nonsense --pty "$HERE/x"
exits 2 "$METTA" emulate belt --pty "$HERE/x" --fault nonsense
exits 2 "$METTA" emulate belt
exits 2 "$METTA" stage nonsense --out "$HERE/x.png"
exits 2 "$METTA" stage lotus --size huge --out "$HERE/x.png"
exits 2 "$METTA" history --since yesterday
printf '[comfort]\ntheme = dusk\ncolour = red\n' >"$HERE/bad.ini"
exits 4 "$METTA" train --config "$HERE/bad.ini" --headless --sensor person:
check "the line of the setting is named" grep -q 'bad.ini:3' "$HERE/err"
exits 4 "$METTA" train --config "$HERE/none.ini" --headless --sensor person:

"$METTA" --manual >"$HERE/metta.1"
if command -v mandoc >/dev/null; then
    mandoc -Tlint -Wwarning "$HERE/metta.1" || fail "the manual page has faults"
else
    echo "skipped: mandoc is not here"
fi
finish
