/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One fixed step of 4 ms carries breath, filters and the beat integral together; readings come out where they fall.
   1. Nothing but seed and paces can change a reading. 2. The breath's phase never jumps: corrections change its speed.
 */
#include "link/person.h"

#include <math.h>
#include <string.h>

#include "link/wave.h"

enum { STEP_US = 4000, RESP_STEPS = 10 };
static const double STEP_S = 0.004;
static const double TWO_PI = 6.283185307179586;
/* Cycle-to-cycle variation when attentive 3-10 %, spontaneous 15-25 %; lapses of 20-60 s (Repp & Su 2013 for the form;
 * sizes chosen). */
static const double PACED_CV = 0.05, FREE_CV = 0.12;
#define SHIFT_AT_US (600 * USEC_PER_SEC)
static const double PERIOD_GAIN = 0.35, PHASE_GAIN = 0.5;
static const double FAST_HZ = 0.15;
static const double DRIFT_S = 60.0, DRIFT_BPM = 1.5; /* slow drift, sd 2-3 bpm in all (chosen) */

static double between(struct rng *r, double low, double high)
{
    return low + (high - low) * rng_uniform(r);
}

void person_init(struct person *p, uint64_t seed)
{
    *p = (struct person){0};
    rng_init(&p->rng, seed ^ UINT64_C(0x6d65747461));
    struct rng *r = &p->rng;
    p->body.own_per_min = between(r, 11.0, 16.0);
    p->body.floor_per_min = between(r, 3.8, 5.6);
    p->body.resonance_per_min = between(r, 5.0, 6.4);
    p->body.q = between(r, 1.2, 2.2);
    p->body.mean_hr_bpm = between(r, 58.0, 74.0);
    p->body.swing_bpm = between(r, 6.0, 12.0);
    p->body.fast_share = between(r, 0.2, 0.4);
    p->body.wave_bpm = between(r, 0.8, 1.5);
    p->body.late_s = 0.4; /* chosen */
    p->period_s = 60.0 / p->body.own_per_min;
    p->inhale_share = 0.42;
    p->depth = 1.0;
    p->next_lapse_s = between(r, 150.0, 300.0);
    p->lapse_until_s = -1.0;
    p->hr_bpm = p->body.mean_hr_bpm;
    p->last_beat = USEC_NONE;
    p->moment_beat = USEC_NONE;
    p->next_at = 1.0;
    p->false_at = p->silent_until_s = p->break_until_s = -1.0;
}

void person_be(struct person *p, uint64_t seed, const struct person_body *body, const struct person_trouble *trouble)
{
    person_init(p, seed);
    p->body = *body;
    p->trouble = *trouble;
    p->period_s = 60.0 / body->own_per_min;
    p->hr_bpm = body->mean_hr_bpm;
    p->stress = trouble->stress;
    p->next_silence_s = trouble->dropout_per_h > 0.0
                            ? -log(1.0 - rng_uniform(&p->rng)) * 3600.0 / trouble->dropout_per_h
                            : (double)INFINITY;
}

void person_couple(struct person *p, const struct person *other, double share)
{
    p->coupled = share;
    p->heard = other->body.wave_bpm > 0.0 ? other->wave_v / other->body.wave_bpm : 0.0;
}

static double depth_at(double period_s)
{
    return sqrt(period_s / 10.0); /* constant ventilation: depth goes with rate^-0.5 (Hirsch & Bishop 1981) */
}

double person_swing_bpm(const struct person_body *b, double per_min)
{
    double f = per_min / 60.0, f0 = b->resonance_per_min / 60.0, w = b->fast_share;
    double d = b->q * (f / f0 - f0 / f), size = 1.0 / (1.0 + d * d), x = f / FAST_HZ, fast = 1.0 / (1.0 + x * x);
    double re = (1.0 - w) * size + w * fast, im = -(1.0 - w) * d * size - w * x * fast;
    return b->swing_bpm * hypot(re, im) * depth_at(60.0 / per_min);
}

void person_pace(struct person *p, usec t, const struct pace *pace)
{
    p->pace = *pace;
    p->pace_from = t;
    p->paced = pace_cycle_s(pace) > 0.0F;
}

static bool lapsed(const struct person *p, double now_s)
{
    return now_s < p->lapse_until_s;
}

/* How far the pacer is ahead of the own breath, in cycles, -0.5..0.5. */
static double asynchrony(const struct person *p, double now_s)
{
    double cycle_s = (double)pace_cycle_s(&p->pace);
    double theirs = (now_s - usec_to_s(p->pace_from)) / cycle_s;
    double ahead = theirs - floor(theirs) - p->phase;
    return ahead - floor(ahead + 0.5);
}

