/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows of 64 s over a recording, and its breaths one by one. */
#include "report/windows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "signal/coherence.h"
#include "signal/fusion.h"
#include "signal/locked.h"
#include "signal/spectrum.h"
#include "signal/swing.h"

static const usec EVERY_US = 16 * USEC_PER_SEC; /* of the breathing rate; chosen: a quarter of a window */
enum { SCORE_EVERY = 2 };                       /* steps; as Welch's segments: half a window */
static const double POINT_S = 0.25;
static const double WAVE_CARRIES = 0.25; /* chosen: what agrees of the wave counts as much as one modulation of four */

/* Chance tells a rate in one window of twenty, and neighbours share their beats. chosen: of fewer it is no rate */
static const double FUSED_LEAST = 0.2;

struct sums {
    double ratio, score, share, swing, locked, rsa, inhale, confidence, fused_confidence, wave_share;
    size_t swings, lockeds, rsas, inhales;
    double *peaks_hz, *rates, *fused_rates;
    size_t fused;
};

struct walk {
    struct analysis *a;
    struct tachogram g;
    struct spectrum spectrum;
    struct fusion fusion;
    struct modulation waves[FUSION_WAVES_MAX]; /* of the ECG, of the pulse */
    size_t beat[FUSION_WAVES_MAX];             /* the next one of each */
    struct sums sums;
    size_t breath; /* the next one to measure */
    size_t steps;
    usec next; /* window */
};

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static double median(double *v, size_t n)
{
    if (n == 0) {
        return (double)NAN;
    }
    qsort(v, n, sizeof *v, by_value);
    return n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2.0;
}

static double mean(double sum, size_t n)
{
    return n > 0 ? sum / (double)n : (double)NAN;
}

static void score_window(struct walk *w)
{
    struct tachogram_figures f;
    struct coherence c;
    usec end = tachogram_end(&w->g);
    w->a->coherence.windows++;
    tachogram_figures(&w->g, end - TACHOGRAM_WINDOW_US, end, &f);
    if (coherence_now(&w->g, &f, &w->spectrum, &c) == R_OK) {
        w->sums.ratio += (double)c.ratio;
        w->sums.score += (double)c.score;
        w->sums.share += (double)c.peak_share;
        w->sums.peaks_hz[w->a->coherence.scored++] = (double)c.peak_hz;
    }
}

static const enum heart_source WAVES[FUSION_WAVES_MAX] = {HEART_ECG, HEART_PPG};

static void take_waves(struct walk *w, usec now)
{
    for (int i = 0; i < FUSION_WAVES_MAX; i++) {
        const struct heart_beat *beats = w->a->found.beats[WAVES[i]];
        for (; w->beat[i] < w->a->found.beats_n[WAVES[i]] && beats[w->beat[i]].t <= now; w->beat[i]++) {
            modulation_push(&w->waves[i], beats[w->beat[i]].t, &beats[w->beat[i]].wave);
        }
    }
}

static void fuse(struct walk *w)
{
    const struct modulation *const waves[FUSION_WAVES_MAX] = {&w->waves[0], &w->waves[1]};
    fusion_update(&w->fusion, &w->g, waves, FUSION_WAVES_MAX, &w->spectrum);
    float per_min = fusion_per_min(&w->fusion);
    if (!isnan(per_min)) {
        w->sums.fused_rates[w->sums.fused++] = (double)per_min;
        w->sums.fused_confidence += (double)w->fusion.confidence;
        w->sums.wave_share += (double)w->fusion.wave_share;
    }
}

/* Breaths whose beats are all on the tachogram by now. */
static void measure_breaths(struct walk *w, usec now)
{
    const struct collected *c = &w->a->found;
    for (; w->breath < c->breaths_n && c->breaths[w->breath].t <= now; w->breath++) {
        const struct breath *b = &c->breaths[w->breath];
        usec length = usec_from_s(60.0 / (double)b->rate_per_min), from = b->t - length;
        float swing = swing_of_breath(&w->g, from, b->t);
        struct locked l;
        if (!isnan(swing)) {
            w->sums.swing += (double)swing;
            w->sums.swings++;
        }
        if (!isnan(b->inhale_share) &&
            locked_of_breath(&w->g, from, from + (usec)((double)length * (double)b->inhale_share), b->t, &l)) {
            w->sums.locked += (double)l.rise_bpm + (double)l.fall_bpm;
            w->sums.lockeds++;
            w->sums.rsa += isnan(l.rsa_ms) ? 0.0 : (double)l.rsa_ms;
            w->sums.rsas += isnan(l.rsa_ms) ? 0 : 1;
        }
    }
}

static void walk(struct walk *w, const struct tachogram_point *points, size_t n)
{
    w->next = n > 0 ? points[0].t + TACHOGRAM_WINDOW_US : 0;
    for (size_t i = 0; i < n; i++) {
        tachogram_push(&w->g, &points[i]);
        measure_breaths(w, points[i].t);
        take_waves(w, points[i].t);
        if (points[i].t >= w->next) {
            if (w->steps++ % SCORE_EVERY == 0) {
                score_window(w);
            }
            fuse(w);
            w->next += EVERY_US * (1 + (points[i].t - w->next) / EVERY_US);
        }
    }
}

