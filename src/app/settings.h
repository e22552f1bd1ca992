/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/options.h"

enum { SETTINGS_WORD_N = 160 };

/**
 * What a person has chosen to keep; metta.ini, section by section. The command line wins over it.
 *
 * language          "auto": as the session's environment says; otherwise "en", "de", ...
 * pad, sea, bowl    Volume of each layer of sound, 0..1
 * bells             Strikes at the start and at the end, 0..3
 * own, own_volume   A sound of the person's own (WAV; "" none) and its volume, 0..1
 * voice             A voice of the desktop says the lines and a few cues
 * latency_ms        By how much sound comes late at the ear, 0..400: it is started that much sooner
 * haptics           Strength of taps, 0..1; 0 none
 * ask_calm          One question before and after a session
 * motion_said       reduced_motion was chosen, by the file or the call: the desktop is not asked
 */
struct settings {
    char sensor[SETTINGS_WORD_N], theme[SETTINGS_WORD_N], scene[SETTINGS_WORD_N], profile[SETTINGS_WORD_N];
    char practice[SETTINGS_WORD_N], language[SETTINGS_WORD_N], own[SETTINGS_WORD_N];
    double minutes, target_per_min;
    double pad, sea, bowl, own_volume, bells, latency_ms, haptics;
    bool reduced_motion, number_hidden, time_hidden, large_words, words_rest, full_screen, picture_off, ask_calm,
        welcomed, voice;
    bool motion_said;
};

/**
 * Reads the file of o->config, or the usual one when it exists, then lays what the call says over it.
 * return  EXIT_DONE; EXIT_FILE with one line on stderr (which line, what to do); EXIT_CALL a language that is not there
 */
int settings_read(struct settings *s, const struct options *o);

/**
 * Writes what differs between the two into the same file; every other line of it stays as it was, comments and keys
 * of other programs too. The file is replaced whole or not at all (a temporary beside it, fsync, rename).
 *
 * return  EXIT_DONE (also when nothing differs); EXIT_FAILED with one line on stderr
 */
int settings_write(const struct options *o, const struct settings *before, const struct settings *after);

#endif
