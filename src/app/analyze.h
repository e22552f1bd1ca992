/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_ANALYZE_H
#define APP_ANALYZE_H

#include "app/capture_readings.h"
#include "app/options.h"
#include "formats/recording.h"
#include "report/analysis.h"

/** A file that is analysed: a recording, or a capture. kind: the word of the JSON. */
struct analyze_file {
    const char *path;
    struct recording *recording;
    struct capture_readings *capture;
    const char *kind, *note;
    double rate_hz, origin_s; /* 0: not said */
};

/** return EXIT_DONE, or EXIT_FILE after one line on stderr */
int analyze_open(struct analyze_file *f, const char *named);
void analyze_close(struct analyze_file *f);
struct reading_source analyze_source(struct analyze_file *f);

/** Where and why it broke off. */
const char *analyze_why(const struct analyze_file *f);

/** How the call wants it. False after one line on stderr. */
bool analyze_options(const struct options *o, struct analysis_options *out);

/** The name of the spectrum's method, as options and JSON have it. */
const char *analyze_method(unsigned method);

/* One way to tell it each. broke: NULL, or why the file was not read to its end. return EXIT_DONE or EXIT_FAILED. */
int analyze_json(const struct analyze_file *f, const struct analysis *a, const struct analysis_options *o,
                 const char *broke);
void analyze_table(const struct analyze_file *f, const struct analysis *a, const struct analysis_options *o);
int analyze_sliding(const struct options *o, const struct analyze_file *f, const struct analysis *a,
                    const struct analysis_options *how);

/** Writes o->plot and o->report, where they are wanted. return EXIT_DONE, or EXIT_FAILED after one line on stderr */
int analyze_plot(const struct options *o, const struct analyze_file *f, const struct analysis *a,
                 const struct analysis_options *how);

#endif
