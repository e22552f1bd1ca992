/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How late a view is: a body made of formulas changes at once, and what is shown of it follows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "engine/engine.h"
#include "engine/view.h"

static const double TWO_PI = 6.283185307179586, TICK_S = 0.02;
static const float PACE_PER_MIN = 6.0F;
enum { TICKS = 10000 }; /* 200 s */

/* half_bpm: of the heart's swing with the breath;  order: how much of it is there, the rest is any */
struct heart {
    double mean_bpm, half_bpm, order, breath_per_min;
};

struct play {
    struct engine *e;
    struct rng rng;
    double breath, beat, wild;
    usec last_beat;
};

static void start(struct play *p)
{
    const struct engine_config c = {
        .bodies = 1, .links = 1, .session = {.length = 900 * USEC_PER_SEC, .adapt = {{.fixed_per_min = PACE_PER_MIN}}}};
    *p = (struct play){.e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64)};
    assert_non_null(p->e);
    assert_int_equal(engine_init(p->e, &c), R_OK);
    rng_init(&p->rng, 5);
}

static void stop(struct play *p)
{
    engine_deinit(p->e);
    free(p->e);
}

static float lung(const struct play *p)
{
    return (float)(0.5 - 0.5 * cos(TWO_PI * p->breath));
}

static void tell(struct play *p, uint8_t kind, float value)
{
    usec now = (usec)(engine_ticks(p->e) + 1) * ENGINE_TICK_US;
    struct reading r = {.t = now,
                        .value = value,
                        .kind = kind,
                        .channel = kind == READING_RESP ? RESP_BELT : 0,
                        .flags = READING_EXACT};
    assert_int_equal(engine_reading(p->e, 0, &r), R_OK);
}

static void tick(struct play *p, const struct heart *h)
{
    usec now = (usec)(engine_ticks(p->e) + 1) * ENGINE_TICK_US;
    p->breath += h->breath_per_min / 60.0 * TICK_S;
    double hr = h->mean_bpm + h->half_bpm * (h->order * sin(TWO_PI * p->breath) + (1.0 - h->order) * p->wild);
    p->beat += hr / 60.0 * TICK_S;
    if (p->beat >= 1.0) {
        p->beat -= 1.0;
        p->wild = 2.0 * rng_uniform(&p->rng) - 1.0;
        tell(p, READING_IBI, (float)(now - p->last_beat) / 1000.0F);
        p->last_beat = now;
    }
    if (now % (2 * ENGINE_TICK_US) == 0) {
        tell(p, READING_RESP, lung(p));
    }
    engine_tick(p->e);
    size_t n = 0;
    (void)engine_events(p->e, &n);
}

static struct view_body seen(const struct play *p)
{
    struct view v;
    engine_view(p->e, &v);
    return v.body[0];
}

static void live(struct play *p, const struct heart *h, double s)
{
    for (int i = 0; i < (int)(s / TICK_S); i++) {
        tick(p, h);
    }
}

enum which { HR, BREATH, SWING, BREATH_SWING, ADHERENCE, STEADINESS, PEAK_SHARE };

static double value(const struct view_body *b, enum which which)
{
    const float values[] = {b->hr_bpm,    b->breath_per_min, b->swing_bpm, b->breath_swing_bpm,
                            b->adherence, b->steadiness,     b->peak_share};
    return (double)values[which];
}

/* From one heart to the other: until the value is half of the way. */
static double late_s(const struct heart *before, const struct heart *after, enum which which)
{
    static double path[TICKS];
    struct play p;
    start(&p);
    live(&p, before, 200.0);
    struct view_body b = seen(&p);
    double from = value(&b, which);
    for (int i = 0; i < TICKS; i++) {
        tick(&p, after);
        b = seen(&p);
        path[i] = value(&b, which);
    }
    stop(&p);
    double to = path[TICKS - 1];
    assert_true(fabs(to - from) > 0.1);
    int i = 0;
    while (fabs(path[i] - from) < 0.5 * fabs(to - from)) {
        i++;
    }
    double s = (i + 1) * TICK_S;
    print_message("which %d: %.2f > %.2f after %.1f s\n", (int)which, from, to, s);
    return s;
}

static const struct heart CALM = {66.0, 6.0, 1.0, 6.0};

static void slow_measures_are_as_late_as_told(void **state)
{
    (void)state;
    const struct heart faster = {78.0, 6.0, 1.0, 6.0}, quieter = {66.0, 2.0, 1.0, 6.0}, wild = {66.0, 6.0, 0.0, 6.0},
                       hurried = {66.0, 6.0, 1.0, 12.0};
    const struct {
        const struct heart *other;
        enum which which;
        float late_s;
    } rows[] = {{&faster, HR, VIEW_HR_LATE_S},
                {&hurried, BREATH, VIEW_BREATH_LATE_S},
                {&quieter, SWING, VIEW_SWING_LATE_S},
                {&quieter, BREATH_SWING, VIEW_BREATH_SWING_LATE_S},
                {&hurried, ADHERENCE, VIEW_ADHERENCE_LATE_S},
                {&wild, STEADINESS, VIEW_STEADINESS_LATE_S},
                {&wild, PEAK_SHARE, VIEW_PEAK_SHARE_LATE_S}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double to = late_s(&CALM, rows[i].other, rows[i].which), back = late_s(rows[i].other, &CALM, rows[i].which);
        double most = fmax(to, back);
        assert_true(most <= (double)rows[i].late_s && most > 0.4 * (double)rows[i].late_s);
    }
}

/* Half of the way in of each breath, the shown one after the own. */
static void own_breath_is_as_late_as_told(void **state)
{
    (void)state;
    struct play p;
    start(&p);
    live(&p, &CALM, 60.0);
    double own_s = (double)NAN, worst = 0.0, before = (double)lung(&p), shown_before = 1.0;
    int breaths = 0;
    for (int i = 0; i < (int)(60.0 / TICK_S); i++) {
        tick(&p, &CALM);
        double own = (double)lung(&p), shown = (double)seen(&p).breath_lung;
        own_s = before < 0.5 && own >= 0.5 ? i * TICK_S : own_s;
        if (shown_before < 0.5 && shown >= 0.5 && !isnan(own_s)) {
            worst = fmax(worst, i * TICK_S - own_s);
            breaths++;
        }
        before = own;
        shown_before = shown;
    }
    stop(&p);
    print_message("lung after %.2f s\n", worst);
    assert_true(breaths >= 5 && worst <= (double)VIEW_LUNG_LATE_S && worst > 0.4 * (double)VIEW_LUNG_LATE_S);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(slow_measures_are_as_late_as_told),
                                       cmocka_unit_test(own_breath_is_as_late_as_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
