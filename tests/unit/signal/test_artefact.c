/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/artefact.h"
#include "signal/stats.h"
#include "unit/signal/synth.h"

enum { BEATS = 4000 };

static double beats[BEATS], broken[2 * BEATS];
static struct beat judged[2 * BEATS];
static struct tachogram_point points[4 * BEATS];
static size_t judged_n, points_n;

static void take(const struct artefact_out *o, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        judged[judged_n++] = o[i].beat;
        for (uint8_t k = 0; k < o[i].points_n; k++) {
            points[points_n++] = o[i].points[k];
        }
    }
}

static void run(const double *t, size_t n)
{
    struct artefact a;
    struct artefact_out o[ARTEFACT_OUT_MAX];
    artefact_init(&a);
    judged_n = points_n = 0;
    for (size_t i = 0; i < n; i++) {
        float rr = i == 0 ? NAN : (float)(1e3 * (t[i] - t[i - 1]));
        take(o, artefact_push(&a, usec_from_s(t[i]), rr, i > 0, o));
    }
    take(o, artefact_flush(&a, o));
}

static size_t flagged(void)
{
    size_t n = 0;
    for (size_t i = 0; i < judged_n; i++) {
        n += judged[i].kind != BEAT_NORMAL ? 1 : 0;
    }
    return n;
}

/* Breaks one beat in twenty or so: 0 left out, 1 put in, 2 early by 25-40 %. Returns faults made. */
static size_t break_beats(size_t n, int how, size_t *out_n, size_t *where, struct rng *rng)
{
    size_t faults = 0, last = 0;
    *out_n = 0;
    for (size_t i = 0; i < n; i++) {
        bool fault = i > 20 && i + 5 < n && i - last >= 12 && rng_uniform(rng) < 0.1;
        last = fault ? i : last;
        double before = i > 0 ? beats[i] - beats[i - 1] : 0.0, after = i + 1 < n ? beats[i + 1] - beats[i] : 0.0;
        if (!fault || how == 1) {
            broken[(*out_n)++] = beats[i];
        }
        if (fault) {
            where[faults++] = *out_n;
        }
        if (fault && how == 1) {
            broken[(*out_n)++] = beats[i] + (0.2 + 0.6 * rng_uniform(rng)) * after;
        } else if (fault && how == 2) {
            broken[(*out_n)++] = beats[i] - (0.25 + 0.15 * rng_uniform(rng)) * before;
        }
    }
    return faults;
}

static void every_beat_comes_out_once_and_in_order(void **state)
{
    (void)state;
    struct rng rng;
    rng_init(&rng, 9);
    size_t n = synth_beats(beats, BEATS, 600.0, 65.0, 20.0, 0.1, 0.03, &rng);
    run(beats, n);
    assert_int_equal(judged_n, n);
    for (size_t i = 0; i < n; i++) {
        assert_true(judged[i].t == usec_from_s(beats[i]));
        assert_true(judged[i].used == (judged[i].kind == BEAT_NORMAL && i > 0) || !judged[i].used);
    }
}

static void large_swings_are_no_faults(void **state)
{
    (void)state;
    for (int swing = 0; swing <= 50; swing += 10) {
        struct rng rng;
        rng_init(&rng, (uint64_t)swing);
        size_t n = synth_beats(beats, BEATS, 1200.0, 65.0, swing / 2.0, 0.1, 0.008, &rng);
        run(beats, n);
        double share = 100.0 * (double)flagged() / (double)n;
        print_message("swing %d bpm: %.2f %% flagged\n", swing, share);
        assert_true(share < (swing > 40 ? 2.0 : 0.5));
    }
}

static double rmssd_of_used(void)
{
    double sum = 0.0;
    size_t n = 0;
    for (size_t i = 1; i < points_n; i++) {
        if (points[i].used && points[i - 1].used && points[i].joined) {
            double d = (double)points[i].rr_ms - (double)points[i - 1].rr_ms;
            sum += d * d;
            n++;
        }
    }
    return sqrt(sum / (double)n);
}