/* At the start of an in-breath: how long this breath shall be. */
static void choose_breath(struct person *p, double now_s)
{
    if (now_s >= p->next_lapse_s) {
        p->lapse_until_s = now_s + between(&p->rng, 15.0, 35.0);
        p->next_lapse_s = p->lapse_until_s + between(&p->rng, 150.0, 300.0);
    }
    double own_s = 60.0 / p->body.own_per_min, slowest_s = 60.0 / p->body.floor_per_min;
    bool uneasy = p->trouble.limited && p->paced && (double)pace_cycle_s(&p->pace) > 1.02 * slowest_s;
    if (uneasy && now_s >= p->break_until_s && rng_uniform(&p->rng) < 0.10 + 0.25 * p->stress) {
        p->break_until_s = now_s + between(&p->rng, 8.0, 20.0); /* a few faster, deeper breaths */
    }
    bool follows = p->paced && !lapsed(p, now_s) && !p->trouble.deaf && now_s >= p->break_until_s;
    double target_s = follows ? fmin((double)pace_cycle_s(&p->pace), slowest_s) : own_s;
    p->period_s += PERIOD_GAIN * (target_s - p->period_s);
    double correction = 0.0;
    if (follows && target_s < slowest_s) {
        p->period_s = fmax(target_s * 0.8, fmin(target_s * 1.2, p->period_s + 0.6 * (target_s - p->period_s)));
        correction = -PHASE_GAIN * asynchrony(p, now_s) * target_s;
    }
    double cv = follows ? PACED_CV : FREE_CV;
    double length_s = (p->period_s + correction) * (1.0 + cv * fmax(-2.0, fmin(2.0, rng_normal(&p->rng))));
    p->period_s = fmax(2.0, fmin(20.0, length_s));
    p->inhale_share = follows ? (double)(p->pace.inhale_s / pace_cycle_s(&p->pace)) : 0.42;
    p->depth = depth_at(p->period_s) * (1.0 + 0.1 * fmax(-2.0, fmin(2.0, rng_normal(&p->rng))));
}

/* Stress rises while the pace is not comfortable, and falls else: faster with slow breathing that is followed. */
static void feel(struct person *p, double now_s)
{
    if (!p->trouble.limited && p->stress <= 0.0) {
        return;
    }
    double cycle_s = p->paced ? (double)pace_cycle_s(&p->pace) : 60.0 / p->body.own_per_min;
    bool slow = p->trouble.limited && cycle_s > 1.02 * 60.0 / p->body.floor_per_min;
    bool calm = !slow && !p->trouble.deaf && p->paced && cycle_s > 7.0 && !lapsed(p, now_s);
    double target = slow ? 1.0 : 0.05, tau_s = slow ? 240.0 : (calm ? 300.0 : 600.0);
    p->stress += STEP_S / tau_s * (target - p->stress);
}

static double lung(const struct person *p)
{
    double share = p->inhale_share, x = p->phase;
    double v = x < share ? (1.0 - cos(TWO_PI / 2.0 * x / share)) / 2.0
                         : (1.0 + cos(TWO_PI / 2.0 * (x - share) / (1.0 - share))) / 2.0;
    return v * p->depth;
}

/* B(s) = (w0/Q) s / (s^2 + (w0/Q) s + w0^2), one step of a semi-implicit Euler rule. */
static void resonate(double *x, double *v, double input, double w0, double q)
{
    *v += STEP_S * (w0 / q * (input - *v) - w0 * w0 * *x);
    *x += STEP_S * *v;
}

static void beat_heart(struct person *p)
{
    bool moved = p->step * STEP_US >= SHIFT_AT_US;
    double w0 = TWO_PI * (p->body.resonance_per_min + (moved ? p->trouble.shift_per_min : 0.0)) / 60.0;
    p->lung[p->step % PERSON_LATE] = lung(p);
    int64_t ago = (int64_t)(p->body.late_s / STEP_S);
    double in = 2.0 * p->lung[(p->step + PERSON_LATE - ago) % PERSON_LATE] - 1.0;
    resonate(&p->band_x, &p->band_v, in, w0, p->body.q);
    p->fast += STEP_S * TWO_PI * FAST_HZ * (in - p->fast);
    /* White noise through the same resonance; its gain gives the wave's own standard deviation. */
    double noise = rng_normal(&p->rng) * sqrt(2.0 * p->body.q / (w0 * STEP_S)) * p->body.wave_bpm;
    resonate(&p->wave_x, &p->wave_v, noise, w0, p->body.q);
    p->drift += STEP_S / DRIFT_S * -p->drift + DRIFT_BPM * sqrt(2.0 * STEP_S / DRIFT_S) * rng_normal(&p->rng);
    double w = p->body.fast_share;
    double swing = p->body.swing_bpm * (1.0 - 0.4 * p->stress);
    double wave = sqrt(1.0 - p->coupled * p->coupled) * p->wave_v + p->coupled * p->heard * p->body.wave_bpm;
    p->hr_bpm = p->body.mean_hr_bpm + 8.0 * p->stress + swing * ((1.0 - w) * p->band_v + w * p->fast) + wave + p->drift;
    p->hr_bpm = fmax(35.0, fmin(150.0, p->hr_bpm));
}

