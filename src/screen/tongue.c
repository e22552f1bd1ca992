/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading .mo files. Source: GNU gettext manual, "The Format of GNU MO Files" (revision 0).
 *
 * Invariants
 *  1. Every string of an opened catalogue lies inside it and ends with a zero: tongue_open looked at each.
 *  2. Without a translation the English words are told: never an empty place on the screen.
 */
#include "screen/tongue.h"

#include <string.h>

static const uint32_t MAGIC = 0x950412deU, MAGIC_SWAPPED = 0xde120495U;

enum { HEADER_BYTES = 20, ENTRY_BYTES = 8 };

static uint32_t word_at(const struct tongue *t, size_t at)
{
    uint32_t v = 0;
    memcpy(&v, t->mo + at, sizeof v);
    return t->swapped ? (v >> 24) | ((v >> 8) & 0xff00U) | ((v << 8) & 0xff0000U) | (v << 24) : v;
}

static bool table_fits(const struct tongue *t, uint32_t at)
{
    return at <= t->n && (t->n - at) / ENTRY_BYTES >= t->strings;
}

static bool entry_fits(const struct tongue *t, uint32_t table, uint32_t i)
{
    const size_t entry = table + (size_t)i * ENTRY_BYTES;
    const uint32_t length = word_at(t, entry), at = word_at(t, entry + 4);
    return at < t->n && length < t->n - at && t->mo[at + length] == 0;
}

static const char *entry(const struct tongue *t, uint32_t table, uint32_t i)
{
    return (const char *)t->mo + word_at(t, table + (size_t)i * ENTRY_BYTES + 4);
}

static uint32_t entry_length(const struct tongue *t, uint32_t table, uint32_t i)
{
    return word_at(t, table + (size_t)i * ENTRY_BYTES);
}

static bool find(const struct tongue *t, const char *id, uint32_t *out)
{
    uint32_t low = 0, high = t->strings;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const int order = strcmp(id, entry(t, t->ids, middle));
        if (order == 0) {
            *out = middle;
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}

int tongue_open(struct tongue *t, const void *mo, size_t n)
{
    *t = (struct tongue){.mo = mo, .n = n};
    struct tongue english = {0};
    const bool header = n >= HEADER_BYTES && n <= UINT32_MAX;
    t->swapped = header && word_at(t, 0) == MAGIC_SWAPPED;
    if (!header || word_at(t, 0) != MAGIC) {
        *t = english;
        return R_DATA;
    }
    t->strings = word_at(t, 8);
    t->ids = word_at(t, 12);
    t->texts = word_at(t, 16);
    bool sound = table_fits(t, t->ids) && table_fits(t, t->texts);
    for (uint32_t i = 0; sound && i < t->strings; i++) {
        sound = entry_fits(t, t->ids, i) && entry_fits(t, t->texts, i);
    }
    uint32_t about = 0;
    if (!sound || !find(t, "", &about)) {
        *t = english;
        return R_DATA;
    }
    t->few = strstr(entry(t, t->texts, about), "plural=(n > 1)") != NULL;
    return R_OK;
}

const char *tongue_say(const struct tongue *t, const char *id)
{
    uint32_t i = 0;
    if (t == NULL || t->mo == NULL || id[0] == '\0' || !find(t, id, &i)) {
        return id;
    }
    const char *text = entry(t, t->texts, i);
    return text[0] != '\0' ? text : id;
}

const char *tongue_many(const struct tongue *t, const char *one, const char *more, unsigned long n)
{
    uint32_t i = 0;
    if (t == NULL || t->mo == NULL || !find(t, one, &i)) {
        return n == 1 ? one : more;
    }
    const char *single = entry(t, t->texts, i);
    const size_t length = strlen(single);
    const bool plural = t->few ? n > 1 : n != 1;
    if (!plural || length >= entry_length(t, t->texts, i)) {
        return single[0] != '\0' ? single : one;
    }
    return single + length + 1;
}
