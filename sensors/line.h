/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SENSORS_LINE_H
#define SENSORS_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SENSOR_LINE_MAX = 96 };

/**
 * Bytes to lines for devices that speak text. What stands before the first LF is not trusted (it may be the end of a
 * line); a line that is too long or holds control bytes is dropped whole.
 */
struct sensor_text {
    uint8_t n;
    bool begun, bad, ended;
    char text[SENSOR_LINE_MAX];
};

/** Takes one byte. True when it ended a good line: text[0..n-1], without CR and LF, until the next call. */
static inline bool sensor_text_push(struct sensor_text *l, uint8_t byte)
{
    if (l->ended) {
        l->ended = false;
        l->n = 0;
    }
    if (byte != '\n') {
        bool fits = l->n < SENSOR_LINE_MAX;
        l->bad = l->bad || !fits || byte >= 0x7f || (byte < 0x20 && byte != '\r' && byte != '\t');
        if (fits) {
            l->text[l->n++] = (char)byte;
        }
        return false;
    }
    bool good = l->begun && !l->bad;
    while (l->n > 0 && l->text[l->n - 1] == '\r') {
        l->n--;
    }
    l->begun = l->ended = true;
    l->bad = false;
    return good;
}

#endif
