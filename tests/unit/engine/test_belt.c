/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody with a belt who follows the pacer. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "near.h"

enum { BELT_TICKS = 2 };

/* more: so many times the air of before, from the first minute on;  unit: of the belt's values;  drift: how far they
   wander, by the depth of a breath before the pacer */
struct belt {
    double more, unit, drift;
};

/* What four minutes told: in how many seconds "softer" was said, and what is believed of the best rate. */
struct told {
    int softened;
    double resonance_per_min, resonance_sd;
};

static void note(struct told *told, struct engine *e, const struct view *v)
{
    size_t n = 0;
    const struct event *events = engine_events(e, &n);
    for (size_t i = 0; i < n; i++) {
        if (events[i].kind == EVENT_STATE) {
            told->resonance_per_min = (double)events[i].as.state.resonance_per_min;
            told->resonance_sd = (double)events[i].as.state.resonance_sd;
        }
    }
    told->softened += v->body[0].soften && engine_ticks(e) % 50 == 0 ? 1 : 0;
}

static struct told breathe(const struct belt *belt)
{
    struct engine_config c = {.bodies = 1, .links = 1, .session = {.length = usec_from_s(240.0)}};
    struct engine *e = aligned_alloc(64, (engine_size() + 63) / 64 * 64);
    struct view v = {0};
    assert_non_null(e);
    assert_int_equal(engine_init(e, &c), R_OK);
    double next_beat_s = 1.0;
    int64_t sample = 0;
    struct told told = {0, (double)NAN, (double)NAN};
    engine_view(e, &v);
    while (!engine_done(e)) {
        double t = (double)(engine_ticks(e) + 1) * 0.02;
        bool paced = !isnan(v.pace_lung);
        double own = 0.5 - 0.5 * cos(6.283185307179586 * t * 12.0 / 60.0);
        double rate = paced ? (double)(60.0F / pace_cycle_s(&v.pace)) : 12.0;
        double depth = (t > 60.0 ? belt->more : 1.0) * 12.0 / rate; /* as much air a minute as before */
        if (engine_ticks(e) % BELT_TICKS == 0) {
            double drift = belt->drift * sin(6.283185307179586 * t / 100.0);
            double volume = drift + depth * (paced ? (double)v.pace_lung : own);
            struct reading r = {.t = usec_from_s(t),
                                .tick = sample++,
                                .value = (float)(belt->unit * (100.0 + 10.0 * volume)),
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
        note(&told, e, &v);
    }
    engine_deinit(e);
    free(e);
    return told;
}

static void as_much_air_as_before_is_well(void **state)
{
    (void)state;
    assert_int_equal(breathe(&(struct belt){1.0, 1.0, 0.0}).softened, 0);
}

static void twice_the_air_is_too_much(void **state)
{
    (void)state;
    int softened = breathe(&(struct belt){2.2, 1.0, 0.0}).softened;
    assert_in_range(softened, 60, 180); /* from two blocks after it began on */
}

/* Who sits up straighter, or sinks down, breathes no more for it. */
static void a_belt_that_wanders_tells_no_deeper_breath(void **state)
{
    (void)state;
    int softened = breathe(&(struct belt){1.0, 1.0, 2.0}).softened;
    int too_much = breathe(&(struct belt){2.2, 1.0, 2.0}).softened;
    print_message("softer for %d s, and for %d s where it is too much\n", softened, too_much);
    assert_int_equal(softened, 0);
    assert_in_range(too_much, 60, 180);
}

static void any_unit_is_good(void **state)
{
    (void)state;
    struct told usual = breathe(&(struct belt){1.0, 1.0, 0.0});
    assert_true(!isnan(usual.resonance_per_min));
    for (double unit = 1e-6; unit < 1e5; unit *= 1e3) {
        struct told told = breathe(&(struct belt){1.0, unit, 0.0});
        assert_near(told.resonance_per_min, usual.resonance_per_min, 0.02);
        assert_near(told.resonance_sd, usual.resonance_sd, 0.01);
        assert_int_equal(told.softened, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_much_air_as_before_is_well),
        cmocka_unit_test(twice_the_air_is_too_much),
        cmocka_unit_test(a_belt_that_wanders_tells_no_deeper_breath),
        cmocka_unit_test(any_unit_is_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
