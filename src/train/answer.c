/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A figure that was not measured well enough is refused, with a reason; it is never guessed.
   2. Differences never bridge an interval that was corrected or left out. */
#include "train/answer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "signal/coherence.h"

/* A pulse that can be trusted: as for everything else (engine). */
static const float CLEAR_QUALITY = 0.5F;

void answer_begin(struct answer_sums *s, uint8_t kind)
{
    *s = (struct answer_sums){.kind = kind, .last_rr_ms = NAN};
}

void answer_beat(struct answer_sums *s, const struct beat *b)
{
    if (!b->used || isnan(b->rr_ms)) {
        s->last_rr_ms = NAN;
        s->unused++;
        return;
    }
    s->beats++;
    s->rr_sum_ms += (double)b->rr_ms;
    if (!isnan(s->last_rr_ms)) {
        double d = (double)b->rr_ms - (double)s->last_rr_ms;
        s->pairs++;
        s->squares_ms2 += d * d;
    }
    s->last_rr_ms = b->rr_ms;
}

void answer_second(struct answer_sums *s, const struct measures *m)
{
    s->seconds++;
    s->clear += !isnan(m->hr_bpm) && m->quality >= CLEAR_QUALITY;
}

void answer_block(struct answer_sums *s, bool followed)
{
    s->blocks++;
    s->followed += followed;
}

void answer_mute_block(struct answer_sums *s)
{
    s->mute++;
}

struct answer answer_none(void)
{
    return (struct answer){.rate = NAN,
                           .low = NAN,
                           .high = NAN,
                           .sd = NAN,
                           .earlier = NAN,
                           .hr_bpm = NAN,
                           .rmssd_ms = NAN,
                           .usual_ms = NAN};
}

static bool most(uint32_t part, uint32_t of, float least)
{
    return of > 0 && (float)part >= least * (float)of;
}

static void tell_resonance(struct answer *out, const struct adapt *a, const struct answer_earlier *e)
{
    out->rate = a->belief.mean;
    out->low = a->belief.low;
    out->high = a->belief.high;
    out->sd = a->belief.sd;
    out->earlier = e->resonance_sd > 0.0F ? e->resonance_per_min : NAN;
    float noise = hypotf(a->belief.sd, e->resonance_sd);
    out->changed = fabsf(out->rate - out->earlier) > ANSWER_NOISE_SDS * noise;
}

static float mean_rr_ms(const struct answer_sums *s)
{
    return (float)(s->rr_sum_ms / s->beats);
}

static float rmssd_ms(const struct answer_sums *s)
{
    return (float)sqrt(s->squares_ms2 / s->pairs);
}

static void tell_rest(struct answer *out, const struct answer_sums *s, const struct answer_earlier *e)
{
    out->hr_bpm = 60000.0F / mean_rr_ms(s);
    out->rmssd_ms = rmssd_ms(s);
    out->days = e->rest_days;
    if (e->rest_days >= ANSWER_DAYS_MIN) {
        float off = logf(out->rmssd_ms) - e->ln_rmssd_mean, wide = ANSWER_USUAL_SDS * e->ln_rmssd_sd;
        out->usual_ms = expf(e->ln_rmssd_mean);
        out->place = (int8_t)(off > wide ? 1 : off < -wide ? -1 : 0);
    }
}

/* Slower than every rate that was followed; true as well when none was. */
static bool beyond(const struct adapt *a)
{
    return !(a->belief.mean >= resonance_slowest(&a->resonance));
}

/* Hardly more is known than of anybody: that is no answer of this heart. */
static bool vague(const struct adapt *a)
{
    bool test = a->mode != ADAPT_CHECK; /* which asks only whether an earlier answer still fits */
    return !adapt_known(a) || (test && a->belief.sd > ANSWER_VAGUE * resonance_prior_sd(&a->resonance));
}

static bool disordered(const struct answer_sums *s)
{
    bool corrected = most(s->unused, s->unused + s->beats, COHERENCE_CORRECTED_MAX);
    return corrected && rmssd_ms(s) > ANSWER_RMSSD_MOST * mean_rr_ms(s);
}

