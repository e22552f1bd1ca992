/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_TONGUE_H
#define SCREEN_TONGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"

/**
 * The words of one language: a catalogue as msgfmt writes it, looked up in the caller's memory. All zero is English,
 * the language of the source. The system's own look-up is not used: it gives translations only where a locale of that
 * language is installed, keeps hidden state, and newer C libraries give none at all under C.UTF-8.
 *
 * mo, n      The catalogue; borrowed
 * strings    Entries;  ids, texts  where their tables begin
 * few        Plural form 1 begins above one (French: 0 and 1 are singular); otherwise at everything but one
 */
struct tongue {
    const uint8_t *mo;
    size_t n;
    uint32_t strings, ids, texts;
    bool swapped, few;
};

/**
 * Checks the catalogue whole: whatever it holds, looking up later stays inside it.
 * return   R_OK; R_DATA no such catalogue, or a broken one: *t is English then
 */
int tongue_open(struct tongue *t, const void *mo, size_t n) MUST_USE;

/** The translation of id, or id itself. t NULL: English. Borrowed from the catalogue or from the caller. */
const char *tongue_say(const struct tongue *t, const char *id);

/** The form for the number n: one or more in English; what the catalogue has under `one` otherwise. */
const char *tongue_many(const struct tongue *t, const char *one, const char *more, unsigned long n);

/* What xgettext looks for. _() is for functions that have a `tongue` at hand, N_() for tables. */
#define _(id)  tongue_say(tongue, (id))
#define N_(id) id

#endif