static void tell_coherence(struct walk *w)
{
    struct analysis_coherence *c = &w->a->coherence;
    c->ratio = mean(w->sums.ratio, c->scored);
    c->score = mean(w->sums.score, c->scored);
    c->peak_share = mean(w->sums.share, c->scored);
    c->peak_hz = median(w->sums.peaks_hz, c->scored);
}

/* Heart rate at the moments of the 4 Hz breathing, and how surely the two swing together. */
static bool couple(struct analysis *a, double hz)
{
    size_t n = a->found.lung_n, k = 0;
    double *hr = malloc(2 * (n + 1) * sizeof *hr);
    if (hr == NULL) {
        return false;
    }
    double *lung = hr + n + 1;
    for (size_t i = 0; i < n; i++) {
        double t = (double)i * POINT_S;
        while (k < a->series.n && a->nn_t_s[k] < t) {
            k++;
        }
        bool known = k > 0 && k < a->series.n && !a->nn_begins[k];
        double share = known ? (t - a->nn_t_s[k - 1]) / (a->nn_t_s[k] - a->nn_t_s[k - 1]) : (double)NAN;
        hr[i] = known ? 60000.0 / (a->nn_ms[k - 1] + share * (a->nn_ms[k] - a->nn_ms[k - 1])) : (double)NAN;
        lung[i] = (double)a->found.lung_4hz[i];
    }
    a->breath.coupled = coupling_measure(hr, lung, n, hz, &a->breath.coupling) == R_OK;
    free(hr);
    return true;
}

/* What the rate is told from. */
static enum breath_answer answered_by(const struct walk *w)
{
    const struct collected *c = &w->a->found;
    if (c->breaths_n > 0) {
        return ANSWER_BELT;
    }
    if (w->sums.fused == 0 || w->sums.wave_share < WAVE_CARRIES * (double)w->sums.fused) {
        return ANSWER_HEART;
    }
    return c->beats_n[HEART_ECG] > 0 ? ANSWER_ECG : ANSWER_PPG;
}

/* Few windows tell a rate, or intervals alone do of which many were guessed. */
static bool by_chance(const struct walk *w)
{
    bool few = (double)w->sums.fused < FUSED_LEAST * (double)w->steps;
    bool guessed = analysis_changed_share(w->a) > (double)COHERENCE_CORRECTED_MAX;
    return few || (guessed && answered_by(w) == ANSWER_HEART);
}

/* Where nothing else told breaths. */
static void tell_fused(struct walk *w)
{
    bool chance = by_chance(w);
    w->a->breath.rate_per_min = chance ? (double)NAN : median(w->sums.fused_rates, w->sums.fused);
    w->a->breath.confidence = chance ? (double)NAN : mean(w->sums.fused_confidence, w->sums.fused);
}

static bool tell_breath(struct walk *w)
{
    const struct collected *c = &w->a->found;
    struct analysis_breath *b = &w->a->breath;
    struct sums *s = &w->sums;
    for (size_t i = 0; i < c->breaths_n; i++) {
        s->rates[i] = (double)c->breaths[i].rate_per_min;
        s->confidence += (double)c->breaths[i].confidence;
        s->inhale += isnan(c->breaths[i].inhale_share) ? 0.0 : (double)c->breaths[i].inhale_share;
        s->inhales += isnan(c->breaths[i].inhale_share) ? 0 : 1;
    }
    b->breaths = c->breaths_n;
    b->answer = (uint8_t)answered_by(w);
    if (c->breaths_n > 0) {
        b->rate_per_min = median(s->rates, c->breaths_n);
        b->confidence = mean(s->confidence, c->breaths_n);
    } else {
        tell_fused(w);
    }
    b->inhale_share = mean(s->inhale, s->inhales);
    b->swing_bpm = mean(s->swing, s->swings);
    b->locked_bpm = mean(s->locked, s->lockeds);
    b->rsa_ms = mean(s->rsa, s->rsas);
    return c->breaths_n == 0 || couple(w->a, b->rate_per_min / 60.0);
}

int windows_run(struct analysis *a, const struct tachogram_point *points, size_t n)
{
    double span_s = n > 0 ? usec_to_s(points[n - 1].t - points[0].t) : 0.0;
    size_t windows = (size_t)(span_s / usec_to_s(EVERY_US)) + 2;
    struct walk *w = calloc(1, sizeof *w);
    double *memory = malloc((2 * windows + a->found.breaths_n + 1) * sizeof *memory);
    int result = R_MEM;
    if (w != NULL && memory != NULL && spectrum_init(&w->spectrum) == R_OK) {
        w->a = a;
        w->sums.peaks_hz = memory;
        w->sums.fused_rates = memory + windows;
        w->sums.rates = memory + 2 * windows;
        tachogram_init(&w->g);
        fusion_init(&w->fusion, FUSION_BATCH_S);
        modulation_init(&w->waves[0]);
        modulation_init(&w->waves[1]);
        walk(w, points, n);
        tell_coherence(w);
        result = tell_breath(w) ? R_OK : R_MEM;
        spectrum_deinit(&w->spectrum);
    }
    free(memory);
    free(w);
    return result;
}
