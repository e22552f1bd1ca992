/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole way of the data of one person.
 *
 *   body_reading: stream -> timebase_place -> heart_push   -> artefact_push -> tachogram_push   -> BODY_BEAT
 *                                          -> breathing_push                                   -> BODY_BREATH
 *   body_tick, each whole second: tachogram_window -> spectrum_compute -> coherence_score; swing_of_breaths;
 *                                 rhythm_update -> BODY_BREATH (only without a breathing sensor); quality_end_second;
 *                                 fusion_update: the breathing rate out of the rhythm and the shape of the wave
 *
 * 1. One stream of the heart is heard at a time: intervals before ECG before PPG; a lower one when the one heard has
 *    been silent for 3 s. The same for breathing: belt, flow, accelerometer; 5 s.
 * 2. While a device is off the body its samples count for nothing.
 * 3. What is not known is NaN; no figure outlives its data.
 */
#include "signal/body.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signal/artefact.h"
#include "signal/breathing.h"
#include "signal/coherence.h"
#include "signal/fusion.h"
#include "signal/heart.h"
#include "signal/outbox.h"
#include "signal/quality.h"
#include "signal/rhythm.h"
#include "signal/spectrum.h"
#include "signal/streams.h"
#include "signal/swing.h"
#include "signal/tachogram.h"
#include "signal/timebase.h"
#include "signal/totals.h"

static const usec HEART_SILENT_US = 3 * USEC_PER_SEC;  /* chosen: longer than two beats of a slow heart */
static const usec BREATH_SILENT_US = 5 * USEC_PER_SEC; /* chosen: no breath is held so long */
static const usec HR_SPAN_US = 8 * USEC_PER_SEC;       /* body.h: about 8 s */
static const usec BEAT_STALE_US = 6 * USEC_PER_SEC;    /* chosen: 3 s of silence and two of the slowest beats */
static const usec TRUST_SPAN_US = 10 * USEC_PER_SEC;   /* as long as quality looks back */
static const float WAVE_CARRIES = 0.5F;                /* chosen: more than half of what agrees is of the wave */
static const size_t FIGURES_MIN = 16;                  /* chosen: fewer intervals say nothing about variability */
static const float VALUE_MAX = 1e9F;                   /* chosen: no converter gives more; squares stay finite */
static const usec TIME_MAX = INT64_C(1) << 53;         /* chosen: exact in a double; 285 years */

struct body {
    struct streams streams;
    int8_t heart_from, breath_from; /* index of the stream heard; -1 none */
    uint8_t contact[LINKS_MAX];
    struct heart heart;
    struct artefact artefact;
    struct tachogram tachogram;
    struct breathing breathing;
    struct rhythm rhythm;
    struct modulation wave;
    struct fusion fusion;
    struct quality quality;
    struct spectrum spectrum;
    struct measures measures;
    usec now;
    int64_t second;
    struct totals totals;
    struct outbox outbox;
};

/* --- life -------------------------------------------------------------------------------------------------------- */

size_t body_size(void)
{
    return sizeof(struct body);
}

static struct measures nothing_known(usec t)
{
    return (struct measures){.t = t,
                             .hr_bpm = NAN,
                             .coherence_ratio = NAN,
                             .coherence_score = NAN,
                             .peak_share = NAN,
                             .peak_hz = NAN,
                             .swing_bpm = NAN,
                             .breath_swing_bpm = NAN,
                             .breath_per_min = NAN,
                             .breath_lung = NAN,
                             .breath_phase_rad = NAN,
                             .rmssd_ms = NAN,
                             .sdnn_ms = NAN,
                             .breath_source = BREATH_HEART};
}

int body_init(struct body *b)
{
    memset(b, 0, sizeof *b);
    b->heart_from = b->breath_from = -1;
    heart_init(&b->heart);
    artefact_init(&b->artefact);
    tachogram_init(&b->tachogram);
    breathing_init(&b->breathing, RESP_BELT);
    rhythm_init(&b->rhythm);
    modulation_init(&b->wave);
    fusion_init(&b->fusion, FUSION_LIVE_S);
    quality_init(&b->quality);
    b->measures = nothing_known(0);
    b->now = USEC_NONE;
    b->second = INT64_MIN;
    totals_init(&b->totals);
    return spectrum_init(&b->spectrum);
}

void body_deinit(struct body *b)
{
    spectrum_deinit(&b->spectrum);
}

/* --- what is told ------------------------------------------------------------------------------------------------ */

static void tell_breath(struct body *b, const struct breath *breath)
{
    outbox_put(&b->outbox, &(struct body_event){.kind = BODY_BREATH, .t = breath->t, .breath = *breath});
}

