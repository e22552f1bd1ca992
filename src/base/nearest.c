/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits by dynamic programming over three rows. Words longer than NEAREST_N are near to nothing. */
#include "base/nearest.h"

#include <string.h>

enum { NEAREST_N = 64, NOTHING_NEAR = 3 * NEAREST_N };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t edits(const char *a, size_t an, const char *b, size_t bn)
{
    size_t rows[3][NEAREST_N + 1];
    for (size_t j = 0; j <= bn; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= an; i++) {
        const size_t *before = rows[(i + 1) % 3], *last = rows[(i - 1) % 3];
        size_t *now = rows[i % 3];
        now[0] = i;
        for (size_t j = 1; j <= bn; j++) {
            size_t other = last[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = least(other, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = least(now[j], before[j - 2] + 1);
            }
        }
    }
    return rows[an % 3][bn];
}

const char *nearest_word(const char *word, size_t length, const char *const *list, size_t n)
{
    const char *best = NULL;
    size_t best_edits = NOTHING_NEAR;
    for (size_t i = 0; i < n && length > 0 && length <= NEAREST_N; i++) {
        size_t other = strlen(list[i]), longer = length > other ? length : other;
        if (other > NEAREST_N) {
            continue;
        }
        size_t e = edits(word, length, list[i], other);
        if (e < best_edits && e <= (longer / 3 > 1 ? longer / 3 : 1)) {
            best = list[i];
            best_edits = e;
        }
    }
    return best;
}
