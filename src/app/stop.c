/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one piece of file-scope state of the program: a signal handler has nowhere else to write. */
#include "app/stop.h"

#include <stddef.h>

static volatile sig_atomic_t asked;

static void handle(int number)
{
    (void)number;
    asked = 1;
}

void stop_install(void)
{
    struct sigaction act = {.sa_handler = handle};
    (void)sigemptyset(&act.sa_mask);
    (void)sigaction(SIGINT, &act, NULL);
    (void)sigaction(SIGTERM, &act, NULL);
    (void)sigaction(SIGHUP, &act, NULL);
    act.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &act, NULL);
}

bool stop_asked(void)
{
    return asked != 0;
}

const volatile sig_atomic_t *stop_flag(void)
{
    return &asked;
}
