/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The batch path: the stages of the live one over whole arrays, looking both ways where that is better.
 *
 *   source -> collect_run: sweep, breathing -> artefact_judge_all -> series -> hrv_time, hrv_spectrum, hrv_nonlinear
 *                                                                 -> tachogram windows -> coherence, breath by breath
 */
#include "report/analysis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/heart_breaths.h"
#include "report/windows.h"
#include "signal/artefact.h"

static const double MUCH_CHANGED = 0.05; /* chosen: the share up to which corrected series are commonly accepted */
static const double MOSTLY_CHANGED = 0.5;
static const double SPECTRUM_S = (double)PSD_LEAST / 4.0;

static void note(struct analysis *a, const char *text)
{
    for (size_t i = 0; i < a->notes; i++) {
        if (a->note[i] == text) {
            return;
        }
    }
    if (a->notes < ANALYSIS_NOTES) {
        a->note[a->notes++] = text;
    }
}

/* --- beats and intervals ----------------------------------------------------------------------------------------- */

struct judged {
    struct artefact_beat *in;
    struct tachogram_point *points;
    size_t points_n;
    void *scratch;
};

static void judged_free(struct judged *j)
{
    free(j->in);
    free(j->points);
    free(j->scratch);
}

static bool judged_room(struct judged *j, size_t n)
{
    j->in = malloc((n + 1) * sizeof *j->in);
    j->points = malloc((artefact_points_max(n) + 1) * sizeof *j->points);
    j->scratch = malloc(artefact_scratch(n) + 1);
    return j->in != NULL && j->points != NULL && j->scratch != NULL;
}

/* Intervals as they are: a point each, but for those that are none. */
static size_t take_as_they_are(const struct artefact_beat *in, size_t n, struct beat *beats,
                               struct tachogram_point *points)
{
    size_t points_n = 0;
    for (size_t i = 0; i < n; i++) {
        bool known = !isnan(in[i].rr_ms);
        beats[i] = (struct beat){in[i].t, in[i].rr_ms, BEAT_NORMAL, known};
        if (known) {
            bool after_known = i > 0 && !isnan(in[i - 1].rr_ms); /* or the interval before this one ends elsewhere */
            points[points_n++] =
                (struct tachogram_point){in[i].t, in[i].rr_ms, true, in[i].joined && after_known, false};
        }
    }
    return points_n;
}

static bool keep_series(struct analysis *a, const struct judged *j)
{
    size_t n = j->points_n;
    a->nn_ms = malloc((n + 1) * sizeof *a->nn_ms);
    a->nn_t_s = malloc((n + 1) * sizeof *a->nn_t_s);
    a->nn_begins = malloc(n + 1);
    a->nn_filled = malloc(n + 1);
    if (a->nn_ms == NULL || a->nn_t_s == NULL || a->nn_begins == NULL || a->nn_filled == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const struct tachogram_point *p = &j->points[i];
        a->nn_ms[i] = (double)p->rr_ms;
        a->nn_t_s[i] = usec_to_s(p->t);
        a->nn_filled[i] = !p->used;
        a->nn_begins[i] = i == 0 || !p->joined;
    }
    a->series = (struct hrv_series){a->nn_ms, a->nn_t_s, a->nn_begins, a->nn_filled, n};
    return true;
}

static void count_kinds(struct analysis *a)
{
    for (size_t i = 0; i < a->beats_n; i++) {
        a->kinds[a->beats[i].kind]++;
        a->used += a->beats[i].used ? 1 : 0;
        a->changed += !a->beats[i].used && !isnan(a->beats[i].rr_ms) ? 1 : 0;
    }
}

/* return R_OK or R_MEM; j holds the corrected points then. */
static int judge(struct analysis *a, bool correct, struct judged *j)
{
    const struct heart_beat *from = a->found.beats[a->source];
    size_t n = a->found.beats_n[a->source];
    a->beats = malloc((n + 1) * sizeof *a->beats);
    a->beats_s = malloc((n + 1) * sizeof *a->beats_s);
    if (a->beats == NULL || a->beats_s == NULL || !judged_room(j, n)) {
        return R_MEM;
    }
    for (size_t i = 0; i < n; i++) {
        a->beats_s[i] = usec_to_s(from[i].t);
        j->in[i] = (struct artefact_beat){from[i].t, from[i].rr_ms, from[i].joined};
    }
    a->beats_n = n;
    j->points_n = correct ? artefact_judge_all(j->in, n, j->scratch, a->beats, j->points)
                          : take_as_they_are(j->in, n, a->beats, j->points);
    count_kinds(a);
    return keep_series(a, j) ? R_OK : R_MEM;
}

/* --- figures ----------------------------------------------------------------------------------------------------- */

