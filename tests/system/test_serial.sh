# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# The whole program through the real libserialport: a preloaded library makes a pseudo-terminal pass for a USB cable.
. "$(dirname "$0")/lib.sh"

SHIM=$3/tests/shim/libserial_shim.so
[ -e "$SHIM" ] || { echo "skipped: the preload library is not built"; exit 77; }
LD_PRELOAD=$SHIM "$METTA" --version >/dev/null 2>&1 || { echo "skipped: this build cannot be preloaded"; exit 77; }

root=$HERE/sys
bus=$root/devices/usb1/1-1
mkdir -p "$root/class/tty" "$root/dev" "$bus/if/ttyUSB0/tty/ttyUSB0"
echo 1 >"$bus/busnum"; echo 7 >"$bus/devnum"; echo 10c4 >"$bus/idVendor"; echo ea60 >"$bus/idProduct"
echo "CP2102 USB to UART Bridge Controller" >"$bus/product"; echo "a maker" >"$bus/manufacturer"; echo 0001 >"$bus/serial"
ln -s ../.. "$bus/if/ttyUSB0/tty/ttyUSB0/device"
ln -s ../../devices/usb1/1-1/if/ttyUSB0/tty/ttyUSB0 "$root/class/tty/ttyUSB0"
emulator cms50d "$HERE/wire" --seed 9
ln -s "$(readlink "$HERE/wire")" "$root/dev/ttyUSB0"

shimmed() { SERIAL_SHIM_ROOT=$root LD_PRELOAD=$SHIM "$@"; }

shimmed "$METTA" sensors --json >"$HERE/sensors.json" || fail "sensors: exit code $?"
check "the oximeter is recognised" test "$(jq -r '.ports[]|select(.port=="/dev/ttyUSB0").driver' "$HERE/sensors.json")" = cms50d
check "its cable is named" grep -q CP2102 "$HERE/sensors.json"

shimmed "$METTA" train --sensor cms50d:/dev/ttyUSB0 --headless --json --minutes 0.5 --db "$HERE/s.db" >"$HERE/s.json" 2>"$HERE/err" ||
    fail "train: exit code $? ($(cat "$HERE/err"))"
beats=$(jq -c 'select(.event=="beat")' "$HERE/s.json" | wc -l)
check "beats through libserialport ($beats)" test "$beats" -ge 18
check "a summary" test "$(tail -1 "$HERE/s.json" | jq -r .event)" = summary

# Found by itself.
shimmed "$METTA" train --headless --json --minutes 0.1 --db "$HERE/s.db" >"$HERE/auto.json" 2>"$HERE/err" || fail "auto: exit code $?"
check "auto takes the oximeter" test "$(head -1 "$HERE/auto.json" | jq -r .sensor)" = cms50d
check "and nobody is simulated" test "$(head -1 "$HERE/auto.json" | jq .simulated)" = false

# The trainer in a terminal: one sensor is not enough for two people, and it says so before anything begins.
mkdir -p "$METTA_HOME"
printf '[practice]\npractice = together\nask-calm = no\n' >"$METTA_HOME/metta.ini"
printf '1\nq\n' | shimmed "$METTA" --text --db "$HERE/two.db" >"$HERE/menu" 2>&1 || fail "menu: exit code $?"
check "a second sensor is asked for" grep -q 'connect a second sensor' "$HERE/menu"
check "and no session was begun" test ! -s "$HERE/two.db"
finish
