/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is analysed, and how. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/analyze.h"
#include "app/paths.h"
#include "app/say.h"
#include "signal/detrend.h"

static const char *const METHODS[PSD_METHODS] = {"welch", "multitaper", "ar", "lomb"};

const char *analyze_method(unsigned method)
{
    return method < PSD_METHODS ? METHODS[method] : "?";
}

bool analyze_options(const struct options *o, struct analysis_options *out)
{
    *out = (struct analysis_options){
        .correct = true, .heart_breaths = o->breath_times != NULL, .method = PSD_WELCH, .lambda = 0.0};
    if (o->correct != NULL && strcmp(o->correct, "lipponen") != 0 && strcmp(o->correct, "none") != 0) {
        say_error("--correct %s: give lipponen or none", o->correct);
        return false;
    }
    out->correct = o->correct == NULL || strcmp(o->correct, "none") != 0;
    if (o->detrend != NULL && strcmp(o->detrend, "priors") != 0 && strcmp(o->detrend, "none") != 0) {
        say_error("--detrend %s: give priors or none", o->detrend);
        return false;
    }
    out->lambda = o->detrend != NULL && strcmp(o->detrend, "priors") == 0 ? DETREND_LAMBDA : 0.0;
    for (unsigned i = 0; o->spectrum != NULL && i < PSD_METHODS; i++) {
        if (strcmp(o->spectrum, METHODS[i]) == 0) {
            out->method = i;
            return true;
        }
    }
    if (o->spectrum != NULL) {
        say_error("--spectrum %s: give welch, multitaper, ar or lomb", o->spectrum);
    }
    return o->spectrum == NULL;
}

static const char *kind_of(const struct recording_info *info)
{
    bool has[READING_KINDS] = {false};
    for (size_t i = 0; i < info->channels_n; i++) {
        has[info->channels[i].kind] = true;
    }
    switch (info->kind) {
    case RECORDING_WFDB:
        return "wfdb";
    case RECORDING_EDF:
        return "edf";
    case RECORDING_RR:
        return "rr";
    default:
        return has[READING_ECG] ? "ecg" : has[READING_PPG] ? "ppg" : has[READING_IBI] ? "rr" : "resp";
    }
}

/* A pipe has nothing beside it. */
static FILE *nothing_beside(void *of, const char *name)
{
    (void)of;
    (void)name;
    return NULL;
}

/* A WFDB record may be named without its ending, as that library's own programs do. */
static const char *header_of(const char *path, char out[PATHS_N])
{
    struct stat st;
    int n = snprintf(out, PATHS_N, "%s.hea", path);
    bool record = n > 0 && n < PATHS_N && stat(path, &st) != 0 && stat(out, &st) == 0;
    return record ? out : path;
}

int analyze_open(struct analyze_file *f, const char *named)
{
    char why[200] = "", header[PATHS_N];
    const char *path = header_of(named, header);
    *f = (struct analyze_file){.path = named, .kind = "capture", .note = ""};
    int result = R_OK;
    struct stat st;
    const struct recording_beside beside = {nothing_beside, NULL};
    if (strcmp(path, "-") == 0) {
        result = recording_open_file(&f->recording, fdopen(dup(STDIN_FILENO), "r"), &beside, why, sizeof why);
    } else if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && recording_is_capture(path)) { /* a pipe is read once */
        result = capture_readings_open(&f->capture, path, why, sizeof why);
    } else {
        result = recording_open(&f->recording, path, why, sizeof why);
    }
    if (result != R_OK) {
        say_error("%s: %s; %s", path, why,
                  result == R_IO ? "name a file that can be read"
                                 : "give intervals, a table of signals, EDF, WFDB or a capture");
        return EXIT_FILE;
    }
    if (f->recording != NULL) {
        const struct recording_info *info = recording_info(f->recording);
        f->kind = kind_of(info);
        f->note = info->note;
        f->rate_hz = info->rate_hz;
        f->origin_s = info->origin_s;
    }
    return EXIT_DONE;
}

void analyze_close(struct analyze_file *f)
{
    if (f->recording != NULL) {
        recording_close(f->recording);
    }
    capture_readings_close(f->capture);
}

static int read_recording(void *from, struct reading *out, size_t room, size_t *n)
{
    return recording_read(from, out, room, n);
}

struct reading_source analyze_source(struct analyze_file *f)
{
    return f->recording != NULL ? (struct reading_source){read_recording, f->recording}
                                : (struct reading_source){capture_readings_read, f->capture};
}

const char *analyze_why(const struct analyze_file *f)
{
    return f->recording != NULL ? recording_why(f->recording) : capture_readings_why(f->capture);
}
