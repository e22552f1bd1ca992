/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/locked.h"
#include "unit/signal/synth.h"

/* HR = 65 + 8 sin(2 pi 0.1 t): fastest at 2.5 s of each 10 s, slowest at 7.5 s. */
static void fill(struct tachogram *g)
{
    static double beats[400];
    struct rng rng;
    rng_init(&rng, 1);
    size_t n = synth_beats(beats, 400, 60.0, 65.0, 8.0, 0.1, 0.0, &rng);
    tachogram_init(g);
    for (size_t i = 1; i < n; i++) {
        tachogram_push(g, &(struct tachogram_point){usec_from_s(beats[i]), (float)(1e3 * (beats[i] - beats[i - 1])),
                                                    true, true, false});
    }
}

static void a_heart_in_step_scores_its_whole_swing(void **state)
{
    (void)state;
    struct tachogram g;
    struct locked l;
    fill(&g);
    /* A beat's interval tells the rate at the beat before: the turning points come one interval later. */
    usec from = usec_from_s(18.55), turn = usec_from_s(23.35), to = usec_from_s(28.55);
    assert_true(locked_of_breath(&g, from, turn, to, &l));
    assert_true(fabsf(l.rise_bpm - 16.0F) < 1.0F && fabsf(l.fall_bpm - 16.0F) < 1.0F);
    assert_true(l.rsa_ms > 200.0F && l.rsa_ms < 260.0F);
}

/* A quarter of a cycle late: as much rises as falls. Half a cycle: it goes the other way, and is no RSA at all. */
static void a_heart_out_of_step_does_not(void **state)
{
    (void)state;
    struct tachogram g;
    struct locked l;
    fill(&g);
    assert_true(locked_of_breath(&g, usec_from_s(20.95), usec_from_s(25.95), usec_from_s(30.95), &l));
    assert_true(fabsf(l.rise_bpm + l.fall_bpm) < 3.0F);
    assert_true(locked_of_breath(&g, usec_from_s(23.35), usec_from_s(28.55), usec_from_s(33.35), &l));
    assert_true(l.rise_bpm < -14.0F && l.fall_bpm < -14.0F);
}

static void an_unknown_breath_is_not_told(void **state)
{
    (void)state;
    struct tachogram g;
    struct locked l = {1.0F, 2.0F, 3.0F};
    fill(&g);
    assert_false(locked_of_breath(&g, usec_from_s(55.0), usec_from_s(60.0), usec_from_s(65.0), &l));
    assert_false(locked_of_breath(&g, usec_from_s(20.0), usec_from_s(20.0), usec_from_s(25.0), &l));
    assert_true(l.rise_bpm == 1.0F && l.rsa_ms == 3.0F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heart_in_step_scores_its_whole_swing),
        cmocka_unit_test(a_heart_out_of_step_does_not),
        cmocka_unit_test(an_unknown_breath_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
