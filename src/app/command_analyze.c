/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta analyze: recordings as figures, one JSON object or one table a file. A damaged file gives what could be read, a
   note, and exit code 4. */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/json.h"
#include "app/say.h"
#include "report/analysis.h"

enum { SCHEMA = 1, DIGITS = 10 };

static const char *kind_of(const struct recording_info *info)
{
    bool ecg = false;
    for (size_t i = 0; i < info->channels_n; i++) {
        ecg = ecg || info->channels[i].kind == READING_ECG;
    }
    if (info->kind == RECORDING_WFDB || info->kind == RECORDING_EDF) {
        return info->kind == RECORDING_WFDB ? "wfdb" : "edf";
    }
    return info->kind == RECORDING_RR ? "rr" : ecg ? "ecg" : "ppg";
}

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

static size_t changed(const struct analysis *a)
{
    size_t beats = 0;
    for (int k = 0; k < BEAT_KINDS; k++) {
        beats += a->kinds[k];
    }
    return beats > a->used ? beats - a->used : 0;
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
    put(o, "corrected_share", a->beats_n > 0 ? (double)changed(a) / (double)a->beats_n : (double)NAN);
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

static void put_frequency(json_t *all, const struct hrv_frequency *f)
{
    json_t *o = section(all, "frequency");
    (void)json_object_set_new(o, "method", json_string("welch"));
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

static void put_rest(json_t *all, const struct analysis *a)
{
    json_t *o = section(all, "nonlinear");
    put(o, "sd1_ms", a->nonlinear.sd1_ms);
    put(o, "sd2_ms", a->nonlinear.sd2_ms);
    put(o, "sample_entropy", a->nonlinear.sample_entropy);
    put(o, "dfa_alpha1", a->nonlinear.dfa_alpha1);
    put(o, "dfa_alpha2", a->nonlinear.dfa_alpha2);
    o = section(all, "coherence");
    put(o, "ratio", a->coherence_ratio);
    put(o, "score", a->coherence_score);
    put(o, "peak_share", a->peak_share);
    put(o, "peak_hz", a->peak_hz);
    o = section(all, "respiration");
    put(o, "rate_per_min", a->breath_per_min);
    bool known = isfinite(a->breath_per_min);
    (void)json_object_set_new(o, "source", known ? json_string(json_breath_source(a->breath_source)) : json_null());
    put(o, "confidence", a->breath_confidence);
}

static int write_json(const char *path, const struct recording_info *info, const struct analysis *a, const char *broke)
{
    json_t *all = json_object(), *o = NULL, *notes = json_array();
    (void)json_object_set_new(all, "schema", json_integer(SCHEMA));
    o = section(all, "source");
    (void)json_object_set_new(o, "file", json_string(path));
    (void)json_object_set_new(o, "kind", json_string(kind_of(info)));
    put(o, "rate_hz", info->rate_hz > 0.0 ? info->rate_hz : (double)NAN);
    put(o, "duration_s", a->duration_s);
    put_beats(all, a);
    put_time(all, &a->time);
    put_frequency(all, &a->frequency);
    put_rest(all, a);
    for (size_t i = 0; i < a->notes; i++) {
        (void)json_array_append_new(notes, json_string(a->note[i]));
    }
    if (info->note[0] != '\0') {
        (void)json_array_append_new(notes, json_string(info->note));
    }
    if (broke != NULL) {
        (void)json_array_append_new(notes, json_string(broke));
    }
    (void)json_object_set_new(all, "notes", notes);
    int r = json_dumpf(all, stdout, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    json_decref(all);
    return r == 0 && fputc('\n', stdout) != EOF ? EXIT_DONE : EXIT_FAILED;
}

static void print_row(const char *name, double v, const char *unit)
{
    if (isfinite(v)) {
        printf("  %-22s %10.4g %s\n", name, v, unit);
    } else {
        printf("  %-22s %10s\n", name, "-");
    }
}

static void print_table(const char *path, const struct analysis *a)
{
    printf("%s\n", path);
    print_row("beats", (double)a->beats_n, "");
    print_row("corrected", (double)changed(a), "");
    print_row("mean heart rate", a->time.mean_hr_bpm, "bpm");
    print_row("SDNN", a->time.sdnn_ms, "ms");
    print_row("RMSSD", a->time.rmssd_ms, "ms");
    print_row("pNN50", a->time.pnn50_pct, "%");
    print_row("VLF", a->frequency.vlf_ms2, "ms2");
    print_row("LF", a->frequency.lf_ms2, "ms2");
    print_row("HF", a->frequency.hf_ms2, "ms2");
    print_row("SD1", a->nonlinear.sd1_ms, "ms");
    print_row("SD2", a->nonlinear.sd2_ms, "ms");
    print_row("sample entropy", a->nonlinear.sample_entropy, "");
    print_row("DFA alpha1 (4-16)", a->nonlinear.dfa_alpha1, "");
    print_row("peak share (64 s)", a->peak_share, "");
    print_row("peak", a->peak_hz, "Hz");
    print_row("breathing", a->breath_per_min, "/min");
    for (size_t i = 0; i < a->notes; i++) {
        printf("  note: %s\n", a->note[i]);
    }
}

static int write_times(const char *to, const double *t_s, size_t n, double origin_s)
{
    FILE *f = strcmp(to, "-") == 0 ? stdout : fopen(to, "we");
    if (f == NULL) {
        say_error("%s: %s; name a file that can be written", to, strerror(errno));
        return EXIT_FAILED;
    }
    for (size_t i = 0; i < n; i++) {
        (void)fprintf(f, "%.4f\n", t_s[i] + origin_s);
    }
    return f == stdout || fclose(f) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static int tell(const struct options *o, const char *path, const struct recording_info *info, const struct analysis *a,
                const char *broke)
{
    int code = EXIT_DONE;
    if (o->beats != NULL) {
        code = write_times(o->beats, a->beats_s, a->beats_n, info->origin_s);
    }
    if (o->breath_times != NULL && code == EXIT_DONE) {
        code = write_times(o->breath_times, a->breaths_s, a->breaths_n, info->origin_s);
    }
    bool stdout_taken = (o->beats != NULL && strcmp(o->beats, "-") == 0) ||
                        (o->breath_times != NULL && strcmp(o->breath_times, "-") == 0);
    if (code != EXIT_DONE || stdout_taken) {
        return code;
    }
    if (o->json) {
        return write_json(path, info, a, broke);
    }
    print_table(path, a);
    return EXIT_DONE;
}

static int analyze(const struct options *o, const char *path)
{
    struct recording *r = NULL;
    struct analysis a;
    char why[200] = "";
    if (recording_open(&r, path, why, sizeof why) != R_OK) {
        say_error("%s: %s; give intervals or a table of signals", path, why);
        return EXIT_FILE;
    }
    int result = analysis_run(&a, r, o->correct == NULL || strcmp(o->correct, "none") != 0);
    const char *broke = result == R_DATA ? recording_why(r) : NULL;
    int code = EXIT_FAILED;
    if (result == R_OK || result == R_DATA) {
        code = tell(o, path, recording_info(r), &a, broke);
    } else {
        say_error("%s: %s", path, result == R_MEM ? "no memory" : strerror(errno));
    }
    if (broke != NULL && code == EXIT_DONE) {
        say_error("%s: %s; what came before it was used", path, broke);
        code = EXIT_FILE;
    }
    analysis_free(&a);
    recording_close(r);
    return code;
}

int command_analyze(const struct options *o)
{
    if (o->correct != NULL && strcmp(o->correct, "lipponen") != 0 && strcmp(o->correct, "none") != 0) {
        say_error("--correct %s: give lipponen or none", o->correct);
        return EXIT_CALL;
    }
    int code = EXIT_DONE;
    for (size_t i = 0; i < o->files_n; i++) {
        int one = analyze(o, o->files[i]);
        code = one != EXIT_DONE ? one : code;
    }
    return code;
}
