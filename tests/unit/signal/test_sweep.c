/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "signal/sweep.h"
#include "unit/signal/synth.h"

enum { HZ = 200, SECONDS = 100, N = HZ * SECONDS, MARKS = 4096, BEATS = 256 };

struct found {
    struct mark m[MARKS];
    size_t n;
};

static float wave[N];
static double beat_s[BEATS];
static size_t beats_n;
static struct found found, other;
static struct sweep sweep;

static void draw(uint8_t kind, double noise, uint64_t seed)
{
    struct rng r;
    size_t next = 0;
    rng_init(&r, seed);
    beats_n = synth_beats(beat_s, BEATS, SECONDS, 70.0, 8.0, 0.1, 0.01, &r);
    for (int i = 0; i < N; i++) {
        double t = (double)i / HZ;
        double v = kind == READING_ECG ? synth_ecg(t, beat_s, beats_n, &next) : synth_ppg(t, beat_s, beats_n, &next);
        wave[i] = (float)(v + noise * rng_normal(&r));
    }
}

static void keep(struct found *f, const struct mark *m, size_t n)
{
    for (size_t i = 0; i < n && f->n < MARKS; i++) {
        f->m[f->n++] = m[i];
    }
}

/* hole_at: this sample comes 2 s late and so do all behind it; N: none. */
static void run(struct found *f, uint8_t kind, float gain, usec shift, int hole_at)
{
    struct mark m[MARKS_MAX];
    f->n = 0;
    sweep_init(&sweep, kind);
    for (int i = 0; i < N; i++) {
        usec t = shift + (usec)i * (USEC_PER_SEC / HZ) + (i >= hole_at ? 2 * USEC_PER_SEC : 0);
        keep(f, m, sweep_push(&sweep, t, gain * wave[i], m));
    }
    for (size_t n = sweep_flush(&sweep, m); n > 0; n = sweep_flush(&sweep, m)) {
        keep(f, m, n);
    }
}

static void assert_same(const struct found *a, const struct found *b, usec shift)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->m[i].t + shift, b->m[i].t);
        assert_int_equal(a->m[i].joined, b->m[i].joined);
    }
}

static void assert_in_order(const struct found *f)
{
    for (size_t i = 1; i < f->n; i++) {
        assert_true(f->m[i].t > f->m[i - 1].t);
    }
}

static void every_beat_is_found_once(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (size_t k = 0; k < 2; k++) {
        draw(KINDS[k], 0.01, 1);
        run(&found, KINDS[k], 1.0F, 0, N);
        assert_in_order(&found);
        double late_s = KINDS[k] == READING_ECG ? 0.0 : 0.1, within_s = KINDS[k] == READING_ECG ? 0.01 : 0.03;
        size_t hits = 0;
        for (size_t i = 0; i < beats_n; i++) {
            size_t near = 0;
            for (size_t j = 0; j < found.n; j++) {
                near += fabs(usec_to_s(found.m[j].t) - beat_s[i] - late_s) < within_s ? 1 : 0;
            }
            assert_true(near <= 1);
            hits += near;
        }
        assert_true(hits + 2 >= beats_n); /* the first and the last one may be cut */
        assert_true(found.n <= hits + 1);
        for (size_t j = 2; j + 2 < found.n; j++) {
            assert_true(found.m[j].joined);
            assert_true(found.m[j].quality > 0.5F);
        }
    }
}

static void a_shift_in_time_shifts_the_marks(void **state)
{
    (void)state;
    draw(READING_ECG, 0.05, 2);
    run(&found, READING_ECG, 1.0F, 0, N);
    run(&other, READING_ECG, 1.0F, 86400 * USEC_PER_SEC + 7, N);
    assert_true(found.n > 50);
    assert_same(&found, &other, 86400 * USEC_PER_SEC + 7);
}

static void unit_and_sign_change_no_mark(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (size_t k = 0; k < 2; k++) {
        draw(KINDS[k], 0.05, 3);
        run(&found, KINDS[k], 1.0F, 0, N);
        run(&other, KINDS[k], 1024.0F, 0, N);
        assert_true(found.n > 50);
        assert_same(&found, &other, 0);
        run(&other, KINDS[k], -0.0625F, 0, N);
        assert_same(&found, &other, 0);
    }
}

static void the_same_samples_give_the_same_bits(void **state)
{
    (void)state;
    draw(READING_PPG, 0.1, 4);
    run(&found, READING_PPG, 1.0F, 0, N);
    run(&other, READING_PPG, 1.0F, 0, N);
    assert_same(&found, &other, 0);
    for (size_t i = 0; i < found.n; i++) {
        assert_memory_equal(&found.m[i].quality, &other.m[i].quality, sizeof(float));
        assert_memory_equal(&found.m[i].wave, &other.m[i].wave, sizeof(struct mark_wave));
    }
}

