/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LINK_PORTS_H
#define LINK_PORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "link/transport.h"

enum { PORTS_MAX = 32 };

/** A serial port of this machine. The USB identity names the chip of the cable, not the sensor. */
struct port_info {
    char path[TRANSPORT_PATH_N];
    char about[128], serial[64];
    bool usb;
    int vid, pid; /* with usb */
};

/** All ports that the system knows, at most cap. return how many. */
size_t ports_list(struct port_info *out, size_t cap);

#endif
