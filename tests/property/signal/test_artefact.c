/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of any series of beats, however broken, when it is judged at once. A failing test prints its seed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/artefact.h"

enum { BEATS = 600, RUNS = 60 };

static struct artefact_beat in[BEATS];
static struct beat out[2][BEATS];
static struct tachogram_point points[2][BEATS * ARTEFACT_SPLIT_MAX];
static uint16_t scratch[2 * BEATS + 8];

/* A heart with holes, and with a share of its beats left out, put in and moved. */
static void make(uint64_t seed, double share)
{
    struct rng r;
    rng_init(&r, seed);
    usec t = 0;
    for (size_t i = 0; i < BEATS; i++) {
        double rr = 0.85 + 0.08 * sin((double)i * 0.6) + 0.02 * rng_normal(&r), u = rng_uniform(&r);
        bool fault = rng_uniform(&r) < share, hole = i == 0 || rng_uniform(&r) < 0.01;
        rr *= fault ? (u < 0.3 ? 2.0 : (u < 0.6 ? 0.4 : 0.7 + 0.6 * rng_uniform(&r))) : 1.0;
        usec step = usec_from_s(hole ? 5.0 : rr);
        t += step;
        in[i] = (struct artefact_beat){t, hole ? NAN : (float)step * 1e-3F, !hole};
    }
}

static size_t judge(int k)
{
    assert_true(artefact_scratch(BEATS) <= sizeof scratch);
    assert_true(artefact_points_max(BEATS) <= BEATS * ARTEFACT_SPLIT_MAX);
    return artefact_judge_all(in, BEATS, scratch, out[k], points[k]);
}

static void every_run_keeps_its_time(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        make(seed, 0.15 * (double)(seed % 4));
        size_t n = judge(0), at = 0;
        for (size_t i = 0; i < BEATS; i++) {
            assert_true(out[0][i].t == in[i].t);
            assert_true(!out[0][i].used || (out[0][i].kind == BEAT_NORMAL && in[i].joined));
        }
        for (size_t i = 0; i < n; i++) {
            double step_ms = i > 0 ? usec_to_s(points[0][i].t - points[0][i - 1].t) * 1e3 : 1.0;
            if (!(step_ms > 0.0) || !(points[0][i].rr_ms > 0.0F)) {
                fail_msg("seed %llu, point %zu", (unsigned long long)seed, i);
            }
        }
        /* What is used is as measured, and each used beat is one point, in order. */
        for (size_t i = 0; i < BEATS; i++) {
            if (out[0][i].used) {
                while (at < n && !(points[0][at].used)) {
                    at++;
                }
                assert_true(at < n && points[0][at].t == in[i].t && points[0][at].rr_ms == in[i].rr_ms);
                at++;
            }
        }
    }
}

static void a_shift_in_time_shifts_all(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        make(seed, 0.1);
        size_t n = judge(0);
        for (size_t i = 0; i < BEATS; i++) {
            in[i].t += 1000 * USEC_PER_SEC;
        }
        assert_int_equal(judge(1), n);
        for (size_t i = 0; i < n; i++) {
            assert_true(points[1][i].t == points[0][i].t + 1000 * USEC_PER_SEC);
            assert_true(points[1][i].rr_ms == points[0][i].rr_ms && points[1][i].used == points[0][i].used);
        }
    }
}

static void what_the_scratch_held_changes_nothing(void **state)
{
    (void)state;
    make(5, 0.1);
    memset(scratch, 0, sizeof scratch);
    size_t n = judge(0);
    memset(scratch, 0x5a, sizeof scratch);
    memset(out[1], 0x5a, sizeof out[1]);
    assert_int_equal(judge(1), n);
    for (size_t i = 0; i < BEATS; i++) {
        assert_int_equal(out[0][i].kind, out[1][i].kind);
        assert_true(out[0][i].used == out[1][i].used);
    }
}

/* Known faults, far apart in a steady heart: each gets its name, and the intervals around it stay used. */
static void faults_get_their_names(void **state)
{
    (void)state;
    const usec rr = 900 * USEC_PER_MS;
    usec t = 0;
    size_t n = 0;
    for (int i = 0; i < 120; i++) {
        t += rr;
        if (i == 60) {
            in[n] = (struct artefact_beat){t - 400 * USEC_PER_MS, 0.0F, true};
            n++;
        }
        if (i != 30) {
            usec moved = i == 90 ? 300 * USEC_PER_MS : 0;
            in[n] = (struct artefact_beat){t - moved, 0.0F, true};
            n++;
        }
    }
    for (size_t i = 0; i < n; i++) {
        in[i].joined = i > 0;
        in[i].rr_ms = i > 0 ? (float)(in[i].t - in[i - 1].t) * 1e-3F : NAN;
    }
    size_t told = artefact_judge_all(in, n, scratch, out[0], points[0]), unused = 0;
    for (size_t i = 1; i < n; i++) {
        unused += out[0][i].used ? 0 : 1;
    }
    assert_int_equal(out[0][30].kind, BEAT_MISSED);
    assert_int_equal(out[0][59].kind, BEAT_EXTRA);
    assert_int_equal(out[0][90].kind, BEAT_ECTOPIC);
    assert_int_equal(unused, 5); /* 1 missed, 2 parts, 2 round the early beat */
    assert_int_equal(told, 119);
    for (size_t i = 0; i < told; i++) {
        assert_true(fabsf(points[0][i].rr_ms - 900.0F) < 0.5F);
        assert_true(points[0][i].t == (usec)(i + 2) * rr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_run_keeps_its_time),
        cmocka_unit_test(a_shift_in_time_shifts_all),
        cmocka_unit_test(what_the_scratch_held_changes_nothing),
        cmocka_unit_test(faults_get_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
