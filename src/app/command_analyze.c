/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta analyze: recordings as figures, one JSON object or one table a file. A damaged file gives what could be read, a
   note, and exit code 4. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/analyze.h"
#include "app/commands.h"
#include "app/say.h"

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

static bool takes_stdout(const char *to)
{
    return to != NULL && strcmp(to, "-") == 0;
}

static int tell(const struct options *o, const struct app_pictures *pictures, const struct analyze_file *f,
                const struct analysis *a, const struct analysis_options *how, const char *broke)
{
    int code = EXIT_DONE;
    if (o->beats != NULL) {
        code = write_times(o->beats, a->beats_s, a->beats_n, f->origin_s);
    }
    if (o->breath_times != NULL && code == EXIT_DONE) {
        code = write_times(o->breath_times, a->onsets_s, a->onsets_n, f->origin_s);
    }
    if (o->sliding != NULL && code == EXIT_DONE) {
        code = analyze_sliding(o, f, a, how);
    }
    if (pictures != NULL && code == EXIT_DONE) {
        code = pictures->plot(o, f, a, how);
    }
    if (code != EXIT_DONE || takes_stdout(o->plot) || takes_stdout(o->report) || takes_stdout(o->beats) ||
        takes_stdout(o->breath_times) || takes_stdout(o->sliding)) {
        return code;
    }
    if (o->json) {
        return analyze_json(f, a, how, broke);
    }
    analyze_table(f, a, how);
    return EXIT_DONE;
}

static int analyze(const struct options *o, const struct app_pictures *pictures, const char *path,
                   const struct analysis_options *how)
{
    struct analyze_file f;
    struct analysis a;
    int code = analyze_open(&f, path);
    if (code != EXIT_DONE) {
        return code;
    }
    struct reading_source source = analyze_source(&f);
    int result = analysis_run(&a, &source, how);
    const char *broke = result == R_DATA ? analyze_why(&f) : NULL;
    if (result == R_OK || result == R_DATA) {
        code = tell(o, pictures, &f, &a, how, broke);
    } else {
        say_error("%s: %s", path, result == R_MEM ? "no memory" : strerror(errno));
        code = EXIT_FAILED;
    }
    if (broke != NULL && code == EXIT_DONE) {
        say_error("%s: %s; what could be read was used", path, broke);
        code = EXIT_FILE;
    }
    analysis_free(&a);
    analyze_close(&f);
    return code;
}

/* One line that writes over itself, for a person who waits before a terminal; where the figures go there too they are
   what is seen. */
static void progress(const struct options *o, size_t done, const char *path)
{
    bool shown = o->files_n > 1 && !o->quiet && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    if (shown && done < o->files_n) {
        (void)fprintf(stderr, "\r\033[K%zu of %zu: %s", done + 1, o->files_n, path);
    } else if (shown) {
        (void)fprintf(stderr, "\r\033[K");
    }
}

/* Several recordings would be written over each other. */
static bool is_for_one(const struct options *o)
{
    const struct {
        const char *name, *to;
    } files[] = {{"plot", o->plot},
                 {"report", o->report},
                 {"beats", o->beats},
                 {"breaths", o->breath_times},
                 {"sliding", o->sliding}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        bool picture = i < 2;
        if (files[i].to != NULL && o->files_n > 1 && (picture || !takes_stdout(files[i].to))) {
            say_error("--%s %s is for one recording: name one file", files[i].name, files[i].to);
            return false;
        }
    }
    return true;
}

int command_analyze(const struct options *o, const struct app_pictures *pictures)
{
    struct analysis_options how;
    if (!is_for_one(o)) {
        return EXIT_CALL;
    }
    if (takes_stdout(o->plot) && takes_stdout(o->report)) {
        say_error("--plot - --report -: only one of them can have standard output");
        return EXIT_CALL;
    }
    if (!analyze_options(o, &how)) {
        return EXIT_CALL;
    }
    int code = EXIT_DONE;
    for (size_t i = 0; i < o->files_n; i++) {
        progress(o, i, o->files[i]);
        int one = analyze(o, pictures, o->files[i], &how);
        code = one != EXIT_DONE ? one : code;
    }
    progress(o, o->files_n, "");
    return code;
}
