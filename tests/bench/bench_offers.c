/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often a calm person is offered the breath for nothing, and how soon a tense one is: simulated persons in a
   practice of stages of three minutes. Call: bench_offers [PERSONS]. Tense: from one minute into the third stage on the
   heart rate is up by 8 bpm and the swing down by 40 % (the person's stress held at 1). Same seeds, same figures. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/bench/offers.h"
#include "tests/bench/sorted.h"

enum { PERSONS = 200 };

static void row(struct engine *e, unsigned kind, uint32_t persons, bool belt)
{
    static double after_s[10000];
    uint32_t offers = 0, falling = 0, soon = 0, told = 0;
    for (uint32_t i = 0; i < persons; i++) {
        offers += offers_sit(e, kind, i + 1, belt, OFFERS_CALM).offers;
        falling += offers_sit(e, kind, i + 1, belt, OFFERS_FALLING).offers;
        struct offers_outcome o = offers_sit(e, kind, i + 1, belt, OFFERS_TENSE);
        if (o.first_after_s >= 0.0) {
            after_s[told++] = o.first_after_s;
            soon += o.first_after_s <= OFFERS_SOON_S;
        }
    }
    sorted(after_s, told);
    printf("%-9s %-5s %17.3f %17.3f %16.2f %16.0f\n", cohort_name(kind), belt ? "belt" : "beats",
           (double)offers / persons, (double)falling / persons, (double)soon / persons,
           told > 0 ? after_s[told / 2] : -1.0);
}

int main(int argc, char **argv)
{
    long persons = argc > 1 ? strtol(argv[1], NULL, 10) : PERSONS;
    struct engine *e = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    if (e == NULL || persons < 1 || persons > 10000) {
        return 1;
    }
    offers_practice();
    printf("%-9s %-5s %17s %17s %16s %16s\n", "persons", "hears", "false in 30 min", "calming down", "true in 90 s",
           "median s");
    for (int belt = 1; belt >= 0; belt--) {
        row(e, COHORT_CLEAN, (uint32_t)persons, belt != 0);
        row(e, COHORT_WEAK, (uint32_t)persons, belt != 0);
        row(e, COHORT_ECTOPIC, (uint32_t)persons, belt != 0);
    }
    free(e);
    return 0;
}
