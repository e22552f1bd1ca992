/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_PACER_H
#define TRAIN_PACER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pace.h"
#include "base/usec.h"

/**
 * The guided breath as a phase that only ever runs forward. A new pace takes effect where a breath begins, so that
 * neither position nor speed ever jumps.
 *
 * now, next   The breath in progress and the one to come
 * position    Into the breath in progress, 0 .. its length
 * breaths     Guided breaths begun
 */
struct pacer {
    struct pace now, next;
    usec position;
    uint32_t breaths;
};

void pacer_init(struct pacer *p);

/** From the next breath on (at once when none is in progress) p breathes so. All zero stops at the end of the breath.
 */
void pacer_ask(struct pacer *p, const struct pace *pace);

/** Stops now: for a pause. The next pacer_ask begins a new breath. */
void pacer_stop(struct pacer *p);

/** True when pacer_advance(p, dt) would end a breath or begin the first: the moment to ask for the next pace. */
bool pacer_due(const struct pacer *p, usec dt);

/**
 * dt       Time to go on by, us, > 0
 * begin    When a breath began within dt: how long before the end of dt, us
 * return   True when a breath began (also when the pacer came to rest at the end of one: p->now is zero then)
 */
bool pacer_advance(struct pacer *p, usec dt, usec *begin);

bool pacer_running(const struct pacer *p);

/**
 * How full the guided lung is, 0..1; NaN when no pacer runs. Raised cosines: zero speed at both turns.
 * Source   the project's motion rule: x<r: (1-cos(pi x/r))/2, else (1+cos(pi (x-r)/(1-r)))/2
 */
float pacer_lung(const struct pacer *p);

/** Breaths since the start with the fraction of this one: the phase that fits are made on. Cycles, >= 0. */
double pacer_cycles(const struct pacer *p);

#endif
