/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/**
 * The word that was probably meant: the one of list[0..n-1] that the fewest edits (a letter more, less, another one, or
 * two neighbours swapped) turn the given one into.
 *
 * word     [0..length-1], any bytes
 * return   A word of the list; NULL when none is near: more edits than a third of the longer word, at least one
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   Restricted edit distance, Damerau 1964, doi 10.1145/363958.363994, and Levenshtein 1966
 */
const char *nearest_word(const char *word, size_t length, const char *const *list, size_t n);

#endif
