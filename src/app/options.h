/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit codes: promises of the manual. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_CALL = 2,
    EXIT_SENSOR = 3,
    EXIT_FILE = 4,
    EXIT_STORE = 5,
    EXIT_INTERRUPTED = 130
};

enum command_id {
    CMD_HOME,
    CMD_TRAIN,
    CMD_REPLAY,
    CMD_SENSORS,
    CMD_RECORD,
    CMD_EMULATE,
    CMD_STAGE,
    CMD_ANALYZE,
    CMD_HISTORY,
    CMD_DOCTOR,
    CMD_PROFILE,
    CMD_PRACTICE,
    CMDS
};

enum { OPTIONS_SENSORS_MAX = 2, OPTIONS_FAULTS_MAX = 8, OPTIONS_FILES_MAX = 64 };

/** One call of the program. Strings are borrowed from argv. */
struct options {
    uint8_t command; /* enum command_id */
    const char *sensors[OPTIONS_SENSORS_MAX], *breaths[OPTIONS_SENSORS_MAX];
    size_t sensors_n;
    const char *practice, *profile, *partner, *scene, *theme, *language;
    bool practice_set;    /* the call names it */
    const char *protocol; /* of the resonance test: slide, steps or check; NULL: not said */
    double minutes;       /* 0: not said */
    double speed;         /* 0: max; 1 by default */
    double target_per_min, fixed_per_min;
    bool unkept;   /* not from the call: this session is not for the store */
    double forget; /* a session's number; 0 none */
    bool yes, speed_set, text, headless, json, reduced_motion, quiet, verbose, full_screen, number_hidden, large_words;
    bool lines;
    const char *db, *config, *capture, *sound, *since, *out, *pty, *from, *form, *size, *at, *beats, *breath_times,
        *correct;
    const char *spectrum, *detrend, *sliding, *plot, *report;
    double window_s, step_s; /* 0: not said */
    double grown_min, circle;
    bool no_dither;
    uint64_t seed;
    bool seed_set;
    const char *faults[OPTIONS_FAULTS_MAX];
    size_t faults_n;
    const char *files[OPTIONS_FILES_MAX];
    size_t files_n;
};

enum options_answer { OPTIONS_RUN, OPTIONS_HELPED, OPTIONS_WRONG };

/** Reads the call. OPTIONS_HELPED: help or the version was printed. OPTIONS_WRONG: one line on stderr says what. */
enum options_answer options_read(struct options *o, int argc, char **argv);

/** Writes the manual page (mdoc) from the same table as --help. */
void options_manual(FILE *f);

#endif
