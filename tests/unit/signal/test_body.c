/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/rng.h"
#include "signal/body.h"
#include "unit/signal/synth.h"

enum { BEATS = 1000 };

static double beats[BEATS];
static size_t beats_n, beats_next;

static struct body *begin(void)
{
    struct body *b = malloc(body_size());
    struct rng rng;
    rng_init(&rng, 77);
    beats_n = synth_beats(beats, BEATS, 300.0, 65.0, 10.0, 0.1, 0.01, &rng);
    beats_next = 0;
    assert_int_equal(body_init(b), R_OK);
    return b;
}

static void end(struct body *b)
{
    body_deinit(b);
    free(b);
}

static struct reading exact(usec t, uint8_t kind, uint8_t channel, double v)
{
    return (struct reading){
        .t = t, .tick = t / 1000, .value = (float)v, .kind = kind, .channel = channel, .flags = READING_EXACT};
}

/* From second to second: an ECG at 250 Hz when asked, a belt at 25 Hz when asked; ticks of 20 ms. */
static void live(struct body *b, int from_s, int to_s, bool ecg, bool belt)
{
    for (usec t = from_s * USEC_PER_SEC; t < to_s * USEC_PER_SEC; t += 4000) {
        if (ecg) {
            struct reading r = exact(t, READING_ECG, 0, synth_ecg(usec_to_s(t), beats, beats_n, &beats_next));
            body_reading(b, &r);
        }
        if (belt && t % 40000 == 0) {
            struct reading r = exact(t, READING_RESP, RESP_BELT, sin(2.0 * 3.14159265 * 0.1 * usec_to_s(t)));
            body_reading(b, &r);
        }
        if (t % 20000 == 0) {
            body_tick(b, t);
        }
    }
    body_tick(b, to_s * USEC_PER_SEC);
}

static void everything_is_known_after_a_window(void **state)
{
    (void)state;
    struct body *b = begin();
    live(b, 0, 1, true, true);
    assert_true(isnan(body_measures(b)->hr_bpm));
    assert_false(body_measures(b)->scored);
    assert_true(body_last_beat(b) == USEC_NONE);
    live(b, 1, 50, true, true);
    assert_false(body_measures(b)->scored);
    assert_true(isnan(body_measures(b)->coherence_score));
    live(b, 50, 120, true, true);
    const struct measures *m = body_measures(b);
    assert_true(m->t == 120 * USEC_PER_SEC);
    assert_true(m->scored);
    assert_true(fabsf(m->hr_bpm - 65.0F) < 11.0F);
    assert_true(m->quality > 0.95F);
    assert_true(fabsf(m->peak_hz - 0.1F) < 0.005F);
    assert_true(m->peak_share > 0.9F && m->coherence_score > 6.0F);
    assert_true(fabsf(m->swing_bpm - 20.0F) < 3.0F);
    assert_true(fabsf(m->breath_per_min - 6.0F) < 0.3F);
    assert_int_equal(m->breath_source, BREATH_BELT);
    assert_true(m->breath_lung >= 0.0F && m->breath_lung <= 1.0F);
    assert_true(m->rmssd_ms > 20.0F && m->sdnn_ms > 50.0F);
    end(b);
}

static void without_a_belt_the_heart_tells_the_breath(void **state)
{
    (void)state;
    struct body *b = begin();
    live(b, 0, 100, true, false);
    const struct measures *m = body_measures(b);
    assert_int_equal(m->breath_source, BREATH_HEART);
    assert_true(fabsf(m->breath_per_min - 6.0F) < 0.6F);
    assert_true(isnan(m->breath_lung) && isnan(m->breath_phase_rad));
    assert_true(fabsf(m->swing_bpm - 20.0F) < 3.0F);
    end(b);
}

static void silence_ends_what_is_known(void **state)
{
    (void)state;
    struct body *b = begin();
    live(b, 0, 100, true, true);
    live(b, 100, 102, false, false);
    assert_true(body_measures(b)->hr_bpm > 0.0F);
    live(b, 102, 110, false, false);
    const struct measures *m = body_measures(b);
    assert_true(m->quality == 0.0F);
    assert_true(isnan(m->hr_bpm) && isnan(m->swing_bpm) && isnan(m->breath_per_min) && isnan(m->breath_lung));
    assert_false(m->scored);
    live(b, 110, 160, true, true);
    assert_false(body_measures(b)->scored);
    assert_true(body_measures(b)->hr_bpm > 0.0F);
    live(b, 160, 190, true, true);
    assert_true(body_measures(b)->scored);
    end(b);
}