static void note_beat(struct person *p, usec t)
{
    memmove(p->beats + 1, p->beats, sizeof p->beats - sizeof p->beats[0]);
    memmove(p->ibi_ms + 1, p->ibi_ms, sizeof p->ibi_ms - sizeof p->ibi_ms[0]);
    p->beats[0] = t;
    p->ibi_ms[0] = p->last_beat == USEC_NONE ? 0.0F : (float)((double)(t - p->last_beat) / 1000.0);
    p->beats_n += p->beats_n < PERSON_BEATS ? 1 : 0;
    p->last_beat = t;
}

static bool chance(struct person *p, double share)
{
    return share > 0.0 && rng_uniform(&p->rng) < share;
}

/* What comes next: a beat in time, or one a third early and the next as much late. */
static void choose_beat(struct person *p)
{
    bool was_early = p->next_at < 1.0;
    double per_beat = p->trouble.ectopic_per_h / (60.0 * p->hr_bpm);
    p->next_at = was_early ? 2.0 - p->next_at : chance(p, per_beat) ? between(&p->rng, 0.60, 0.75) : 1.0;
    p->false_at = chance(p, p->trouble.false_share) ? between(&p->rng, 0.2, 0.8) * p->next_at : -1.0;
}

static bool silent(struct person *p, double now_s)
{
    if (now_s >= p->next_silence_s && p->trouble.dropout_per_h > 0.0) {
        p->silent_until_s = now_s + between(&p->rng, 8.0, 25.0);
        p->next_silence_s = p->silent_until_s - log(1.0 - rng_uniform(&p->rng)) * 3600.0 / p->trouble.dropout_per_h;
    }
    return now_s < p->silent_until_s;
}

/* True when the sensor sees a beat. */
static bool beat_now(struct person *p, usec now)
{
    double more = p->hr_bpm / 60.0 * STEP_S;
    p->integral += more;
    bool quiet = silent(p, usec_to_s(now));
    if (p->false_at > 0.0 && p->integral >= p->false_at) {
        p->false_at = -1.0;
        if (!quiet) {
            note_beat(p, now);
        }
        return !quiet;
    }
    if (p->integral < p->next_at) {
        return false;
    }
    p->integral -= p->next_at;
    usec t = now - usec_from_s(p->integral / more * STEP_S);
    bool missed = chance(p, p->trouble.missed_share);
    choose_beat(p);
    if (quiet || missed) {
        return false;
    }
    note_beat(p, t);
    return true;
}

/* One step. True when a beat fell in it. */
static bool live(struct person *p)
{
    p->step++;
    usec now = p->step * STEP_US;
    p->phase += STEP_S / p->period_s;
    if (p->phase >= 1.0) {
        p->phase -= 1.0;
        choose_breath(p, usec_to_s(now));
    }
    feel(p, usec_to_s(now));
    beat_heart(p);
    return beat_now(p, now);
}

size_t person_advance(struct person *p, usec t, struct reading *out, size_t cap)
{
    size_t n = 0;
    while ((p->step + 1) * STEP_US <= t && n + 2 <= cap) {
        bool beat = live(p);
        if (beat && p->ibi_ms[0] > 0.0F) {
            out[n++] =
                (struct reading){.t = p->beats[0], .value = p->ibi_ms[0], .kind = READING_IBI, .flags = READING_EXACT};
        }
        if (p->step % RESP_STEPS == 0 && usec_to_s(p->step * STEP_US) >= p->silent_until_s) {
            out[n++] = (struct reading){.t = p->step * STEP_US,
                                        .tick = p->resp_tick++,
                                        .value = (float)lung(p),
                                        .kind = READING_RESP,
                                        .channel = RESP_BELT,
                                        .flags = READING_EXACT};
        }
    }
    return n;
}

void person_moment(struct person *p, usec t, struct sensor_moment *m)
{
    while ((p->step + 1) * STEP_US <= t) {
        (void)live(p);
    }
    usec seen = t - WAVE_LAG_US;
    *m = (struct sensor_moment){.t = t, .contact = true, .resp = (float)lung(p)};
    for (uint32_t i = p->beats_n; i-- > 0;) {
        if (p->beats[i] > seen) {
            continue;
        }
        m->ibi_ms = p->ibi_ms[i];
        if (p->moment_beat == USEC_NONE || p->beats[i] > p->moment_beat) {
            p->moment_beat = p->beats[i];
            m->beat = p->ibi_ms[i] > 0.0F;
        }
    }
    m->ppg = wave_ppg(p->beats, p->beats_n, seen);
    m->ecg = wave_ecg(p->beats, p->beats_n, seen);
}
