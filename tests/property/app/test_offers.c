/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is calm is left in peace; who gets tense is offered the breath, soon. A failure prints
   the seed that went furthest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/bench/offers.h"

enum { PERSONS = 40 };

static struct engine *make(void)
{
    struct engine *e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    assert_non_null(e);
    offers_practice();
    return e;
}

/* Under one false offer in half an hour, on the average and by far: the project asks for less than one. */
static void left_in_peace(enum offers_stress stress)
{
    struct engine *e = make();
    uint32_t offers = 0, most = 0;
    uint64_t worst = 0;
    for (uint64_t seed = 1; seed <= PERSONS; seed++) {
        uint32_t n = offers_sit(e, COHORT_CLEAN, seed, seed % 2 == 0, stress).offers;
        offers += n;
        worst = n > most ? seed : worst;
        most = n > most ? n : most;
    }
    free(e);
    if (offers * 2 > PERSONS) {
        fail_msg("%u offers in %d half hours; seed %llu had %u", offers, PERSONS, (unsigned long long)worst, most);
    }
}

static void calm_people_are_left_in_peace(void **state)
{
    (void)state;
    left_in_peace(OFFERS_CALM);
}

static void people_who_calm_down_are_left_in_peace(void **state)
{
    (void)state;
    left_in_peace(OFFERS_FALLING);
}

static void tense_people_are_offered_the_breath(void **state)
{
    struct engine *e = make();
    uint32_t soon = 0;
    uint64_t missed = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= PERSONS; seed++) {
        struct offers_outcome o = offers_sit(e, COHORT_CLEAN, seed, seed % 2 == 0, OFFERS_TENSE);
        bool in_time = o.first_after_s >= 0.0 && o.first_after_s <= OFFERS_SOON_S;
        soon += in_time;
        missed = in_time ? missed : seed;
    }
    free(e);
    if (soon * 5 < PERSONS * 4) {
        fail_msg("%u of %d within %g s; seed %llu was not", soon, PERSONS, OFFERS_SOON_S, (unsigned long long)missed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(calm_people_are_left_in_peace),
                                       cmocka_unit_test(people_who_calm_down_are_left_in_peace),
                                       cmocka_unit_test(tense_people_are_offered_the_breath)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
