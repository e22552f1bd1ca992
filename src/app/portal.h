/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PORTAL_H
#define APP_PORTAL_H

#include <stdbool.h>

/**
 * Whether the desktop asks for less motion, by the settings portal: org.freedesktop.appearance reduced-motion, or else
 * org.gnome.desktop.interface enable-animations. False also when nobody answers within 50 ms, or without METTA_PORTAL.
 */
bool portal_reduced_motion(void);

#endif
