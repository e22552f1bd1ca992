/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include "app/options.h"
#include "screen/progress.h"
#include "screen/tongue.h"
#include "store/store.h"
#include "store/trend.h"

/** Sentences about progress, each in a buffer of its own. */
enum { PROGRESS_SENTENCE, PROGRESS_CALM, PROGRESS_SHARE, PROGRESS_SENTENCES, PROGRESS_SENTENCE_N = 160 };

/**
 * What the store knows of the last PROGRESS_WEEKS weeks of a profile, the running one last. Simulated sessions are
 * left out. Days are those of the clock on the wall here.
 *
 * return  EXIT_DONE; EXIT_STORE with one line on stderr: *g is empty then
 */
int progress_read(struct screen_progress *g, const struct options *o, const char *profile);

/** The same from rows at hand; now: seconds since 1970. For tests, and for the terminal. */
struct progress_build;
struct progress_build *progress_begin(struct screen_progress *g, const char *profile, int64_t now_s);
bool progress_add(void *build, const struct store_row *row);
void progress_finish(struct progress_build *b);

/** Makes g's sentences in these words; they lie in out[PROGRESS_SENTENCES], each out_n bytes. */
void progress_words(struct screen_progress *g, char out[][PROGRESS_SENTENCE_N], size_t out_n,
                    const struct tongue *tongue);

/** "2026-11-22T17:00:00Z" as seconds since 1970; -1 when it is no such time. */
int64_t progress_time(const char *iso);

#endif
