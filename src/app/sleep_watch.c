/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monotonic clock stands still while the machine sleeps; the one since boot does not. */
#define _DEFAULT_SOURCE /* CLOCK_BOOTTIME */
#include "app/sleep_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "link/clock.h"

static int64_t since_boot_us(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_BOOTTIME, &t) == 0 ? (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 : clock_now_us();
}

void sleep_watch_begin(struct sleep_watch *w)
{
    *w = (struct sleep_watch){clock_now_us(), since_boot_us()};
}

bool sleep_watch_missed(struct sleep_watch *w)
{
    const struct sleep_watch was = *w;
    sleep_watch_begin(w);
    return w->all_us - was.all_us > SLEEP_WATCH_S * INT64_C(1000000);
}

/* Handed on to the program that draws; a shell that became metta may be old. */
static const char BEGAN[] = "METTA_BEGAN_US";

void sleep_watch_hand_over(void)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%lld", (long long)since_boot_us());
    (void)setenv(BEGAN, text, 1);
}

int sleep_watch_age_ms(void)
{
    const char *text = getenv(BEGAN);
    const long long began_us = text != NULL ? strtoll(text, NULL, 10) : 0;
    return began_us > 0 ? (int)((since_boot_us() - began_us) / 1000) : -1;
}
