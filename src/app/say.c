/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's voice on stderr. Control characters from file names and devices are shown as '?', so that a hostile
   name cannot move the cursor. */
#include "app/say.h"

#include <stdarg.h>
#include <stdio.h>

static void say(const char *format, va_list args)
{
    char line[1024];
    (void)vsnprintf(line, sizeof line, format, args);
    for (char *p = line; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f) {
            *p = '?';
        }
    }
    (void)fprintf(stderr, "metta: %s\n", line);
}

void say_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(format, args);
    va_end(args);
}

void say_note(bool quiet, const char *format, ...)
{
    if (quiet) {
        return;
    }
    va_list args;
    va_start(args, format);
    say(format, args);
    va_end(args);
}