static void off_the_body_nothing_counts(void **state)
{
    (void)state;
    struct body *b = begin();
    struct body_event e[BODY_EVENTS_MAX];
    size_t told = 0;
    live(b, 0, 100, true, false);
    while (body_events(b, e, BODY_EVENTS_MAX) > 0) {
    }
    struct reading off = exact(100 * USEC_PER_SEC, READING_CONTACT, 0, CONTACT_OFF);
    body_reading(b, &off);
    body_reading(b, &off);
    size_t n = body_events(b, e, BODY_EVENTS_MAX);
    for (size_t i = 0; i < n; i++) {
        told += e[i].kind == BODY_CONTACT && e[i].contact == CONTACT_OFF ? 1 : 0;
    }
    assert_int_equal(told, 1);
    live(b, 100, 110, true, false);
    assert_true(body_measures(b)->quality == 0.0F);
    assert_true(isnan(body_measures(b)->hr_bpm));
    struct reading on = exact(110 * USEC_PER_SEC, READING_CONTACT, 0, CONTACT_OK);
    body_reading(b, &on);
    live(b, 110, 125, true, false);
    assert_true(fabsf(body_measures(b)->hr_bpm - 65.0F) < 11.0F);
    end(b);
}

/* Hills of random height and place, as an electrode that moves makes them. */
static void in_noise_no_heart_rate_is_told(void **state)
{
    (void)state;
    struct body *b = begin();
    struct rng rng;
    double left = 0.0, slow = 0.0;
    int told = 0;
    rng_init(&rng, 5);
    live(b, 0, 30, true, false);
    assert_true(!isnan(body_measures(b)->hr_bpm));
    for (usec t = 30 * USEC_PER_SEC; t < 90 * USEC_PER_SEC; t += 4000) {
        left = 0.9 * left + rng_normal(&rng);
        slow = 0.99 * slow + 0.3 * rng_normal(&rng);
        struct reading r = exact(t, READING_ECG, 0, left + slow);
        body_reading(b, &r);
        body_tick(b, t);
        told += t > 45 * USEC_PER_SEC && t % USEC_PER_SEC == 0 && !isnan(body_measures(b)->hr_bpm) ? 1 : 0;
    }
    print_message("in noise a rate was told in %d of 44 s\n", told);
    assert_true(told <= 10);
    live(b, 90, 115, true, false);
    assert_true(!isnan(body_measures(b)->hr_bpm));
    end(b);
}

static void one_stream_of_the_heart_at_a_time(void **state)
{
    (void)state;
    struct body *b = begin();
    struct body_event e[BODY_EVENTS_MAX];
    size_t k = 0, beats_told = 0, next_ppg = 0, next_ecg = 0;
    /* ECG, pulse and intervals at once for 60 s; then the pulse alone. */
    for (usec t = 0; t < 120 * USEC_PER_SEC; t += 10000) {
        double s = usec_to_s(t);
        struct reading ppg = exact(t, READING_PPG, 0, synth_ppg(s, beats, beats_n, &next_ppg));
        struct reading ecg = exact(t, READING_ECG, 0, synth_ecg(s, beats, beats_n, &next_ecg));
        body_reading(b, &ppg);
        if (s < 60.0) {
            body_reading(b, &ecg);
        }
        for (; k + 1 < beats_n && beats[k + 1] <= s; k++) {
            usec at = usec_from_s(beats[k + 1]);
            struct reading ibi = exact(at, READING_IBI, 0, 1e3 * (beats[k + 1] - beats[k]));
            if (s < 60.0) {
                body_reading(b, &ibi);
            }
        }
        if (t % 20000 == 0) {
            body_tick(b, t);
        }
        size_t n = body_events(b, e, BODY_EVENTS_MAX);
        for (size_t i = 0; i < n; i++) {
            beats_told += e[i].kind == BODY_BEAT ? 1 : 0;
        }
    }
    /* Doubled streams would tell twice as many; the change costs the 3 s of silence and 3 s of learning. */
    double want = 120.0 * 65.0 / 60.0;
    print_message("beats told %zu of %.0f\n", beats_told, want);
    assert_true((double)beats_told > want - 10.0 && (double)beats_told < want + 3.0);
    end(b);
}

static void totals_are_of_used_intervals(void **state)
{
    (void)state;
    struct body *b = begin();
    struct body_totals totals;
    body_totals(b, &totals);
    assert_int_equal(totals.beats, 0);
    assert_true(isnan(totals.mean_hr_bpm) && isnan(totals.rmssd_ms));
    double rr[200], sum = 0.0, differences = 0.0, t = 1.0, mean = 0.0, squares = 0.0;
    for (int i = 0; i < 200; i++) {
        rr[i] = 900.0 + 30.0 * sin(0.6 * i);
        t += rr[i] / 1e3;
        struct reading r = exact(usec_from_s(t), READING_IBI, 0, rr[i]);
        body_reading(b, &r);
        sum += 60000.0 / rr[i] / 200.0;
        mean += rr[i] / 200.0;
        differences += i > 0 ? (rr[i] - rr[i - 1]) * (rr[i] - rr[i - 1]) / 199.0 : 0.0;
    }
    for (int i = 0; i < 200; i++) {
        squares += (rr[i] - mean) * (rr[i] - mean) / 199.0;
    }
    body_tick(b, usec_from_s(t + 5.0));
    body_totals(b, &totals);
    assert_int_equal(totals.beats, 200);
    assert_int_equal(totals.corrected, 0);
    assert_true(fabs(totals.mean_hr_bpm - sum) < 0.01);
    assert_true(fabs(totals.rmssd_ms - sqrt(differences)) < 0.05);
    assert_true(fabs(totals.sdnn_ms - sqrt(squares)) < 0.05);
    end(b);
}

