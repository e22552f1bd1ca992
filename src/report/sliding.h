/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_SLIDING_H
#define REPORT_SLIDING_H

#include "report/analysis.h"

/** Figures of one window; t_s: its middle. What the window is too short for is NaN. */
struct sliding_row {
    double t_s, filled_share;
    size_t intervals;
    struct hrv_time time;
    struct hrv_frequency frequency;
    struct hrv_nonlinear nonlinear;
};

/** Windows of window_s every step_s over a series with times. */
struct sliding {
    const struct hrv_series *series;
    struct analysis_options options;
    double window_s, step_s, next_s;
    size_t first;
    void *work;
};

/** return R_OK; R_ARG a length that is not above 0; R_MEM */
int sliding_open(struct sliding *s, const struct hrv_series *series, const struct analysis_options *o, double window_s,
                 double step_s) MUST_USE;
void sliding_close(struct sliding *s);

/** The next window that lies wholly in the series. return 1 a row; 0 the end; R_MEM */
int sliding_next(struct sliding *s, struct sliding_row *out) MUST_USE;

#endif
