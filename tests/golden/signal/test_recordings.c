/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real people through the whole of struct body, against reference beats, annotators and a second sensor.
 * Floors are a little below what was measured when they were set; the measured figures are printed.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "golden/signal/recordings.h"
#include "signal/body.h"

enum { SECONDS_MAX = 4000 };

/* What came out of one run. */
struct run {
    struct column beats, breaths;
    struct measures *seconds;
    size_t seconds_n;
    double end_s;
};

struct channel {
    int column;
    uint8_t kind, channel;
};

static void take_events(struct body *b, struct run *out)
{
    struct body_event e[BODY_EVENTS_MAX];
    size_t n = body_events(b, e, BODY_EVENTS_MAX);
    for (size_t i = 0; i < n; i++) {
        if (e[i].kind == BODY_BEAT) {
            out->beats.v[out->beats.n++] = usec_to_s(e[i].beat.t);
        } else if (e[i].kind == BODY_BREATH && e[i].breath.source != BREATH_HEART) {
            out->breaths.v[out->breaths.n++] = usec_to_s(e[i].breath.t);
        }
    }
}

static void tick_to(struct body *b, usec *now, usec t, struct run *out)
{
    for (; *now + 20000 <= t; *now += 20000) {
        body_tick(b, *now + 20000);
        if ((*now + 20000) % USEC_PER_SEC == 0 && out->seconds_n < SECONDS_MAX) {
            out->seconds[out->seconds_n++] = *body_measures(b);
        }
        take_events(b, out);
    }
}

static struct run run_body(const char *name, const struct channel *channels, size_t n)
{
    struct run out = {{malloc(20000 * sizeof(double)), 0}, {malloc(5000 * sizeof(double)), 0}, NULL, 0, 0.0};
    struct column data[4] = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    struct body *b = malloc(body_size());
    double hz = recording_rate(name);
    usec now = 0;
    out.seconds = malloc(SECONDS_MAX * sizeof out.seconds[0]);
    assert_int_equal(body_init(b), R_OK);
    for (size_t k = 0; k < n; k++) {
        data[k] = recording_column(name, channels[k].column);
    }
    for (size_t i = 0; i < data[0].n; i++) {
        usec t = usec_from_s((double)i / hz);
        tick_to(b, &now, t, &out);
        for (size_t k = 0; k < n; k++) {
            body_reading(b, &(struct reading){.t = t,
                                              .tick = (int64_t)i,
                                              .value = (float)data[k].v[i],
                                              .kind = channels[k].kind,
                                              .channel = channels[k].channel,
                                              .flags = READING_EXACT});
        }
        out.end_s = usec_to_s(t);
    }
    tick_to(b, &now, now + 6 * USEC_PER_SEC, &out);
    body_deinit(b);
    free(b);
    for (size_t k = 0; k < n; k++) {
        free(data[k].v);
    }
    return out;
}

static void run_free(struct run *r)
{
    free(r->beats.v);
    free(r->breaths.v);
    free(r->seconds);
}

static bool absent(const char *name)
{
    FILE *f = recording_open(name);
    if (f == NULL) {
        print_message("skipped: no %s\n", name);
        return true;
    }
    (void)fclose(f);
    return false;
}

/* Median over the seconds of one measure, NaN left out. */
static double median_measure(const struct run *r, size_t offset)
{
    double v[SECONDS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < r->seconds_n; i++) {
        float x;
        memcpy(&x, (const char *)&r->seconds[i] + offset, sizeof x);
        if (!isnan(x)) {
            v[n++] = (double)x;
        }
    }
    return median_of(v, n);
}

#define MEDIAN(run, field) median_measure(run, offsetof(struct measures, field))

