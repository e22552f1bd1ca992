/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_CHOICES_H
#define APP_CHOICES_H

#include "app/settings.h"
#include "screen/screen.h"

/* What the Comfort screen shows of the settings, and what its widgets do to them: for the window and the terminal. */

enum { CHOICES_SCENES = 16 };

/** Names in the language of the moment. */
struct choices {
    const char *scenes[CHOICES_SCENES];
};

/** c borrows its names from names. */
void choices_fill(struct choices *names, struct screen_comfort *c, const struct settings *s,
                  const struct tongue *tongue);

/** Widget id (COMFORT_*) was set to v. */
void choices_take(struct settings *s, uint8_t id, float v);

/** The length after this one, round and round. */
double choices_next_minutes(double minutes);

#endif
