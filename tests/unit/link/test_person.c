/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated person is plausible: breath follows the pacer, the heart answers the breath most near its resonance. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "link/person.h"
#include "near.h"

enum { STEP_READINGS = 64, SEEDS = 12 };
static const double TWO_PI = 6.283185307179586;

/* What was seen between two moments. sine, cosine: of heart rate at the pace's frequency, for its amplitude. */
struct seen {
    double minutes, breaths, ibi_sum_ms, ibi_low_ms, ibi_high_ms, sine, cosine, mean_bpm;
    int beats;
    usec last;
};

static struct pace pace_of(double per_min)
{
    float cycle_s = (float)(60.0 / per_min);
    return (struct pace){.inhale_s = 0.45F * cycle_s, .exhale_s = 0.55F * cycle_s};
}

static void watch(struct person *p, double from_s, double to_s, double pace_hz, struct seen *s)
{
    *s = (struct seen){.minutes = (to_s - from_s) / 60.0, .ibi_low_ms = 1e9};
    struct reading out[STEP_READINGS];
    double before = 0.0;
    bool rising = false;
    for (double t = from_s; t <= to_s; t += 1.0) {
        size_t n = person_advance(p, usec_from_s(t), out, STEP_READINGS);
        for (size_t i = 0; i < n; i++) {
            assert_true(out[i].flags & READING_EXACT);
            assert_true(out[i].t <= usec_from_s(t) && isfinite(out[i].value));
            if (out[i].kind == READING_RESP) {
                bool up = (double)out[i].value > before;
                s->breaths += up && !rising && before < 0.1 ? 1.0 : 0.0;
                rising = up;
                before = (double)out[i].value;
                continue;
            }
            double ibi_ms = (double)out[i].value, at_s = usec_to_s(out[i].t), bpm = 60000.0 / ibi_ms;
            assert_true(s->last == 0 || out[i].t > s->last);
            s->last = out[i].t;
            s->beats++;
            s->ibi_sum_ms += ibi_ms;
            s->ibi_low_ms = fmin(s->ibi_low_ms, ibi_ms);
            s->ibi_high_ms = fmax(s->ibi_high_ms, ibi_ms);
            s->sine += bpm * sin(TWO_PI * pace_hz * at_s) * ibi_ms / 1000.0;
            s->cosine += bpm * cos(TWO_PI * pace_hz * at_s) * ibi_ms / 1000.0;
        }
    }
}

static double amplitude_bpm(const struct seen *s)
{
    return 2.0 * hypot(s->sine, s->cosine) / (s->ibi_sum_ms / 1000.0);
}

/* Two minutes to arrive at the pace, three to watch. */
static struct seen paced(uint64_t seed, double per_min)
{
    struct person p;
    struct seen s;
    struct pace pace = pace_of(per_min);
    person_init(&p, seed);
    person_pace(&p, 0, &pace);
    watch(&p, 1.0, 60.0, per_min / 60.0, &s);
    watch(&p, 61.0, 240.0, per_min / 60.0, &s);
    return s;
}

static void breathes_at_its_own_rate_alone(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct person p;
        struct seen s;
        person_init(&p, seed);
        watch(&p, 1.0, 300.0, 0.1, &s);
        double per_min = s.breaths / s.minutes, bpm = 60000.0 * s.beats / s.ibi_sum_ms;
        assert_true(per_min > 9.5 && per_min < 18.5);
        assert_true(bpm > 50.0 && bpm < 85.0);
        assert_true(s.ibi_low_ms > 400.0 && s.ibi_high_ms < 1800.0);
    }
}

static void follows_the_pacer(void **state)
{
    (void)state;
    static const double PACES[] = {10.0, 8.0, 6.5};
    for (size_t i = 0; i < sizeof PACES / sizeof PACES[0]; i++) {
        double error = 0.0;
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct seen s = paced(seed, PACES[i]);
            error += fabs(s.breaths / s.minutes / PACES[i] - 1.0) / SEEDS;
        }
        assert_true(error < 0.15); /* lapses count: a wandering mind breathes faster for half a minute */
    }
}