static void check_ecg(const char *record, double from_s, double floor_f1, double ceiling_jitter_ms)
{
    char name[64], truth_name[64];
    (void)snprintf(name, sizeof name, "%s_ecg.sig.csv", record);
    (void)snprintf(truth_name, sizeof truth_name, "%s.beats.csv", record);
    if (absent(name)) {
        return;
    }
    struct run r = run_body(name, &(struct channel){1, READING_ECG, 0}, 1);
    struct column truth = recording_beats(truth_name);
    struct match m = match_beats(r.beats, truth, from_s, r.end_s - 0.5);
    print_message("%-12s F1 %.2f (missed %zu, extra %zu), offset %.1f ms, jitter %.2f ms, quality %.2f\n", record, m.f1,
                  m.missed, m.extra, m.offset_ms, m.jitter_ms, MEDIAN(&r, quality));
    assert_true(m.f1 >= floor_f1);
    assert_true(m.jitter_ms <= ceiling_jitter_ms);
    free(truth.v);
    run_free(&r);
}

static void ecg_beats_match_the_annotators(void **state)
{
    (void)state;
    check_ecg("mitdb100", 0.0, 99.5, 1.5);
    check_ecg("mitdb105", 0.0, 99.3, 1.5);
    check_ecg("nstdb118e06", 0.0, 82.0, 2.0);
    /* Three beats near 129 s are real, but the reference leaves them out. */
    check_ecg("holter1", 92.5, 98.5, 3.0);
}

/* Pulses come a fixed time after the heart beats: matched after the median delay is taken off. */
static double follow_f1(struct column pulses, struct column beats, double end_s)
{
    double best = 0.0;
    struct column moved = {malloc((pulses.n + 1) * sizeof(double)), pulses.n};
    for (double delay = -0.2; delay < 0.8; delay += 0.02) {
        for (size_t i = 0; i < pulses.n; i++) {
            moved.v[i] = pulses.v[i] - delay;
        }
        best = fmax(best, match_beats(moved, beats, 3.0, end_s - 2.0).f1);
    }
    free(moved.v);
    return best;
}

static void check_pulse(const char *name, double floor_f1)
{
    if (absent(name)) {
        return;
    }
    struct run ecg = run_body(name, &(struct channel){1, READING_ECG, 0}, 1);
    struct run ppg = run_body(name, &(struct channel){2, READING_PPG, 0}, 1);
    double f1 = follow_f1(ppg.beats, ecg.beats, ecg.end_s), a = MEDIAN(&ecg, hr_bpm), b = MEDIAN(&ppg, hr_bpm);
    print_message("%-36s pulse F1 %.2f, rate %.1f / %.1f, quality %.2f / %.2f, rmssd %.0f / %.0f\n", name, f1, a, b,
                  MEDIAN(&ecg, quality), MEDIAN(&ppg, quality), MEDIAN(&ecg, rmssd_ms), MEDIAN(&ppg, rmssd_ms));
    assert_true(f1 >= floor_f1);
    assert_true(fabs(a - b) < 1.0);
    run_free(&ecg);
    run_free(&ppg);
}

static void pulse_follows_the_heart(void **state)
{
    (void)state;
    check_pulse("neurokit_rest5_ecg_ppg_rsp.sig.csv", 99.0);
    check_pulse("bidmc05_ecg_ppg_resp.sig.csv", 97.0);
    check_pulse("bidmc14_ecg_ppg_resp.sig.csv", 96.5);
    check_pulse("bidmc17_ecg_ppg_resp.sig.csv", 98.5);
    check_pulse("bidmc43_ecg_ppg_resp.sig.csv", 99.0);
}

static void check_breaths(const char *record, double tolerance)
{
    char name[64], truth_name[64];
    (void)snprintf(name, sizeof name, "%s_ecg_ppg_resp.sig.csv", record);
    (void)snprintf(truth_name, sizeof truth_name, "%s.breaths.csv", record);
    if (absent(name)) {
        return;
    }
    struct run r = run_body(name, (const struct channel[]){{3, READING_RESP, RESP_BELT}, {1, READING_ECG, 0}}, 2);
    struct column t = recording_column(truth_name, 0), who = recording_column(truth_name, 1);
    double count[2] = {0.0, 0.0}, first[2] = {0.0, 0.0}, last[2] = {0.0, 0.0};
    for (size_t i = 0; i < t.n; i++) {
        int k = who.v[i] > 1.5 ? 1 : 0;
        first[k] = count[k] < 0.5 ? t.v[i] : first[k];
        last[k] = t.v[i];
        count[k] += 1.0;
    }
    double one = 60.0 * (count[0] - 1.0) / (last[0] - first[0]), two = 60.0 * (count[1] - 1.0) / (last[1] - first[1]);
    double own = 60.0 * (double)(r.breaths.n - 1) / (r.breaths.v[r.breaths.n - 1] - r.breaths.v[0]);
    print_message("%-8s breaths %.2f/min, annotators %.2f and %.2f, median measure %.2f\n", record, own, one, two,
                  MEDIAN(&r, breath_per_min));
    assert_true(fabs(own - 0.5 * (one + two)) < tolerance);
    free(t.v);
    free(who.v);
    run_free(&r);
}

