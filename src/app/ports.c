/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ports.h"

#include <stdio.h>
#include <string.h>

void ports_search(struct ports *p)
{
    struct scan scans[SCAN_MAX];
    const size_t n = scan_list(scans, SCAN_MAX);
    memset(p, 0, sizeof *p);
    scan_ports(scans, n);
    for (size_t i = 0; i < n && p->second.driver == NULL; i++) {
        if (scans[i].driver != NULL && p->found.driver == NULL) {
            p->found = scans[i];
        } else if (scans[i].driver != NULL) {
            p->second = scans[i];
        }
    }
}

void ports_name(const struct scan *found, size_t who, char name[PORTS_NAME_N])
{
    if (found->driver != NULL) {
        (void)snprintf(name, PORTS_NAME_N, "%s:%s", found->driver->id, found->path);
    } else {
        (void)snprintf(name, PORTS_NAME_N, who == 0 ? "person:" : "person:2");
    }
}