size_t body_events(struct body *b, struct body_event *out, size_t cap)
{
    return outbox_take(&b->outbox, out, cap);
}

int body_stream(struct body *b, uint8_t source, uint8_t kind, uint8_t channel, float ticks_per_s)
{
    return streams_announce(&b->streams, source, kind, channel, ticks_per_s);
}

/* --- beats ------------------------------------------------------------------------------------------------------- */

static void take_judged(struct body *b, const struct artefact_out *o, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        totals_push(&b->totals, &o[i]);
        for (uint8_t k = 0; k < o[i].points_n; k++) {
            tachogram_push(&b->tachogram, &o[i].points[k]);
        }
        outbox_put(&b->outbox, &(struct body_event){.kind = BODY_BEAT, .t = o[i].beat.t, .beat = o[i].beat});
    }
}

static void judge_waiting(struct body *b)
{
    struct artefact_out out[ARTEFACT_OUT_MAX] = {0};
    take_judged(b, out, artefact_flush(&b->artefact, out));
}

static void hear_heart(struct body *b, int i)
{
    judge_waiting(b);
    b->heart_from = (int8_t)i;
    modulation_init(&b->wave);
    heart_listen(&b->heart, i < 0 ? (uint8_t)READING_KINDS : b->streams.at[i].kind);
}

static void heart_reading(struct body *b, int i, const struct reading *r)
{
    if (!streams_to_hear(&b->streams, b->heart_from, i, r->t, HEART_SILENT_US)) {
        return;
    }
    if (b->heart_from != i) {
        hear_heart(b, i);
    }
    struct heart_beat beats[MARKS_MAX];
    struct artefact_out out[ARTEFACT_OUT_MAX] = {0};
    usec t = r->kind == READING_IBI ? r->t : timebase_place(&b->streams.at[i].time, r);
    if (r->kind != READING_IBI) {
        quality_sample(&b->quality, r->value);
    }
    size_t n = heart_push(&b->heart, r, t, beats);
    for (size_t k = 0; k < n; k++) {
        modulation_push(&b->wave, beats[k].t, &beats[k].wave);
        take_judged(b, out, artefact_push(&b->artefact, beats[k].t, beats[k].rr_ms, beats[k].joined, out));
    }
}

/* --- breathing, contact, gaps ------------------------------------------------------------------------------------ */

static void breath_reading(struct body *b, int i, const struct reading *r)
{
    struct breath breath;
    if (r->channel >= RESP_CHANNELS || !streams_to_hear(&b->streams, b->breath_from, i, r->t, BREATH_SILENT_US)) {
        return;
    }
    if (b->breath_from != i) {
        b->breath_from = (int8_t)i;
        breathing_init(&b->breathing, r->channel);
    }
    if (breathing_push(&b->breathing, timebase_place(&b->streams.at[i].time, r), r->value, &breath)) {
        tell_breath(b, &breath);
    }
}

static bool breath_live(const struct body *b, usec now)
{
    bool heard = b->breath_from >= 0 && now - b->streams.at[b->breath_from].last <= BREATH_SILENT_US;
    return heard && breathing_clear(&b->breathing);
}

static bool off_body(uint8_t contact)
{
    return contact == CONTACT_OFF || contact == CONTACT_PROBE_ERROR;
}

static bool heart_is_from(const struct body *b, uint8_t source)
{
    return b->heart_from >= 0 && b->streams.at[b->heart_from].source == source;
}

static void contact_reading(struct body *b, const struct reading *r)
{
    if (!(r->value >= 0.0F && r->value < (float)CONTACT_WHYS) || (uint8_t)r->value == b->contact[r->source]) {
        return;
    }
    b->contact[r->source] = (uint8_t)r->value;
    if (off_body(b->contact[r->source]) && heart_is_from(b, r->source)) {
        hear_heart(b, -1);
    }
    outbox_put(&b->outbox, &(struct body_event){.kind = BODY_CONTACT, .contact = b->contact[r->source], .t = r->t});
}

static void gap_reading(struct body *b, const struct reading *r)
{
    streams_break(&b->streams, r->source);
    if (heart_is_from(b, r->source)) {
        hear_heart(b, b->heart_from);
    }
}

