/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a gap: they stand in captures and in the JSON, so they only ever grow. */
#include "base/reading.h"

static const char *const GAPS[GAP_WHYS] = {
    [GAP_UNPLUGGED] = "unplugged", [GAP_SILENT] = "silent", [GAP_NOISE] = "noise", [GAP_OVERFLOW] = "overflow"};

const char *reading_gap_name(uint8_t why)
{
    return why < GAP_WHYS ? GAPS[why] : "?";
}
