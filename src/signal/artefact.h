/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_ARTEFACT_H
#define SIGNAL_ARTEFACT_H

#include "signal/body.h"
#include "signal/doubt.h"
#include "signal/mark.h"
#include "signal/spread.h"
#include "signal/tachogram.h"

enum {
    ARTEFACT_AHEAD = 2, /* beats that must have come before one is judged: an early beat's pause, and what is usual */
    ARTEFACT_SPLIT_MAX = 4,
    ARTEFACT_OUT_MAX = ARTEFACT_AHEAD + 2
};

/** A beat before judgement: its interval, NaN for the first of a run; joined: it begins at the beat before. */
struct artefact_beat {
    usec t;
    float rr_ms;
    bool joined;
};

/** A judged beat, and the points of the corrected tachogram that it stands for (none for a deleted beat). */
struct artefact_out {
    struct beat beat;
    struct tachogram_point points[ARTEFACT_SPLIT_MAX];
    uint8_t points_n;
};

/**
 * Tells wrong and ectopic beats from the swings of the rhythm, two beats late.
 *
 * wait[]     Beats of this run not yet judged, oldest first
 * past[]     The last corrected intervals of this run, newest first; past_n of them
 * used[]     The last intervals found right, newest first, without a fault after them; used_n of them
 * spread     How uneven the rhythm was: of kicks among four intervals in a row that were found right, and of pauses
 * doubt      How common suspects were; suspect: what the beat judged last seemed, DOUBT_...
 * carry_ms   A deleted beat's interval, to be added to the next
 * partner    The next interval is the other half of a moved beat's disturbance: it becomes partner_ms
 * joined     The next point begins where the one before ends
 */
struct artefact {
    struct artefact_beat wait[ARTEFACT_AHEAD + 1];
    uint8_t wait_n;
    float past[2];
    uint8_t past_n;
    float used[3];
    uint8_t used_n;
    struct spread spread;
    struct doubt doubt;
    float carry_ms, partner_ms;
    uint8_t suspect;
    bool partner, joined;
};

void artefact_init(struct artefact *a);

/**
 * One more beat. rr_ms NaN: there is no interval (first beat after a hole). joined: its interval begins at the beat
 * pushed before; otherwise all waiting beats are judged with what is known.
 *
 * out      Beats judged now, oldest first, at most ARTEFACT_OUT_MAX
 * return   Their number
 *
 * Memory   None.   Thread  One user at a time.
 * Source   After Lipponen & Tarvainen 2019, doi 10.1080/03091902.2019.1640306: threshold from the spread of 91 beats,
 *          kinds by the pattern of neighbours, corrections; differs in: an interval is measured against the span of
 *          what its neighbours on both sides let expect and by its kick, the spread is that of intervals found right,
 *          and the threshold is lower where suspects are common, so that rare artefacts, large respiratory swings and
 *          single ectopic beats are told apart
 */
size_t artefact_push(struct artefact *a, usec t, float rr_ms, bool joined, struct artefact_out out[ARTEFACT_OUT_MAX]);

/** Judges all waiting beats with what is known: no beat came for long, or the signal ended. */
size_t artefact_flush(struct artefact *a, struct artefact_out out[ARTEFACT_OUT_MAX]);

uint64_t artefact_hash(const struct artefact *a, uint64_t h);

/** Bytes of scratch memory, and points at most, for n beats. */
size_t artefact_scratch(size_t n);
size_t artefact_points_max(size_t n);

/**
 * A whole recording at once: each beat is judged with what came before it and what came after.
 *
 * in       [0..n-1] Beats in order of time, as artefact_push takes them
 * scratch  artefact_scratch(n) bytes, aligned for any type; nothing in it survives the call
 * beats    [0..n-1] Out: the judgement of each, in the same order
 * points   [0..artefact_points_max(n)-1] Out: the corrected series
 * return   Points written
 *
 * An interval counts as corrected when its beat is not used: of a missed beat the long one (1, it gives 2 points and
 * more), of an extra one both of its parts (2, they give 1 point), of an ectopic or a shifted beat the interval before
 * it and the one after it (2), of a premature beat that has reset the rhythm the one before it (1).
 * RMSSD is to be taken over pairs of points that are both used and joined: what is interpolated is too smooth.
 *
 * Memory   The caller's.   Thread  Any.   Pure.
 * Source   As artefact_push; differs in: spread and suspects are those of the beats around, one interval more is seen
 * ahead, and the whole is judged again with the spread of what was found right, until as many are used as before
 */
size_t artefact_judge_all(const struct artefact_beat *in, size_t n, void *scratch, struct beat *beats,
                          struct tachogram_point *points);

#endif
