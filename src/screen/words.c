/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/words.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Advance widths in 1/1000 em from the bundled Inter 4.0, the widest of Display Light, Regular and Medium. */
static const uint16_t ASCII[] = {281, 293, 403, 637, 643, 828, 650, 221, 377, 377, 521, 665, 287, 463, 283, 367,
                                 645, 472, 613, 644, 654, 620, 635, 578, 631, 635, 283, 287, 665, 665, 665, 525,
                                 967, 699, 654, 735, 721, 602, 586, 748, 742, 269, 551, 664, 564, 897, 752, 768,
                                 639, 768, 644, 643, 650, 741, 699, 977, 666, 684, 638, 377, 367, 377, 475, 459,
                                 497, 569, 625, 567, 625, 587, 368, 617, 601, 248, 248, 556, 248, 883, 597, 602,
                                 617, 617, 384, 535, 371, 594, 566, 824, 551, 566, 551, 377, 342, 377, 665};
static const uint16_t LATIN_1[] = {281, 293, 567, 644, 736, 556, 291,  564, 590, 914, 461, 568, 553, 463, 670, 487,
                                   456, 665, 421, 434, 497, 637, 602,  283, 302, 315, 460, 569, 883, 926, 954, 525,
                                   699, 699, 699, 699, 699, 699, 1003, 735, 602, 602, 602, 602, 269, 269, 269, 269,
                                   721, 752, 768, 768, 768, 768, 768,  665, 768, 741, 741, 741, 741, 684, 644, 627,
                                   569, 569, 569, 569, 569, 569, 924,  567, 587, 587, 587, 587, 248, 248, 248, 248,
                                   586, 597, 602, 602, 602, 602, 602,  665, 602, 594, 594, 594, 594, 566, 610, 566};
enum { ASCII_N = sizeof ASCII / sizeof ASCII[0], LATIN_1_N = sizeof LATIN_1 / sizeof LATIN_1[0], OTHER = 1000 };

/* Rounding to whole pixels and hinting, a letter at a time. chosen: seen at 16 px to be under 3 %. */
#define WORDS_ROUNDING 1.03F

/* The next letter of UTF-8 words; bytes that are none count as one wide letter each. */
static uint32_t letter(const char **at)
{
    const unsigned char *s = (const unsigned char *)*at;
    const int more = s[0] < 0x80 ? 0 : s[0] >= 0xF0 ? 3 : s[0] >= 0xE0 ? 2 : s[0] >= 0xC0 ? 1 : 0;
    uint32_t c = more == 0 ? s[0] : s[0] & (0x3FU >> more);
    int i = 1;
    for (; i <= more && (s[i] & 0xC0U) == 0x80U; i++) {
        c = (c << 6) | (s[i] & 0x3FU);
    }
    *at += i;
    return c;
}

static unsigned advance(uint32_t c)
{
    if (c >= 0x20 && c < 0x20 + ASCII_N) {
        return ASCII[c - 0x20];
    }
    if (c >= 0xA0 && c < 0xA0 + LATIN_1_N) {
        return LATIN_1[c - 0xA0];
    }
    return c >= 0x2018 && c <= 0x203A ? 400 : OTHER;
}

static float span_width(const char *from, size_t n, float size)
{
    unsigned em = 0;
    for (const char *at = from; at < from + n;) {
        em += advance(letter(&at));
    }
    return WORDS_ROUNDING * size * (float)em / 1000.0F;
}

float words_width(const char *words, float size)
{
    return span_width(words, strlen(words), size);
}

static int wrap_at(const char *words, float size, float width, struct words_line *out)
{
    int lines = 0;
    struct words_line line = {words, 0};
    while (*words) {
        const size_t n = strcspn(words, " ");
        const size_t longer = (size_t)(words - line.from) + n;
        if (line.n > 0 && span_width(line.from, longer, size) > width && lines < WORDS_LINES - 1) {
            out[lines++] = line;
            line = (struct words_line){words, n};
        } else {
            line.n = longer;
        }
        words += n + strspn(words + n, " ");
    }
    out[lines++] = line;
    return lines;
}

int words_wrap(const char *words, float size, float width, struct words_line *out)
{
    int lines = wrap_at(words, size, width, out);
    if (lines < 2) {
        return lines;
    }
    /* The narrowest width that needs no more lines. */
    float low = (lines > 2 ? 0.88F : 0.5F) * width, high = width; /* paragraphs stay full */
    for (int i = 0; i < 6; i++) {
        const float middle = 0.5F * (low + high);
        if (wrap_at(words, size, middle, out) <= lines) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return wrap_at(words, size, high, out);
}

float words_fit(const char *words, float size, float width)
{
    struct words_line lines[WORDS_LINES];
    const int n = words_wrap(words, size, width, lines);
    float widest = 0.0F;
    for (int i = 0; i < n; i++) {
        widest = fmaxf(widest, span_width(lines[i].from, lines[i].n, size));
    }
    return widest > width ? size * width / widest : size;
}