static uint8_t refusal(const struct answer_sums *s, const struct adapt *a)
{
    bool unclear = !most(s->clear, s->seconds, ANSWER_CLEAR_MIN);
    if (s->kind == PRACTICE_RESONANCE) {
        unclear = unclear || most(s->mute, s->mute + s->blocks, ANSWER_MUTE_MOST);
        bool unfollowed = !most(s->followed, s->blocks, ANSWER_FOLLOWED_MIN) || (vague(a) && beyond(a));
        if (!unclear && unfollowed) {
            return ANSWER_UNFOLLOWED;
        }
        unclear = unclear || vague(a);
    } else {
        unclear = unclear || s->pairs < ANSWER_BEATS_MIN || !(s->squares_ms2 > 0.0) || disordered(s);
    }
    return unclear ? ANSWER_UNCLEAR : ANSWER_GIVEN;
}

struct answer answer_make(const struct answer_sums *s, const struct adapt *a, const struct answer_earlier *e)
{
    struct answer out = answer_none();
    out.kind = s->kind;
    out.refused = refusal(s, a);
    if (out.refused == ANSWER_GIVEN && s->kind == PRACTICE_RESONANCE) {
        tell_resonance(&out, a, e);
    } else if (out.refused == ANSWER_GIVEN && s->kind == PRACTICE_REST) {
        tell_rest(&out, s, e);
    }
    return out;
}

bool answer_is(const struct answer *a, uint8_t when)
{
    bool given = a->kind != PRACTICE_NOTHING && a->refused == ANSWER_GIVEN;
    bool rest = given && a->kind == PRACTICE_REST, usual = rest && a->days >= ANSWER_DAYS_MIN;
    switch (when) {
    case PRACTICE_IF_FOUND:
        return given;
    case PRACTICE_IF_UNCHANGED:
        return given && !isnan(a->earlier) && !a->changed;
    case PRACTICE_IF_MOVED:
        return given && a->changed;
    case PRACTICE_IF_UNFOLLOWED:
        return a->refused == ANSWER_UNFOLLOWED;
    case PRACTICE_IF_UNCLEAR:
        return a->refused == ANSWER_UNCLEAR;
    case PRACTICE_IF_FIRST:
        return rest ? !usual : given && isnan(a->earlier);
    case PRACTICE_IF_USUAL:
        return usual && a->place == 0;
    case PRACTICE_IF_HIGHER:
        return usual && a->place > 0;
    case PRACTICE_IF_LOWER:
        return usual && a->place < 0;
    default:
        return true;
    }
}

static float figure(const struct answer *a, const char *name, size_t n, int *decimals)
{
    const struct {
        const char *name;
        float value;
        int decimals;
    } figures[] = {{"rate", a->rate, 1},       {"low", a->low, 1},      {"high", a->high, 1},
                   {"earlier", a->earlier, 1}, {"heart", a->hr_bpm, 0}, {"rmssd", a->rmssd_ms, 0},
                   {"usual", a->usual_ms, 0}};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        if (strlen(figures[i].name) == n && memcmp(figures[i].name, name, n) == 0) {
            *decimals = figures[i].decimals;
            return figures[i].value;
        }
    }
    return NAN;
}

void answer_words(const struct answer *a, const char *text, char *out, size_t n)
{
    size_t used = 0;
    while (*text != '\0' && used + 1 < n) {
        const char *close = *text == '{' ? strchr(text, '}') : NULL;
        if (close == NULL) {
            out[used++] = *text++;
            continue;
        }
        int decimals = 0;
        float v = figure(a, text + 1, (size_t)(close - text - 1), &decimals);
        int wrote = isnan(v) ? snprintf(out + used, n - used, "?")
                             : snprintf(out + used, n - used, "%.*f", decimals, (double)v);
        used = wrote > 0 && (size_t)wrote < n - used ? used + (size_t)wrote : n - 1;
        text = close + 1;
    }
    out[used] = '\0';
}

uint64_t answer_hash(const struct answer_sums *s, uint64_t h)
{
    h = hash_u64(hash_u64(hash_u64(h, s->kind), s->seconds), s->clear);
    h = hash_u64(hash_u64(hash_u64(hash_u64(h, s->beats), s->pairs), s->blocks), s->followed);
    h = hash_u64(hash_u64(h, s->unused), s->mute);
    return hash_f32(hash_f64(hash_f64(h, s->rr_sum_ms), s->squares_ms2), s->last_rr_ms);
}
