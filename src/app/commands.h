/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "app/options.h"
#include "app/settings.h"

struct analyze_file;
struct analysis;
struct analysis_options;
struct app_pictures;

/* One function a command; each answers the exit code. Errors have been said when it is not EXIT_DONE. */
int command_train(const struct options *o, const struct settings *s);
int command_menu(const struct options *o, const struct settings *s);

/** One session without a window. *session: its number in the store, untouched where it is not kept; NULL not wanted. */
int train_sit(const struct options *o, const struct settings *s, int64_t *session);
int command_sensors(const struct options *o);
int command_record(const struct options *o, const struct settings *s);
int command_emulate(const struct options *o);
int command_stage(const struct options *o, const struct settings *s);
int command_history(const struct options *o);
int command_profile(const struct options *o);
int command_analyze(const struct options *o, const struct app_pictures *pictures);
int command_doctor(const struct options *o);
int command_practice(const struct options *o);

/**
 * What needs libraries that draw. They take ten times as long to load as metta's own work lasts, so they are linked
 * into a program of their own, metta-pictures, which stands beside metta and takes over the calls that need it.
 */
struct app_pictures {
    int (*window)(const struct options *o, const struct settings *s, bool home);
    int (*stage)(const struct options *o, const struct settings *s);
    int (*doctor)(const struct options *o);
    int (*plot)(const struct options *o, const struct analyze_file *f, const struct analysis *a,
                const struct analysis_options *how);
};

/** The whole program: options, settings, command. pictures: NULL in the program that cannot draw. */
int app_main(int argc, char **argv, const struct app_pictures *pictures);

#endif