void body_reading(struct body *b, const struct reading *r)
{
    if (r->source >= LINKS_MAX || r->t > TIME_MAX || r->t < -TIME_MAX || r->tick > TIME_MAX || r->tick < -TIME_MAX) {
        return;
    }
    if (r->kind == READING_CONTACT) {
        contact_reading(b, r);
    } else if (r->kind == READING_GAP) {
        gap_reading(b, r);
    }
    bool sample = r->kind == READING_PPG || r->kind == READING_ECG || r->kind == READING_RESP || r->kind == READING_IBI;
    if (!sample || (r->flags & READING_MISSING) || !(fabsf(r->value) < VALUE_MAX) || off_body(b->contact[r->source])) {
        return;
    }
    int i = streams_of(&b->streams, r);
    if (i < 0) {
        return;
    }
    b->streams.at[i].last = r->t;
    if (r->kind == READING_RESP) {
        breath_reading(b, i, r);
    } else {
        heart_reading(b, i, r);
    }
}

/* --- each second ------------------------------------------------------------------------------------------------- */

static bool heart_fresh(const struct body *b, usec t)
{
    return b->heart_from >= 0 && t - b->streams.at[b->heart_from].last <= HEART_SILENT_US;
}

static bool worn(const struct body *b)
{
    if (b->heart_from >= 0) {
        return b->contact[b->streams.at[b->heart_from].source] == CONTACT_OK;
    }
    for (int i = 0; i < LINKS_MAX; i++) {
        if (b->contact[i] != CONTACT_OK) {
            return false;
        }
    }
    return true;
}

static void end_second_of_quality(struct body *b, usec t, struct measures *m)
{
    struct tachogram_figures f;
    usec end = tachogram_end(&b->tachogram);
    tachogram_figures(&b->tachogram, t - TRUST_SPAN_US, t, &f);
    bool beating = end != USEC_NONE && t - end <= BEAT_STALE_US;
    struct quality_second s = {heart_fresh(b, t), worn(b), beating ? heart_quality(&b->heart) : 0.0F,
                               tachogram_corrected_share(&f), beating};
    quality_end_second(&b->quality, &s);
    m->quality = quality_now(&b->quality);
}

static void score(struct body *b, const struct tachogram_figures *f, struct measures *m)
{
    struct coherence c;
    if (coherence_now(&b->tachogram, f, &b->spectrum, &c) != R_OK) {
        return;
    }
    m->scored = true;
    m->coherence_ratio = c.ratio;
    m->coherence_score = c.score;
    m->peak_share = c.peak_share;
    m->peak_hz = c.peak_hz;
}

/* f: of the last 64 s */
static void heart_figures(struct body *b, const struct tachogram_figures *f, struct measures *m)
{
    struct tachogram_figures now;
    usec end = tachogram_end(&b->tachogram);
    bool enough = quality_enough(&b->quality);
    tachogram_figures(&b->tachogram, end - HR_SPAN_US, end, &now);
    m->hr_bpm = enough ? 60000.0F / now.mean_rr_ms : NAN;
    if (f->used >= FIGURES_MIN) {
        m->rmssd_ms = f->rmssd_ms;
        m->sdnn_ms = f->sdnn_ms;
    }
    if (worn(b) && enough) {
        score(b, f, m);
    }
}

/* Breaths a minute without a breathing sensor: what the wave carries before what the rhythm alone says, if it tells. */
static float guessed_rate(const struct body *b, bool rhythm_tells)
{
    float fused = fusion_per_min(&b->fusion), rhythm = rhythm_per_min(&b->rhythm);
    bool wave = b->fusion.wave_share >= WAVE_CARRIES;
    if (!rhythm_tells) {
        return wave ? fused : NAN;
    }
    return isnan(rhythm) || (!isnan(fused) && wave) ? fused : rhythm;
}

static void swing_figure(const struct body *b, usec t, float per_min, struct measures *m)
{
    usec onsets[SWING_BREATHS + 3];
    size_t n = 0;
    if (breath_live(b, t)) {
        n = breathing_onsets(&b->breathing, onsets, sizeof onsets / sizeof onsets[0]);
    } else if (!isnan(per_min)) {
        usec length = usec_from_s(60.0 / (double)per_min);
        for (; n <= SWING_BREATHS; n++) {
            onsets[n] = tachogram_end(&b->tachogram) - (usec)(SWING_BREATHS - n) * length;
        }
    }
    struct swing swing = swing_of_breaths(&b->tachogram, onsets, n);
    m->swing_bpm = swing.mean;
    m->breath_swing_bpm = swing.last;
}

