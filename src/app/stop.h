/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_STOP_H
#define APP_STOP_H

#include <signal.h>
#include <stdbool.h>

/** From now on SIGINT and SIGTERM ask to stop, and a closed pipe is an error to be handled, not a death. */
void stop_install(void);

/** True once somebody asked to stop. */
bool stop_asked(void);

/** The flag itself, for loops outside app. */
const volatile sig_atomic_t *stop_flag(void);

#endif