static int figures(struct analysis *a, const struct analysis_options *o)
{
    size_t need = hrv_work_size(a->series.n);
    size_t other = hrv_spectrum_work(&a->series, o->method, o->lambda) * sizeof(double);
    void *work = malloc(need > other ? need : other);
    if (work == NULL) {
        return R_MEM;
    }
    hrv_time(&a->series, &a->time);
    int result = hrv_spectrum(&a->series, o->method, o->lambda, work, &a->density);
    hrv_bands(&a->density, &a->frequency);
    hrv_nonlinear(&a->series, work, &a->nonlinear);
    free(work);
    if (result == R_DATA) {
        const struct hrv_series *s = &a->series;
        bool long_enough = s->n > 1 && s->t_s[s->n - 1] - s->t_s[0] > SPECTRUM_S && o->method != PSD_LOMB;
        note(a, long_enough ? "no spectrum: no 64 s of intervals without a hole; --spectrum lomb does without"
                            : "no spectrum: no 64 s of intervals without a hole");
    }
    return result == R_MEM ? R_MEM : R_OK;
}

static bool keep_onsets(struct analysis *a, const struct breath *b, size_t n)
{
    a->onsets_s = malloc((2 * n + 1) * sizeof *a->onsets_s);
    if (a->onsets_s == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        double begin = usec_to_s(b[i].t) - 60.0 / (double)b[i].rate_per_min;
        bool apart = a->onsets_n == 0 || begin > a->onsets_s[a->onsets_n - 1] + 0.1;
        if (apart && begin >= 0.0) { /* a breath that began before the recording did has no start in it */
            a->onsets_s[a->onsets_n++] = begin;
        }
        a->onsets_s[a->onsets_n++] = usec_to_s(b[i].t);
    }
    return true;
}

double analysis_changed_share(const struct analysis *a)
{
    size_t known = a->used + a->changed;
    return known > 0 ? (double)a->changed / (double)known : 0.0;
}

/* Figures of what was filled in more than of what was found. */
static void tell_corrected(struct analysis *a)
{
    double share = analysis_changed_share(a);
    if (share > MOSTLY_CHANGED) {
        note(a, "most intervals were changed: they are too irregular, or no intervals; the figures say little");
    } else if (share > MUCH_CHANGED) {
        note(a, "more than one interval in twenty was changed: read the figures with care");
    }
}

static void tell_absent(struct analysis *a)
{
    if (a->series.n == 0) {
        note(a, "no intervals between beats were found");
    }
    tell_corrected(a);
    if (a->coherence.scored == 0) {
        note(a, "no coherence: no 64 s of good signal in which the heart varies by 2 ms or more");
    }
    if (a->found.breath_is_no_wave) {
        note(a, "the breathing channel has fewer than 2 samples a second: that is no wave, and was left out");
    }
    if (isnan(a->breath.rate_per_min)) {
        note(a, "no breathing was found");
    }
    for (size_t i = 1; i < a->series.n; i++) {
        if (a->series.begins[i]) {
            note(a,
                 "there are holes: nothing is interpolated across them; entropy and DFA take the rest as one series");
        }
    }
    if (a->found.breaths_n == 0 && !isnan(a->breath.rate_per_min)) {
        note(a, "the breathing rate is estimated from the heart's signal");
    }
}

/* Of the sensor; where there is none, guessed if that was asked for. */
static int find_onsets(struct analysis *a, const struct judged *j, bool from_heart)
{
    struct breath *guessed = NULL;
    size_t n = 0;
    int result = R_OK;
    if (a->found.breaths_n > 0) {
        return keep_onsets(a, a->found.breaths, a->found.breaths_n) ? R_OK : R_MEM;
    }
    if (from_heart) {
        result = heart_breaths(j->points, j->points_n, &guessed, &n);
    }
    if (result == R_OK && !keep_onsets(a, guessed, n)) {
        result = R_MEM;
    }
    free(guessed);
    return result;
}

int analysis_run(struct analysis *a, const struct reading_source *source, const struct analysis_options *o)
{
    *a = (struct analysis){.source = HEART_INTERVALS};
    int result = collect_run(&a->found, source);
    if (result != R_OK && result != R_DATA) {
        return result;
    }
    a->source = collect_best(&a->found);
    struct judged j = {NULL, NULL, 0, NULL};
    int made = judge(a, o->correct, &j);
    if (made == R_OK) {
        made = windows_run(a, j.points, j.points_n);
    }
    if (made == R_OK) {
        made = find_onsets(a, &j, o->heart_breaths);
    }
    judged_free(&j);
    if (made == R_OK) {
        made = figures(a, o);
    }
    if (made == R_OK) {
        tell_absent(a);
    }
    return made == R_OK ? result : made;
}

void analysis_free(struct analysis *a)
{
    collect_free(&a->found);
    free(a->beats);
    free(a->beats_s);
    free(a->nn_ms);
    free(a->nn_t_s);
    free(a->nn_begins);
    free(a->nn_filled);
    free(a->onsets_s);
}