static void the_first_beat_after_a_hole_is_not_joined(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (size_t k = 0; k < 2; k++) {
        const int at = 37 * HZ;
        size_t apart = 0;
        draw(KINDS[k], 0.01, 5);
        run(&found, KINDS[k], 1.0F, 0, at);
        assert_in_order(&found);
        assert_false(found.m[0].joined);
        for (size_t i = 1; i < found.n; i++) {
            bool over = usec_to_s(found.m[i - 1].t) < 37.0 && usec_to_s(found.m[i].t) > 37.0;
            apart += found.m[i].joined ? 0 : 1;
            assert_int_equal(found.m[i].joined, !over);
        }
        assert_int_equal(apart, 1);
    }
}

static void after_a_flush_it_begins_anew(void **state)
{
    (void)state;
    struct mark m[MARKS_MAX];
    draw(READING_ECG, 0.01, 6);
    run(&found, READING_ECG, 1.0F, 0, N);
    assert_true(usec_to_s(found.m[found.n - 1].t) > SECONDS - 1.5);
    assert_int_equal(sweep_flush(&sweep, m), 0);
    other.n = 0;
    for (int i = 0; i < N; i++) {
        keep(&other, m, sweep_push(&sweep, 500 * USEC_PER_SEC + (usec)i * (USEC_PER_SEC / HZ), wave[i], m));
    }
    for (size_t n = sweep_flush(&sweep, m); n > 0; n = sweep_flush(&sweep, m)) {
        keep(&other, m, n);
    }
    assert_false(other.m[0].joined);
    assert_int_equal(other.n, found.n);
}

static void a_flat_line_has_no_beats(void **state)
{
    (void)state;
    static const uint8_t KINDS[] = {READING_ECG, READING_PPG};
    for (size_t k = 0; k < 2; k++) {
        for (int i = 0; i < N; i++) {
            wave[i] = 3.25F;
        }
        run(&found, KINDS[k], 1.0F, 0, N);
        assert_int_equal(found.n, 0);
    }
}

/* Every tenth pulse is missing. What is level behind the fall of the one before rises against the mean slope there. */
static void a_pause_of_the_pulse_stays_empty(void **state)
{
    (void)state;
    enum { EVERY = 10 };
    struct rng r;
    double missing_s[BEATS];
    size_t missing_n = 0, kept = 0, next = 0, wrong = 0;
    rng_init(&r, 8);
    beats_n = synth_beats(beat_s, BEATS, SECONDS, 70.0, 8.0, 0.1, 0.01, &r);
    for (size_t i = 0; i < beats_n; i++) {
        if (i % EVERY == EVERY - 1) {
            missing_s[missing_n++] = beat_s[i];
        } else {
            beat_s[kept++] = beat_s[i];
        }
    }
    for (int i = 0; i < N; i++) {
        wave[i] = (float)(synth_ppg((double)i / HZ, beat_s, kept, &next) + 0.01 * rng_normal(&r));
    }
    run(&found, READING_PPG, 1.0F, 0, N);
    assert_true(found.n + 2 >= kept);
    for (size_t i = 0; i < missing_n; i++) {
        for (size_t j = 0; j < found.n; j++) {
            wrong += fabs(usec_to_s(found.m[j].t) - missing_s[i] - 0.1) < 0.3 ? 1 : 0;
        }
    }
    assert_true(missing_n >= 10);
    assert_true(wrong <= 1);
}

static void noise_alone_is_not_trusted(void **state)
{
    (void)state;
    struct rng r;
    double sum = 0.0;
    rng_init(&r, 7);
    for (int i = 0; i < N; i++) {
        wave[i] = (float)rng_normal(&r);
    }
    run(&found, READING_ECG, 1.0F, 0, N);
    for (size_t i = 0; i < found.n; i++) {
        sum += (double)found.m[i].quality;
    }
    assert_true(found.n == 0 || sum / (double)found.n < 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_beat_is_found_once),
        cmocka_unit_test(a_shift_in_time_shifts_the_marks),
        cmocka_unit_test(unit_and_sign_change_no_mark),
        cmocka_unit_test(the_same_samples_give_the_same_bits),
        cmocka_unit_test(the_first_beat_after_a_hole_is_not_joined),
        cmocka_unit_test(after_a_flush_it_begins_anew),
        cmocka_unit_test(a_flat_line_has_no_beats),
        cmocka_unit_test(a_pause_of_the_pulse_stays_empty),
        cmocka_unit_test(noise_alone_is_not_trusted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