static void breaths_match_the_annotators(void **state)
{
    (void)state;
    check_breaths("bidmc05", 0.5);
    check_breaths("bidmc14", 0.7);
    check_breaths("bidmc17", 1.0);
    check_breaths("bidmc41", 0.7);
    check_breaths("bidmc43", 0.7);
}

static void slow_breathing_is_seen_in_airflow_and_heart(void **state)
{
    (void)state;
    const char *name = "physio_slow6_ecg_airflow.sig.csv";
    if (absent(name)) {
        return;
    }
    struct run both = run_body(name, (const struct channel[]){{1, READING_ECG, 0}, {2, READING_RESP, RESP_FLOW}}, 2);
    struct run heart = run_body(name, &(struct channel){1, READING_ECG, 0}, 1);
    print_message(
        "slow6: airflow %.2f/min (%zu breaths), heart %.2f/min, peak %.4f Hz, share %.2f, swing %.1f / %.1f\n",
        MEDIAN(&both, breath_per_min), both.breaths.n, MEDIAN(&heart, breath_per_min), MEDIAN(&both, peak_hz),
        MEDIAN(&both, peak_share), MEDIAN(&both, swing_bpm), MEDIAN(&heart, swing_bpm));
    assert_true(fabs(MEDIAN(&both, breath_per_min) - 6.0) < 0.7);
    assert_true(fabs(MEDIAN(&heart, breath_per_min) - 6.0) < 0.9);
    assert_true(fabs(MEDIAN(&both, peak_hz) - 0.1) < 0.015);
    run_free(&both);
    run_free(&heart);
}

/* The wristband tells only the intervals it trusts: those must be found again. */
static void wristband_intervals_are_found_again(void **state)
{
    (void)state;
    const char *name = "e4_S06_bvp.sig.csv";
    if (absent(name)) {
        return;
    }
    struct run r = run_body(name, &(struct channel){1, READING_PPG, 0}, 1);
    struct column t = recording_column("e4_S06.arrivals.csv", 0), rr = recording_column("e4_S06.arrivals.csv", 1);
    size_t near_one = 0, known = 0;
    double *off = calloc(t.n, sizeof off[0]);
    for (size_t i = 0; i < t.n; i++) {
        double best = (double)INFINITY;
        for (size_t k = 1; k < r.beats.n; k++) {
            bool same = fabs(r.beats.v[k] - t.v[i]) < 0.45;
            double d = fabs(1e3 * (r.beats.v[k] - r.beats.v[k - 1]) - rr.v[i]);
            best = same && d < best ? d : best;
        }
        off[known++] = best;
        near_one += best < 60.0 ? 1 : 0;
    }
    double share = (double)near_one / (double)known;
    print_message("e4_S06: %.1f %% of %zu trusted intervals within 60 ms, median off %.1f ms, quality %.2f\n",
                  100.0 * share, known, median_of(off, known), MEDIAN(&r, quality));
    assert_true(share > 0.9);
    free(off);
    free(t.v);
    free(rr.v);
    run_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ecg_beats_match_the_annotators),
        cmocka_unit_test(pulse_follows_the_heart),
        cmocka_unit_test(breaths_match_the_annotators),
        cmocka_unit_test(slow_breathing_is_seen_in_airflow_and_heart),
        cmocka_unit_test(wristband_intervals_are_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