static void the_heart_rate_can_be_asked_back(void **state)
{
    (void)state;
    struct body *b = begin();
    live(b, 0, 100, true, false);
    usec t[] = {-1, 60 * USEC_PER_SEC, 70 * USEC_PER_SEC, 101 * USEC_PER_SEC};
    float hr[4];
    body_hr_at(b, t, hr, 4);
    assert_true(isnan(hr[0]) && isnan(hr[3]));
    assert_true(fabs((double)hr[1] - 65.0) < 12.0 && fabs((double)hr[2] - 65.0) < 12.0);
    end(b);
}

/* A quarter of a minute of intervals of 0.3 to 1.5 s in no order, and a clear rhythm before and after. */
static struct body *with_rubbish(uint64_t seed)
{
    struct body *b = begin();
    struct rng r;
    double t = 0.0;
    rng_init(&r, seed);
    while (t < 60.0) {
        bool rubbish = t > 30.0 && t < 45.0;
        double rr_s = rubbish ? 0.3 + 1.2 * rng_uniform(&r) : 0.9 + 0.05 * sin(0.6 * t);
        t += rr_s;
        struct reading beat = exact(usec_from_s(t), READING_IBI, 0, 1000.0 * rr_s);
        body_reading(b, &beat);
    }
    body_tick(b, usec_from_s(t));
    return b;
}

/* Some intervals of rubbish look right by chance. */
static void the_heart_rate_is_hardly_told_of_rubbish(void **state)
{
    (void)state;
    enum { PEOPLE = 20, MOMENTS = 10 };
    int told = 0;
    for (uint64_t seed = 0; seed < PEOPLE; seed++) {
        struct body *b = with_rubbish(seed);
        usec clear[] = {25 * USEC_PER_SEC, 54 * USEC_PER_SEC}, t[MOMENTS];
        float hr[MOMENTS];
        body_hr_at(b, clear, hr, 2);
        assert_true(hr[0] > 60.0F && hr[0] < 75.0F && hr[1] > 60.0F && hr[1] < 75.0F);
        for (int i = 0; i < MOMENTS; i++) {
            t[i] = (33 + i) * USEC_PER_SEC;
        }
        body_hr_at(b, t, hr, MOMENTS);
        for (int i = 0; i < MOMENTS; i++) {
            told += isnan(hr[i]) ? 0 : 1;
        }
        end(b);
    }
    assert_in_range(told, 0, PEOPLE * MOMENTS / 4);
}

static void streams_have_a_limit(void **state)
{
    (void)state;
    struct body *b = begin();
    for (uint8_t i = 0; i < BODY_STREAMS_MAX; i++) {
        assert_int_equal(body_stream(b, i % LINKS_MAX, READING_PPG, i, 100.0F), R_OK);
    }
    assert_int_equal(body_stream(b, 0, READING_ECG, 0, 250.0F), R_FULL);
    assert_int_equal(body_stream(b, LINKS_MAX, READING_ECG, 0, 250.0F), R_ARG);
    end(b);
}

static void the_oldest_unread_events_are_lost(void **state)
{
    (void)state;
    struct body *b = begin();
    struct body_event e[2 * BODY_EVENTS_MAX];
    live(b, 0, 200, true, false);
    size_t n = body_events(b, e, 2 * BODY_EVENTS_MAX);
    assert_int_equal(n, BODY_EVENTS_MAX);
    assert_true(e[n - 1].t > 195 * USEC_PER_SEC);
    assert_int_equal(body_events(b, e, 1), 0);
    end(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_known_after_a_window),
        cmocka_unit_test(without_a_belt_the_heart_tells_the_breath),
        cmocka_unit_test(silence_ends_what_is_known),
        cmocka_unit_test(off_the_body_nothing_counts),
        cmocka_unit_test(in_noise_no_heart_rate_is_told),
        cmocka_unit_test(one_stream_of_the_heart_at_a_time),
        cmocka_unit_test(totals_are_of_used_intervals),
        cmocka_unit_test(the_heart_rate_can_be_asked_back),
        cmocka_unit_test(the_heart_rate_is_hardly_told_of_rubbish),
        cmocka_unit_test(streams_have_a_limit),
        cmocka_unit_test(the_oldest_unread_events_are_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
