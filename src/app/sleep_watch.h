/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SLEEP_WATCH_H
#define APP_SLEEP_WATCH_H

#include <stdbool.h>
#include <stdint.h>

/** Notices that the machine slept, or that the program was stopped: time went by in which nobody was led. */
struct sleep_watch {
    int64_t running_us, all_us; /* of the last look; the second counts sleep too */
};

/** From here on. */
void sleep_watch_begin(struct sleep_watch *w);

/** True when more than SLEEP_WATCH_S went by since the last look, asleep or stopped. To be asked many times a second.
 */
bool sleep_watch_missed(struct sleep_watch *w);

/** Just before another program takes over: its age counts from here, by a variable of the environment. */
void sleep_watch_hand_over(void);

/** Milliseconds since metta was called; -1 not known: nobody handed over. For looking at start-up times. */
int sleep_watch_age_ms(void);

/** s. chosen: longer than a hiccup of a busy machine, shorter than half a breath. */
#define SLEEP_WATCH_S 5

#endif
