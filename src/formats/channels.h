/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_CHANNELS_H
#define FORMATS_CHANNELS_H

#include "formats/recording.h"

enum { CHANNEL_NAME_N = 40, CHANNEL_WORDS = 6, CHANNEL_WORD_N = 16 };

/** The words of a name, in small letters: runs of letters and digits. */
struct channel_words {
    char word[CHANNEL_WORDS][CHANNEL_WORD_N];
    size_t n;
};

void channel_words(const char *name, size_t n, struct channel_words *out);
bool channel_has_word(const struct channel_words *w, const char *word);

/** The best channel of each kind so far; rank -1: none. */
struct channels {
    int rank[READING_KINDS];
    uint8_t channel[READING_KINDS];
    char name[READING_KINDS][CHANNEL_NAME_N];
    uint16_t column[READING_KINDS];
};

void channels_init(struct channels *c);

/** Takes the column if it is the best of its kind; names of what is passed over go to note[0..note_n-1]. */
void channels_offer(struct channels *c, const char *name, size_t n, uint16_t column, char *note, size_t note_n);

/** The same for files whose electrocardiograms may be named by their lead alone. */
void channels_offer_lead(struct channels *c, const char *name, size_t n, uint16_t column, char *note, size_t note_n);

size_t channels_count(const struct channels *c);
void channels_keep(const struct channels *c, struct recording_info *info);

/** Adds a clause to a note of fixed size. */
void channels_note(char *note, size_t note_n, const char *words);

#endif
