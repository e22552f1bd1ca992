/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_WINDOW_H
#define APP_WINDOW_H

#include "app/options.h"
#include "app/settings.h"

/**
 * The trainer in a window. home: begins on the home screen; otherwise straight with the session.
 * return  The exit code
 */
int window_run(const struct options *o, const struct settings *s, bool home);

#endif
