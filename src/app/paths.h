/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PATHS_H
#define APP_PATHS_H

#include <stdbool.h>
#include <stddef.h>

enum { PATHS_N = 4096 };

/** Where things are (XDG base directories; METTA_HOME moves all of them). False when no home folder is known. */
bool paths_store(char *out, size_t n);
bool paths_config(char *out, size_t n);

/** The folder of practices that the person wrote. */
bool paths_practices(char *out, size_t n);

/** The folder of fonts and the rest that ships with the program; "" when it is not there. */
void paths_assets(char *out, size_t n);

/** The program that draws: beside this one, or where it was installed. False when it is in neither place. */
bool paths_pictures(char *out, size_t n);

#endif
