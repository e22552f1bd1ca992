/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BENCH_SITTER_H
#define TESTS_BENCH_SITTER_H

#include "base/reading.h"
#include "bench/stranger.h"
#include "link/cohort.h"

/* Whose people: link/person.h, else bench/stranger.h, by their manner. */
enum sitter_make { SITTER_OURS, SITTER_STRANGE, SITTER_MAKES = SITTER_STRANGE + STRANGER_MANNERS };

/** Somebody who sits down: of any make, seen alike. */
struct sitter {
    enum sitter_make make;
    struct person person;
    struct stranger stranger;
    int64_t belts;
};

/** What only the bench knows of them, now. Rates in breaths a minute: without a pacer, of this breath, where comfort
 * ends; swing_bpm: of the heart, without noise; silent: their sensors are. */
struct sitter_truth {
    double own_per_min, own_share, breath_per_min, floor_per_min, stress, swing_bpm;
    bool deaf, silent;
};

void sitter_be(struct sitter *s, enum sitter_make make, unsigned kind, uint64_t seed, unsigned day);
void sitter_pace(struct sitter *s, usec t, const struct pace *pace);

/** As person_advance: beats and belt up to t. */
size_t sitter_advance(struct sitter *s, usec t, struct reading *out, size_t cap);

/** True when they pressed the key for a faster pace since this was asked last. */
bool sitter_wants_faster(struct sitter *s);

struct sitter_truth sitter_look(const struct sitter *s);

/** Steady swing at a rate, amplitude, bpm; moved: after minute ten. */
double sitter_swing_bpm(const struct sitter *s, double per_min, bool moved);

#endif
