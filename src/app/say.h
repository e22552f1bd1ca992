/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SAY_H
#define APP_SAY_H

#include <stdbool.h>

/** One line on stderr: what, where, what to do. "metta: " is put before it. */
void say_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** The same for what is good to know; nothing when quiet. */
void say_note(bool quiet, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
