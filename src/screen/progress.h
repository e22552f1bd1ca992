/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_PROGRESS_H
#define SCREEN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

enum { PROGRESS_WEEKS = 8, PROGRESS_DAYS = 7 * PROGRESS_WEEKS, PROGRESS_SESSIONS = 96 };

/** One session. day: since the Monday the weeks begin with, 0 .. PROGRESS_DAYS; NaN = not measured, not told. */
struct progress_session {
    float day, before, after, share;
};

/** A smoothed value and its band, at the days of the sessions that have one. */
struct progress_curve {
    float day[PROGRESS_SESSIONS], level[PROGRESS_SESSIONS], low[PROGRESS_SESSIONS], high[PROGRESS_SESSIONS];
    size_t n;
};

/**
 * Some weeks of practice. Strings are borrowed; curves with n == 0 are not drawn.
 *
 * sentence      One true sentence;  calm_note, share_note  what may be said of a trend
 * share_told    A trend of the shares can be told: its 95 % interval, a month; share_clear  it leaves out zero
 * day_minutes   Practised on each day; negative: that day is still to come
 * week_minutes  Practised, and the part of it with a good signal
 */
struct screen_progress {
    struct progress_session session[PROGRESS_SESSIONS];
    size_t n;
    struct progress_curve share;
    float day_minutes[PROGRESS_DAYS], week_minutes[PROGRESS_WEEKS], week_scored[PROGRESS_WEEKS];
    bool share_told, share_clear;
    float share_month_low, share_month_high;
    const char *sentence, *calm_note, *share_note;
};

#endif
