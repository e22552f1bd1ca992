/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_PACE_H
#define BASE_PACE_H

/** One guided breath, seconds. All zero: no pacer is shown. */
struct pace {
    float inhale_s, hold_in_s, exhale_s, hold_out_s;
};

static inline float pace_cycle_s(const struct pace *p)
{
    return p->inhale_s + p->hold_in_s + p->exhale_s + p->hold_out_s;
}

#endif