static void faults_are_found_and_mended(void **state)
{
    (void)state;
    static size_t where[BEATS];
    const uint8_t kinds[] = {BEAT_MISSED, BEAT_EXTRA, BEAT_ECTOPIC};
    for (int how = 0; how < 3; how++) {
        for (int swing = 0; swing <= 40; swing += 20) {
            struct rng rng;
            rng_init(&rng, (uint64_t)(how + 10 * swing));
            size_t n = synth_beats(beats, BEATS, 900.0, 65.0, swing / 2.0, 0.1, 0.02, &rng), m = 0, found = 0;
            run(beats, n);
            double clean = rmssd_of_used();
            size_t faults = break_beats(n, how, &m, where, &rng), right = 0;
            run(broken, m);
            for (size_t f = 0; f < faults; f++) {
                bool near = false, named = false;
                for (size_t i = where[f] - 1; i <= where[f] + 1; i++) {
                    near = near || judged[i].kind != BEAT_NORMAL;
                    named = named || judged[i].kind == kinds[how];
                }
                found += near ? 1 : 0;
                right += named ? 1 : 0;
            }
            double error = 100.0 * fabs(rmssd_of_used() / clean - 1.0);
            print_message("fault %d, swing %d: %zu of %zu found, %zu by name, %zu flags, rmssd off %.1f %%\n", how,
                          swing, found, faults, right, flagged(), error);
            assert_true((double)found >= 0.95 * (double)faults);
            assert_true((double)flagged() <= (swing < 40 ? 1.1 : 1.3) * (double)faults + 3.0);
            assert_true(error < 8.0);
        }
    }
}

static void an_extra_beat_is_deleted_and_a_missed_one_put_in(void **state)
{
    (void)state;
    size_t n = 0;
    double t = 0.0;
    for (int i = 0; i < 40; i++) {
        t += 0.8;
        if (i == 20) {
            broken[n++] = t - 0.45;
        }
        if (i != 30) {
            broken[n++] = t;
        }
    }
    run(broken, n);
    assert_int_equal(flagged(), 2);
    assert_int_equal(judged[20].kind, BEAT_EXTRA);
    assert_int_equal(judged[31].kind, BEAT_MISSED);
    assert_int_equal(points_n, 39);
    for (size_t i = 0; i < points_n; i++) {
        assert_true(fabsf(points[i].rr_ms - 800.0F) < 0.1F);
    }
}

static void a_flat_rhythm_is_no_reason_for_suspicion(void **state)
{
    (void)state;
    for (size_t i = 0; i < 300; i++) {
        broken[i] = (double)i * 0.9 + (i % 7 == 3 ? 0.012 : 0.0);
    }
    run(broken, 300);
    assert_int_equal(flagged(), 0);
}

static void intervals_out_of_range_are_never_used(void **state)
{
    (void)state;
    struct artefact a;
    struct artefact_out o[ARTEFACT_OUT_MAX];
    artefact_init(&a);
    judged_n = points_n = 0;
    const float rr[] = {NAN, 250.0F, 255.0F, 245.0F, 251.0F, 2100.0F, 2110.0F, 2090.0F, 2105.0F, 2100.0F};
    for (int i = 0; i < 10; i++) {
        take(o, artefact_push(&a, i * 1000000, rr[i], i > 0, o));
    }
    take(o, artefact_flush(&a, o));
    assert_int_equal(judged_n, 10);
    for (size_t i = 0; i < judged_n; i++) {
        assert_false(judged[i].used);
    }
}

/* Where points begin anew: at the first one, and at the first one behind the hole. */
static void begins_anew_behind_a_hole(size_t first_behind)
{
    for (size_t i = 0; i < points_n; i++) {
        assert_int_equal(points[i].joined, i != 0 && i != first_behind);
    }
}

