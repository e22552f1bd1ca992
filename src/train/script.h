/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRAIN_SCRIPT_H
#define TRAIN_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "train/practice_script.h"

/*
 * The pieces that the reader of scripts is made of: practice_script.c goes through the lines, script_keys.c knows the
 * keys, script.c takes lines apart. Nobody else includes this.
 */

enum { SCRIPT_QUOTE_N = 40, SCRIPT_KEYS_MAX = 40 };

/** A piece of the script, [at, end). */
struct script_span {
    const char *at, *end;
};

/**
 * stage   Being read; NULL above the first
 * line    Being read, from 1
 * seen    Rows of the table of keys that were given in this place, a bit each
 */
struct script_reader {
    struct practice *p;
    struct practice_mistakes *m;
    struct practice_stage *stage;
    uint32_t line;
    uint64_t seen;
};

/** What stands behind a key. */
enum script_value { SCRIPT_NO_VALUE, SCRIPT_MAY_VALUE, SCRIPT_MUST_VALUE };

/**
 * head, stage  Where it may stand
 * once         Once in its place
 * read         Takes the value; arg: what tells keys apart that share a reader
 */
struct script_key {
    const char *name;
    bool head, stage, once;
    uint8_t value, arg;
    void (*read)(struct script_reader *r, uint8_t arg, struct script_span v);
};

/** The table of keys: *n rows, at most SCRIPT_KEYS_MAX. */
const struct script_key *script_keys(size_t *n);

/** A mistake in the line being read. */
void script_wrong(struct script_reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** "no such <what>", with the nearest word or all of them. */
void script_unknown(struct script_reader *r, const char *what, struct script_span v, const char *const *words,
                    size_t n);

/** Bytes of v that fit into a message: at most SCRIPT_QUOTE_N, never half a letter. */
int script_quoted(struct script_span v);

bool script_blank(char c);
struct script_span script_trimmed(struct script_span v);
bool script_is(struct script_span v, const char *word);

/** Takes the next word off *v; blanks and commas stand between words. Empty at the end. */
struct script_span script_word(struct script_span *v);

/** Which of the words v is; -1 none. */
int script_word_of(struct script_span v, const char *const *words, size_t n);

/** True when all of v is one number from low to high. */
bool script_number(struct script_span v, double low, double high, float *out);

/** True when v is UTF-8 without control characters. */
bool script_readable(struct script_span v);

void script_copy(char *out, struct script_span v);

/** A line as it is shown, into out[0..n-1]; false with a mistake when it is too long to be read at a glance. */
bool script_take_text(struct script_reader *r, struct script_span v, char *out, size_t n);

/** Figures in braces stand only in answers, and there are only so many. */
void script_check_braces(struct script_reader *r, struct script_span v, bool answer);

#endif