static void swings_most_near_the_resonance(void **state)
{
    (void)state;
    double near = 0.0, fast = 0.0;
    int larger = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct seen slow_s = paced(seed, 6.0), fast_s = paced(seed, 15.0);
        near += amplitude_bpm(&slow_s) / SEEDS;
        fast += amplitude_bpm(&fast_s) / SEEDS;
        larger += amplitude_bpm(&slow_s) > amplitude_bpm(&fast_s);
    }
    print_message("amplitude: %.1f bpm at 6 a minute, %.1f at 15\n", near, fast);
    assert_true(near > 2.0 * fast);
    assert_true(near > 3.0 && near < 14.0);
    assert_true(larger >= SEEDS - 1);
}

/* The same body twice, one with a heart that is late: it does the same, that much later. */
static void a_late_heart_does_the_same_later(void **state)
{
    (void)state;
    static struct person soon, late;
    struct reading out[STEP_READINGS];
    person_init(&soon, 3);
    soon.body.late_s = 0.0;
    late = soon;
    late.body.late_s = 0.8;
    double least = 1e9, most = -1e9;
    for (double t = 1.0; t <= 90.0; t += 0.2) {
        (void)person_advance(&soon, usec_from_s(t), out, STEP_READINGS);
        (void)person_advance(&late, usec_from_s(t + 0.8), out, STEP_READINGS);
        if (t > 60.0) { /* both have forgotten how they began */
            assert_near((float)late.band_v, (float)soon.band_v, 1e-3F);
            assert_near((float)late.fast, (float)soon.fast, 1e-3F);
            least = fmin(least, soon.fast);
            most = fmax(most, soon.fast);
        }
    }
    assert_true(most - least > 0.2);
}

static void one_seed_is_one_person_however_time_is_cut(void **state)
{
    (void)state;
    struct person a, b, other;
    struct reading x[STEP_READINGS], y[STEP_READINGS];
    struct pace pace = pace_of(6.0);
    person_init(&a, 5);
    person_init(&b, 5);
    person_init(&other, 6);
    size_t differs = 0;
    for (int s = 1; s <= 120; s++) {
        if (s == 20) {
            person_pace(&a, usec_from_s(20.0), &pace);
            person_pace(&b, usec_from_s(20.0), &pace);
        }
        size_t n = person_advance(&a, usec_from_s(s), x, STEP_READINGS), m = 0;
        for (int k = 1; k <= 10; k++) {
            m += person_advance(&b, usec_from_s(s - 1 + k / 10.0), y + m, STEP_READINGS - m);
        }
        assert_int_equal(n, m);
        for (size_t i = 0; i < n; i++) {
            assert_true(x[i].t == y[i].t && x[i].value == y[i].value && x[i].kind == y[i].kind);
        }
        m = person_advance(&other, usec_from_s(s), y, STEP_READINGS);
        differs += n != m || x[0].value != y[0].value;
    }
    assert_true(differs > 100);
}

static void waves_show_the_beats(void **state)
{
    (void)state;
    struct person p;
    struct sensor_moment m;
    person_init(&p, 3);
    int beats = 0, peaks = 0;
    float before = 0.0F, sum_ms = 0.0F;
    bool up = false;
    for (int i = 1; i <= 60 * 250; i++) {
        person_moment(&p, (usec)i * 4000, &m);
        assert_true(m.contact && m.ecg > -1.0F && m.ecg < 1.3F && m.ppg > -0.5F && m.ppg < 2.0F);
        peaks += up && m.ecg < before && before > 0.7F;
        up = m.ecg > before;
        before = m.ecg;
        beats += m.beat;
        sum_ms += m.beat ? m.ibi_ms : 0.0F;
    }
    assert_true(beats > 45 && beats < 90);
    assert_true(peaks - beats >= -1 && peaks - beats <= 2); /* the first beat has no interval */
    assert_true(sum_ms > 56000.0F && sum_ms < 60000.0F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breathes_at_its_own_rate_alone), cmocka_unit_test(follows_the_pacer),
        cmocka_unit_test(swings_most_near_the_resonance), cmocka_unit_test(one_seed_is_one_person_however_time_is_cut),
        cmocka_unit_test(waves_show_the_beats),           cmocka_unit_test(a_late_heart_does_the_same_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
