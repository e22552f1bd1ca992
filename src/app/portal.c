/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source: XDG desktop portal documentation, org.freedesktop.portal.Settings version 2. */
#include "app/portal.h"

#if METTA_PORTAL
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

enum { PORTAL_WAIT_US = 50000 };

/* One value, unpacked from the variants it comes in; *known false when nobody told. */
static sd_bus_message *ask(sd_bus *bus, const char *space, const char *key)
{
    sd_bus_message *call = NULL, *answer = NULL;
    int r =
        sd_bus_message_new_method_call(bus, &call, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                                       "org.freedesktop.portal.Settings", "Read");
    r = r >= 0 ? sd_bus_message_append(call, "ss", space, key) : r;
    r = r >= 0 ? sd_bus_call(bus, call, PORTAL_WAIT_US, NULL, &answer) : r;
    (void)sd_bus_message_unref(call);
    if (r < 0 || sd_bus_message_enter_container(answer, 'v', "v") < 0) {
        return sd_bus_message_unref(answer);
    }
    return answer;
}

static bool reads_motion(sd_bus *bus, bool *less)
{
    uint32_t v = 0;
    sd_bus_message *m = ask(bus, "org.freedesktop.appearance", "reduced-motion");
    const bool told =
        m != NULL && sd_bus_message_enter_container(m, 'v', "u") > 0 && sd_bus_message_read(m, "u", &v) > 0;
    (void)sd_bus_message_unref(m);
    *less = v == 1;
    return told;
}

static bool reads_animations(sd_bus *bus, bool *less)
{
    int on = 1;
    sd_bus_message *m = ask(bus, "org.gnome.desktop.interface", "enable-animations");
    const bool told =
        m != NULL && sd_bus_message_enter_container(m, 'v', "b") > 0 && sd_bus_message_read(m, "b", &on) > 0;
    (void)sd_bus_message_unref(m);
    *less = on == 0;
    return told;
}

bool portal_reduced_motion(void)
{
    sd_bus *bus = NULL;
    bool less = false;
    /* Without an address sd-bus would look for a bus in the usual place: nobody's bus is nobody's wish. */
    if (getenv("DBUS_SESSION_BUS_ADDRESS") == NULL || sd_bus_open_user(&bus) < 0) {
        return false;
    }
    const bool told = reads_motion(bus, &less) || reads_animations(bus, &less);
    (void)sd_bus_flush_close_unref(bus);
    return told && less;
}

#else

bool portal_reduced_motion(void)
{
    return false;
}

#endif
