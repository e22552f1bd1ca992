/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody with a belt who follows the pacer, and takes in so many times the air they took before. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/engine.h"

enum { BELT_TICKS = 2 };

/* The last view of four minutes, breathing `more` times the air of before from the first minute on; softened: in how
   many seconds it was said. */
static struct view breathe(float more, int *softened)
{
    struct engine_config c = {.bodies = 1, .links = 1, .session = {.length = usec_from_s(240.0)}};
    struct engine *e = aligned_alloc(64, (engine_size() + 63) / 64 * 64);
    struct view v = {0};
    assert_non_null(e);
    assert_int_equal(engine_init(e, &c), R_OK);
    double next_beat_s = 1.0;
    int64_t sample = 0;
    *softened = 0;
    engine_view(e, &v);
    while (!engine_done(e)) {
        double t = (double)(engine_ticks(e) + 1) * 0.02;
        bool paced = !isnan(v.pace_lung);
        double own = 0.5 - 0.5 * cos(6.283185307179586 * t * 12.0 / 60.0);
        double rate = paced ? (double)(60.0F / pace_cycle_s(&v.pace)) : 12.0;
        double depth = (double)(t > 60.0 ? more : 1.0F) * 12.0 / rate; /* as much air a minute as before */
        if (engine_ticks(e) % BELT_TICKS == 0) {
            struct reading r = {.t = usec_from_s(t),
                                .tick = sample++,
                                .value = (float)(100.0 + 10.0 * depth * (paced ? (double)v.pace_lung : own)),
                                .kind = READING_RESP,
                                .channel = RESP_BELT,
                                .flags = READING_EXACT};
            assert_int_equal(engine_reading(e, 0, &r), R_OK);
        }
        if (t >= next_beat_s) {
            double rr_ms = 900.0 - 60.0 * (paced ? (double)v.pace_lung : own);
            struct reading r = {
                .t = usec_from_s(t), .value = (float)rr_ms, .kind = READING_IBI, .flags = READING_EXACT};
            assert_int_equal(engine_reading(e, 0, &r), R_OK);
            next_beat_s += rr_ms / 1000.0;
        }
        engine_tick(e);
        engine_view(e, &v);
        *softened += v.body[0].soften && engine_ticks(e) % 50 == 0 ? 1 : 0;
    }
    engine_deinit(e);
    free(e);
    return v;
}

static void as_much_air_as_before_is_well(void **state)
{
    (void)state;
    int softened = 0;
    (void)breathe(1.0F, &softened);
    assert_int_equal(softened, 0);
}

static void twice_the_air_is_too_much(void **state)
{
    (void)state;
    int softened = 0;
    (void)breathe(2.2F, &softened);
    assert_in_range(softened, 60, 180); /* from two blocks after it began on */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_much_air_as_before_is_well),
        cmocka_unit_test(twice_the_air_is_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
