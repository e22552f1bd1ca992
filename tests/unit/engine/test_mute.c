/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hearts that tell nothing of the breath: one as even as a clock, one without any order. Nobody can see whether such a
   person follows, so they are led gently, as anybody, and not taken for somebody who does not. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "engine/engine.h"

enum { MINUTES = 12, HEARTS = 3 };

/* An even heart: beats told this coarsely; a wild one: intervals spread by this share; a strong one: intervals swing by
   this share with breaths of 17 a minute, a fifth longer or shorter, whatever the pace. */
struct heart {
    double told_ms, jitter_ms, wild, swings;
};

/* The own breath of who does not follow. */
struct lung {
    double begun_s, length_s;
};

static double interval_s(const struct heart *h, struct lung *lung, double beat_s, struct rng *rng)
{
    if (beat_s >= lung->begun_s + lung->length_s) {
        lung->begun_s = beat_s;
        lung->length_s = 3.5 * fmax(0.5, 1.0 + 0.2 * rng_normal(rng));
    }
    double swing = h->swings * sin(6.283185307179586 * (beat_s - lung->begun_s) / lung->length_s);
    return (h->swings > 0.0 ? 0.7 : 0.923) * (1.0 - swing) * fmax(0.45, 1.0 + h->wild * rng_normal(rng));
}

/* Of the pace: fastest after the second minute; at the end. Of the person: whether anything was believed of them. */
struct led {
    double fastest, last;
    bool believed;
    int scored_s, breath_s;
};

static void note(struct led *led, struct engine *e)
{
    size_t n = 0;
    const struct event *events = engine_events(e, &n);
    for (size_t i = 0; i < n; i++) {
        if (events[i].kind == EVENT_PACE) {
            led->last = (double)(60.0F / pace_cycle_s(&events[i].as.pace.pace));
            led->fastest = engine_ticks(e) > 6000 ? fmax(led->fastest, led->last) : 0.0;
        } else if (events[i].kind == EVENT_STATE) {
            led->believed = !isnan(events[i].as.state.resonance_per_min);
            led->scored_s += events[i].as.state.m.scored;
            led->breath_s += !isnan(events[i].as.state.m.breath_per_min);
        }
    }
}

static struct led lead(const struct heart *h, uint64_t seed)
{
    struct engine_config c = {.bodies = 1, .links = 1, .session = {.length = usec_from_s(60.0 * MINUTES)}};
    struct engine *e = aligned_alloc(64, (engine_size() + 63) / 64 * 64);
    struct led led = {0.0, 0.0, false, 0, 0};
    struct rng rng;
    rng_init(&rng, seed);
    assert_non_null(e);
    assert_int_equal(engine_init(e, &c), R_OK);
    struct lung lung = {0.0, 3.5};
    double beat_s = 1.0, told_s = 1.0;
    while (!engine_done(e)) {
        double t = (double)(engine_ticks(e) + 1) * 0.02;
        if (t >= beat_s) {
            double at_ms = beat_s * 1000.0 + h->jitter_ms * rng_normal(&rng);
            double at_s = floor(at_ms / h->told_ms + 0.5) * h->told_ms / 1000.0;
            struct reading r = {.t = usec_from_s(t),
                                .value = (float)((at_s - told_s) * 1000.0),
                                .kind = READING_IBI,
                                .flags = READING_EXACT};
            assert_true(told_s == 1.0 || engine_reading(e, 0, &r) == R_OK);
            told_s = at_s;
            beat_s += interval_s(h, &lung, beat_s, &rng);
        }
        engine_tick(e);
        note(&led, e);
    }
    engine_deinit(e);
    free(e);
    return led;
}

static void an_even_heart_is_led_and_not_scored(void **state)
{
    (void)state;
    const struct heart hearts[HEARTS] = {{1.0, 0.0, 0.0, 0.0}, {4.0, 0.0, 0.0, 0.0}, {1.0, 3.0, 0.0, 0.0}};
    for (int i = 0; i < HEARTS; i++) {
        struct led led = lead(&hearts[i], 1);
        print_message("told to %.0f ms, jitter %.0f ms: at most %.1f/min after two minutes, %.1f at the end\n",
                      hearts[i].told_ms, hearts[i].jitter_ms, led.fastest, led.last);
        assert_true(led.fastest < 8.0 && led.last > 5.0 && led.last < 6.5);
        assert_false(led.believed);
        assert_true(hearts[i].jitter_ms > 0.0 || led.scored_s == 0);
    }
}

static void a_wild_heart_is_led_and_not_hurried(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct led led = lead(&(struct heart){1.0, 0.0, 0.22, 0.0}, seed);
        print_message("irregular heart %d: at most %.1f/min after two minutes, %.1f at the end; breath told for %d s\n",
                      (int)seed, led.fastest, led.last, led.breath_s);
        assert_true(led.breath_s < 60 * MINUTES / 4);
        assert_true(led.fastest < 8.5 && led.last < 8.5);
        assert_false(led.believed);
    }
}

/* A child's heart swings by a fifth with every breath: that is no disorder, and shows who goes their own way. */
static void a_strong_heart_that_does_not_follow_is_mirrored(void **state)
{
    (void)state;
    struct led led = lead(&(struct heart){1.0, 0.0, 0.0, 0.2}, 1);
    print_message("strong heart that does not follow: %.1f/min at the end\n", led.last);
    assert_true(led.last > 9.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_even_heart_is_led_and_not_scored),
        cmocka_unit_test(a_wild_heart_is_led_and_not_hurried),
        cmocka_unit_test(a_strong_heart_that_does_not_follow_is_mirrored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