static void the_first_interval_behind_a_hole_joins_none(void **state)
{
    (void)state;
    enum { EACH = 30, N = 2 * EACH };
    struct artefact a;
    struct artefact_out o[ARTEFACT_OUT_MAX];
    struct artefact_beat in[N];
    artefact_init(&a);
    judged_n = points_n = 0;
    for (int i = 0; i < N; i++) {
        bool first = i % EACH == 0;
        usec t = (usec)i * 800000 + (i >= EACH ? 9300000 : 0);
        in[i] = (struct artefact_beat){t, first ? NAN : 800.0F + (float)(i % 3), !first};
        take(o, artefact_push(&a, t, in[i].rr_ms, in[i].joined, o));
    }
    take(o, artefact_flush(&a, o));
    assert_int_equal(points_n, N - 2);
    begins_anew_behind_a_hole(EACH - 1);
    void *scratch = malloc(artefact_scratch(N));
    points_n = artefact_judge_all(in, N, scratch, judged, points);
    free(scratch);
    assert_int_equal(points_n, N - 2);
    begins_anew_behind_a_hole(EACH - 1);
}

enum around { CALM, BEATS_LEFT_OUT, BEATS_FAR_OFF, BEATS_MOVED };

/* A beat that is late by a share, in a heart whose every twentieth beat is well, left out, early by a third or moved by
   a seventh. return: flagged. */
static bool late_is_flagged(double share, enum around around)
{
    enum { LATE = 260 };
    size_t n = 0, at = 0;
    double t = 0.0;
    for (int i = 0; i < 300; i++) {
        bool fault = i % 20 == 10;
        t += 0.85 + 0.02 * sin(0.9 * i);
        if (around == BEATS_LEFT_OUT && fault) {
            continue;
        }
        at = i == LATE ? n : at;
        double moved = around == BEATS_MOVED ? -0.12 : (around == BEATS_FAR_OFF ? -0.28 : 0.0);
        broken[n++] = t + (i == LATE ? 0.85 * share : (fault ? moved : 0.0));
    }
    run(broken, n);
    return judged[at].kind != BEAT_NORMAL || judged[at + 1].kind != BEAT_NORMAL;
}

static void what_is_doubtful_is_a_fault_where_beats_are_moved(void **state)
{
    (void)state;
    for (enum around around = CALM; around <= BEATS_MOVED; around++) {
        assert_false(late_is_flagged(0.04, around));
        assert_true(late_is_flagged(0.065, around) == (around == BEATS_MOVED));
        assert_true(late_is_flagged(0.10, around));
    }
}

/* Breathing out makes one interval long; nothing makes up for it. */
static void one_long_interval_a_breath_is_rhythm(void **state)
{
    (void)state;
    for (size_t breath = 3; breath <= 6; breath++) {
        struct rng rng;
        rng_init(&rng, 3);
        double t = 0.0;
        for (size_t i = 0; i < 600; i++) {
            t += (i % breath == 0 ? 0.94 : 0.76) + 0.008 * rng_normal(&rng);
            broken[i] = t;
        }
        run(broken, 600);
        print_message("one long interval in %zu: %zu of 600 flagged\n", breath, flagged());
        assert_true(flagged() <= 6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_beat_comes_out_once_and_in_order),
        cmocka_unit_test(large_swings_are_no_faults),
        cmocka_unit_test(faults_are_found_and_mended),
        cmocka_unit_test(an_extra_beat_is_deleted_and_a_missed_one_put_in),
        cmocka_unit_test(a_flat_rhythm_is_no_reason_for_suspicion),
        cmocka_unit_test(intervals_out_of_range_are_never_used),
        cmocka_unit_test(the_first_interval_behind_a_hole_joins_none),
        cmocka_unit_test(what_is_doubtful_is_a_fault_where_beats_are_moved),
        cmocka_unit_test(one_long_interval_a_breath_is_rhythm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