static void end_second(struct body *b, usec t)
{
    struct measures m = nothing_known(t);
    struct breath breath;
    usec end = tachogram_end(&b->tachogram);
    bool beating = heart_fresh(b, t) && end != USEC_NONE && t - end <= BEAT_STALE_US;
    bool breathed = rhythm_update(&b->rhythm, &b->tachogram, &b->spectrum, &breath), live = breath_live(b, t);
    fusion_update(&b->fusion, &b->tachogram, (const struct modulation *const[]){&b->wave}, 1, &b->spectrum);
    end_second_of_quality(b, t, &m);
    bool rhythm_tells = false;
    float guessed = NAN;
    if (beating) {
        struct tachogram_figures f;
        tachogram_figures(&b->tachogram, end - TACHOGRAM_WINDOW_US, end, &f);
        /* A rhythm of which much was guessed tells the guess, and no breath. */
        rhythm_tells = tachogram_corrected_share(&f) <= COHERENCE_CORRECTED_MAX;
        guessed = guessed_rate(b, rhythm_tells);
        heart_figures(b, &f, &m);
        if (!isnan(m.hr_bpm)) {
            swing_figure(b, t, guessed, &m);
        }
    }
    if (live) {
        m.breath_source = b->breathing.source;
        m.breath_per_min = breathing_per_min(&b->breathing, t);
        breathing_now(&b->breathing, t, &m.breath_lung, &m.breath_phase_rad);
    } else {
        m.breath_per_min = guessed;
    }
    if (breathed && !live && rhythm_tells) {
        tell_breath(b, &breath);
    }
    b->measures = m;
}

void body_tick(struct body *b, usec now)
{
    if (now > TIME_MAX || now < -TIME_MAX) {
        return;
    }
    b->now = now;
    usec last = b->heart.last;
    if (b->artefact.wait_n > 0 && last != USEC_NONE && now - last > HEART_SILENT_US + USEC_PER_SEC) {
        judge_waiting(b);
    }
    int64_t second = now / USEC_PER_SEC - (now % USEC_PER_SEC < 0 ? 1 : 0);
    if (second != b->second) {
        b->second = second;
        end_second(b, second * USEC_PER_SEC);
    }
}

/* --- asking ------------------------------------------------------------------------------------------------------ */

const struct measures *body_measures(const struct body *b)
{
    return &b->measures;
}

void body_breath_now(const struct body *b, float *lung, float *phase_rad)
{
    *lung = *phase_rad = NAN;
    if (b->now != USEC_NONE && breath_live(b, b->now)) {
        breathing_now(&b->breathing, b->now, lung, phase_rad);
    }
}

float body_breath_value(const struct body *b)
{
    return b->now != USEC_NONE && breath_live(b, b->now) ? b->breathing.value : NAN;
}

usec body_last_beat(const struct body *b)
{
    return b->heart.last;
}

void body_totals(const struct body *b, struct body_totals *out)
{
    totals_tell(&b->totals, out);
}

void body_hr_at(const struct body *b, const usec *t, float *hr_bpm, size_t n)
{
    tachogram_rr_at(&b->tachogram, t, hr_bpm, n);
    for (size_t i = 0; i < n; i++) {
        hr_bpm[i] = tachogram_clear_at(&b->tachogram, t[i]) ? 60000.0F / hr_bpm[i] : NAN;
    }
}

static uint64_t hash_measures(const struct measures *m, uint64_t h)
{
    h = hash_f32(hash_f32(hash_i64(h, m->t), m->hr_bpm), m->quality);
    h = hash_f32(hash_f32(hash_f32(h, m->coherence_ratio), m->coherence_score), m->peak_share);
    h = hash_f32(hash_f32(hash_f32(hash_f32(h, m->peak_hz), m->swing_bpm), m->breath_swing_bpm), m->breath_per_min);
    h = hash_f32(hash_f32(hash_f32(h, m->breath_lung), m->breath_phase_rad), m->rmssd_ms);
    return hash_u64(hash_u64(hash_f32(h, m->sdnn_ms), m->breath_source), m->scored);
}

uint64_t body_hash(const struct body *b, uint64_t h)
{
    h = hash_i64(hash_i64(streams_hash(&b->streams, h), b->heart_from), b->breath_from);
    h = hash_bytes(h, b->contact, LINKS_MAX);
    h = artefact_hash(&b->artefact, heart_hash(&b->heart, h));
    h = breathing_hash(&b->breathing, tachogram_hash(&b->tachogram, h));
    h = quality_hash(&b->quality, rhythm_hash(&b->rhythm, h));
    h = fusion_hash(&b->fusion, modulation_hash(&b->wave, h));
    h = hash_i64(hash_i64(hash_measures(&b->measures, h), b->now), b->second);
    return outbox_hash(&b->outbox, totals_hash(&b->totals, h));
}
