/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PORTS_H
#define APP_PORTS_H

#include <stddef.h>

#include "link/link.h"

/** The sensors of a session that names none: what answered first, and another person's. driver NULL: none did. */
struct ports {
    struct scan found, second;
};

enum { PORTS_NAME_N = TRANSPORT_PATH_N + 32 };

/** Listens on every port. Takes up to about 9 s. */
void ports_search(struct ports *p);

/** What to call a sensor of person who (0 or 1) in an option: "driver:path", or a simulated person where none answered.
 */
void ports_name(const struct scan *found, size_t who, char name[PORTS_NAME_N]);

#endif
