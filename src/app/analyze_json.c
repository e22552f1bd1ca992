/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One JSON object a file. What is not known is null, and notes say why. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "app/analyze.h"

enum { SCHEMA = 1, DIGITS = 10 };
static const char *const ANSWER_NAMES[ANSWERS] = {"belt", "heart", "ppg", "ecg"};

static void put(json_t *o, const char *key, double v)
{
    (void)json_object_set_new(o, key, isfinite(v) ? json_real(v) : json_null());
}

static void put_count(json_t *o, const char *key, size_t n)
{
    (void)json_object_set_new(o, key, json_integer((json_int_t)n));
}

static json_t *section(json_t *all, const char *key)
{
    json_t *o = json_object();
    (void)json_object_set_new(all, key, o);
    return o;
}

static void put_beats(json_t *all, const struct analysis *a)
{
    json_t *o = section(all, "beats");
    put_count(o, "detected", a->beats_n);
    put_count(o, "used", a->used);
    put_count(o, "missed", a->kinds[BEAT_MISSED]);
    put_count(o, "extra", a->kinds[BEAT_EXTRA]);
    put_count(o, "ectopic", a->kinds[BEAT_ECTOPIC]);
    put_count(o, "long_short", a->kinds[BEAT_LONG] + a->kinds[BEAT_SHORT]);
    put(o, "corrected_share", a->beats_n > 0 ? (double)a->changed / (double)a->beats_n : (double)NAN);
}

static void put_time(json_t *all, const struct hrv_time *t)
{
    json_t *o = section(all, "time");
    put(o, "mean_rr_ms", t->mean_rr_ms);
    put(o, "mean_hr_bpm", t->mean_hr_bpm);
    put(o, "hr_of_mean_rr_bpm", t->hr_of_mean_bpm);
    put(o, "min_hr_bpm", t->min_hr_bpm);
    put(o, "max_hr_bpm", t->max_hr_bpm);
    put(o, "sdnn_ms", t->sdnn_ms);
    put(o, "rmssd_ms", t->rmssd_ms);
    put(o, "sdsd_ms", t->sdsd_ms);
    put_count(o, "nn50", t->nn50);
    put(o, "pnn50_pct", t->pnn50_pct);
    put_count(o, "nn20", t->nn20);
    put(o, "pnn20_pct", t->pnn20_pct);
    put(o, "triangular_index", t->triangular_index);
    put(o, "sdann_ms", t->sdann_ms);
    put(o, "sdnn_index_ms", t->sdnn_index_ms);
}

static void put_frequency(json_t *all, const struct hrv_frequency *f, const struct analysis_options *how)
{
    json_t *o = section(all, "frequency");
    (void)json_object_set_new(o, "method", json_string(analyze_method(how->method)));
    (void)json_object_set_new(o, "detrend", json_string(how->lambda > 0.0 ? "priors" : "none"));
    put(o, "vlf_ms2", f->vlf_ms2);
    put(o, "lf_ms2", f->lf_ms2);
    put(o, "hf_ms2", f->hf_ms2);
    put(o, "total_ms2", f->total_ms2);
    put(o, "lf_hf", f->lf_hf);
    put(o, "lf_nu", f->lf_nu);
    put(o, "hf_nu", f->hf_nu);
    put(o, "peak_vlf_hz", f->peak_vlf_hz);
    put(o, "peak_lf_hz", f->peak_lf_hz);
    put(o, "peak_hf_hz", f->peak_hf_hz);
}

static void put_nonlinear(json_t *all, const struct hrv_nonlinear *n)
{
    json_t *o = section(all, "nonlinear");
    put(o, "sd1_ms", n->sd1_ms);
    put(o, "sd2_ms", n->sd2_ms);
    put(o, "sample_entropy", n->sample_entropy);
    put(o, "dfa_alpha1", n->dfa_alpha1);
    put(o, "dfa_alpha2", n->dfa_alpha2);
}

static void put_coherence(json_t *all, const struct analysis *a)
{
    const struct analysis_coherence *c = &a->coherence;
    const struct analysis_breath *b = &a->breath;
    const double unknown = (double)NAN, degrees = 180.0 / 3.14159265358979323846;
    json_t *o = section(all, "coherence");
    put(o, "ratio", c->ratio);
    put(o, "score", c->score);
    put(o, "peak_share", c->peak_share);
    put(o, "peak_hz", c->peak_hz);
    put_count(o, "windows", c->windows);
    put_count(o, "scored_windows", c->scored);
    put(o, "swing_bpm", b->swing_bpm);
    put(o, "breath_locked_bpm", b->locked_bpm);
    put(o, "rsa_ms", b->rsa_ms);
    put(o, "heart_breath_msc", b->coupled ? b->coupling.msc : unknown);
    put(o, "msc_by_chance", b->coupled ? b->coupling.by_chance : unknown);
    put_count(o, "msc_segments", b->coupled ? b->coupling.segments : 0);
    put(o, "heart_late_deg", b->coupled ? b->coupling.phase_rad * degrees : unknown);
}

static void put_respiration(json_t *all, const struct analysis_breath *b)
{
    json_t *o = section(all, "respiration");
    bool known = isfinite(b->rate_per_min);
    put(o, "rate_per_min", b->rate_per_min);
    (void)json_object_set_new(o, "source", known ? json_string(ANSWER_NAMES[b->answer]) : json_null());
    put(o, "confidence", b->confidence);
    put_count(o, "breaths", b->breaths);
    put(o, "inhale_share", b->inhale_share);
}

static void put_notes(json_t *all, const struct analyze_file *f, const struct analysis *a, const char *broke)
{
    json_t *notes = json_array();
    for (size_t i = 0; i < a->notes; i++) {
        (void)json_array_append_new(notes, json_string(a->note[i]));
    }
    if (f->note[0] != '\0') {
        (void)json_array_append_new(notes, json_string(f->note));
    }
    if (broke != NULL) {
        (void)json_array_append_new(notes, json_string(broke));
    }
    (void)json_object_set_new(all, "notes", notes);
}

int analyze_json(const struct analyze_file *f, const struct analysis *a, const struct analysis_options *o,
                 const char *broke)
{
    json_t *all = json_object();
    (void)json_object_set_new(all, "schema", json_integer(SCHEMA));
    json_t *source = section(all, "source");
    (void)json_object_set_new(source, "file", json_string(f->path));
    (void)json_object_set_new(source, "kind", json_string(f->kind));
    put(source, "rate_hz", f->rate_hz > 0.0 ? f->rate_hz : a->found.rate_hz);
    put(source, "duration_s", a->found.duration_s);
    put_beats(all, a);
    put_time(all, &a->time);
    put_frequency(all, &a->frequency, o);
    put_nonlinear(all, &a->nonlinear);
    put_coherence(all, a);
    put_respiration(all, &a->breath);
    put_notes(all, f, a, broke);
    int r = json_dumpf(all, stdout, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    json_decref(all);
    return r == 0 && fputc('\n', stdout) != EOF ? EXIT_DONE : EXIT_FAILED;
}
