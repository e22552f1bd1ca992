/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column is what, by the words of its name. A name is known by its first word; some words further on say that it
   is a number about a channel (its rate, its quality), not the channel. */
#include "formats/channels.h"

#include <stdio.h>
#include <string.h>

/* Names of channels, best first within a kind. */
static const struct name_row {
    const char *word;
    uint8_t kind, channel;
} NAMES[] = {
    {"ecg", READING_ECG, 0},
    {"ekg", READING_ECG, 0},
    {"electrocardiogram", READING_ECG, 0},
    {"ppg", READING_PPG, 0},
    {"bvp", READING_PPG, 0},
    {"pleth", READING_PPG, 0},
    {"plethysmogram", READING_PPG, 0},
    {"green", READING_PPG, 0},
    {"ir", READING_PPG, 0},
    {"red", READING_PPG, 0},
    {"led1", READING_PPG, 0},
    {"abp", READING_PPG, 0},
    {"art", READING_PPG, 0},
    {"belt", READING_RESP, RESP_BELT},
    {"resp", READING_RESP, RESP_BELT},
    {"respiration", READING_RESP, RESP_BELT},
    {"rsp", READING_RESP, RESP_BELT},
    {"breath", READING_RESP, RESP_BELT},
    {"breathing", READING_RESP, RESP_BELT},
    {"thorax", READING_RESP, RESP_BELT},
    {"thor", READING_RESP, RESP_BELT},
    {"chest", READING_RESP, RESP_BELT},
    {"abdomen", READING_RESP, RESP_BELT},
    {"abdo", READING_RESP, RESP_BELT},
    {"abd", READING_RESP, RESP_BELT},
    {"effort", READING_RESP, RESP_BELT},
    {"co2", READING_RESP, RESP_FLOW},
    {"airflow", READING_RESP, RESP_FLOW},
    {"flow", READING_RESP, RESP_FLOW},
    {"nasal", READING_RESP, RESP_FLOW},
    {"cannula", READING_RESP, RESP_FLOW},
    {"rr", READING_IBI, 0},
    {"rri", READING_IBI, 0},
    {"rrinterval", READING_IBI, 0},
    {"rrintervals", READING_IBI, 0},
    {"ibi", READING_IBI, 0},
    {"nn", READING_IBI, 0},
    {"nni", READING_IBI, 0},
    {"ppi", READING_IBI, 0},
    {"pp", READING_IBI, 0},
};

static const char *const ABOUT[] = {"quality", "status", "flag",  "flags", "event", "events", "marker",
                                    "rate",    "peak",   "peaks", "bpm",   "rpm",   "brpm",   "hr",
                                    "score",   "valid",  "count", "index", "label", "error",  "off"};
static const char *const FLOWS[] = {"nasal", "oral", "airflow", "flow", "cannula"};
static const char *const LEADS[] = {"i",  "ii", "iii", "mli", "mlii", "mliii", "avr", "avl", "avf",
                                    "v",  "v1", "v2",  "v3",  "v4",   "v5",    "v6",  "d3",  "cm5",
                                    "d1", "d2", "mv1", "mv2", "cm2",  "cc5",   "cm4", "ml5", "eci"};
enum { NAMES_N = sizeof NAMES / sizeof NAMES[0] };
#define N_OF(a) (sizeof(a) / sizeof(a)[0])

void channel_words(const char *name, size_t n, struct channel_words *out)
{
    memset(out, 0, sizeof *out);
    size_t at = 0;
    for (size_t i = 0; i <= n && out->n < CHANNEL_WORDS; i++) {
        char c = i < n ? name[i] : ' ';
        c = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (part && at + 1 < CHANNEL_WORD_N) {
            out->word[out->n][at++] = c;
        }
        if (!part && at > 0) {
            out->n++;
            at = 0;
        }
    }
    bool split = out->n >= 2 && out->word[0][1] == '\0' && strcmp(out->word[0], out->word[1]) == 0;
    if (split && strchr("rnp", out->word[0][0]) != NULL) { /* "R-R" */
        out->word[0][1] = out->word[0][0];
    }
}

static bool is_one_of(const char *word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(word, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool any_word_of(const struct channel_words *w, const char *const *words, size_t n)
{
    for (size_t i = 0; i < w->n; i++) {
        if (is_one_of(w->word[i], words, n)) {
            return true;
        }
    }
    return false;
}

bool channel_has_word(const struct channel_words *w, const char *word)
{
    return any_word_of(w, &word, 1);
}

static int rank_of_word(const char *word)
{
    for (int i = 0; i < NAMES_N; i++) {
        if (strcmp(word, NAMES[i].word) == 0) {
            return i;
        }
    }
    return -1;
}

static int rank_of(const struct channel_words *w)
{
    if (w->n == 0 || any_word_of(w, ABOUT, N_OF(ABOUT))) {
        return -1;
    }
    int rank = rank_of_word(w->word[0]);
    char bare[CHANNEL_WORD_N]; /* "ECG1" */
    memcpy(bare, w->word[0], sizeof bare);
    size_t n = strlen(bare);
    while (n > 0 && bare[n - 1] >= '0' && bare[n - 1] <= '9') {
        bare[--n] = '\0';
    }
    return rank >= 0 ? rank : rank_of_word(bare);
}

void channels_init(struct channels *c)
{
    memset(c, 0, sizeof *c);
    for (int k = 0; k < READING_KINDS; k++) {
        c->rank[k] = -1;
    }
}

void channels_note(char *note, size_t note_n, const char *words)
{
    size_t n = strlen(note);
    (void)snprintf(note + n, note_n - n, "%s%s", n == 0 ? "" : ", ", words);
}

static void pass_over(char *note, size_t note_n, const char *name)
{
    char words[CHANNEL_NAME_N + 16];
    (void)snprintf(words, sizeof words, "%s%s", note[0] == '\0' ? "passed over: " : "", name);
    channels_note(note, note_n, words);
}

static void take(struct channels *c, int rank, const struct channel_words *w, const char *name, uint16_t column,
                 char *note, size_t note_n)
{
    if (rank < 0) {
        pass_over(note, note_n, name);
        return;
    }
    uint8_t kind = NAMES[rank].kind;
    if (c->rank[kind] >= 0 && c->rank[kind] <= rank) {
        pass_over(note, note_n, name);
        return;
    }
    if (c->rank[kind] >= 0) {
        pass_over(note, note_n, c->name[kind]);
    }
    c->rank[kind] = rank;
    c->column[kind] = column;
    c->channel[kind] = NAMES[rank].channel;
    if (kind == READING_RESP && any_word_of(w, FLOWS, N_OF(FLOWS))) {
        c->channel[kind] = RESP_FLOW;
    }
    (void)snprintf(c->name[kind], sizeof c->name[kind], "%s", name);
}

/* What is shown of a name: no control characters, so that a note is one line. */
static void tidy(const char *name, size_t n, char out[CHANNEL_NAME_N])
{
    size_t k = 0;
    for (size_t i = 0; i < n && k + 1 < CHANNEL_NAME_N; i++) {
        char c = name[i];
        bool plain = c >= ' ' && c <= '~' && c != '"';
        if (plain && !(c == ' ' && k == 0)) {
            out[k++] = c;
        }
    }
    while (k > 0 && out[k - 1] == ' ') {
        k--;
    }
    out[k] = '\0';
}

void channels_offer(struct channels *c, const char *name, size_t n, uint16_t column, char *note, size_t note_n)
{
    char shown[CHANNEL_NAME_N];
    struct channel_words w;
    channel_words(name, n, &w);
    tidy(name, n, shown);
    if (shown[0] != '\0') {
        take(c, rank_of(&w), &w, shown, column, note, note_n);
    }
}

void channels_offer_lead(struct channels *c, const char *name, size_t n, uint16_t column, char *note, size_t note_n)
{
    struct channel_words w;
    channel_words(name, n, &w);
    char shown[CHANNEL_NAME_N];
    tidy(name, n, shown);
    bool lead = w.n > 0 && is_one_of(w.word[0], LEADS, N_OF(LEADS));
    take(c, lead ? 0 : rank_of(&w), &w, shown[0] != '\0' ? shown : "a nameless signal", column, note, note_n);
}

size_t channels_count(const struct channels *c)
{
    size_t n = 0;
    for (int k = 0; k < READING_KINDS; k++) {
        n += c->rank[k] >= 0 ? 1 : 0;
    }
    return n;
}

void channels_keep(const struct channels *c, struct recording_info *info)
{
    for (uint8_t k = 0; k < READING_KINDS && info->channels_n < RECORDING_CHANNELS_MAX; k++) {
        if (c->rank[k] >= 0) {
            info->channels[info->channels_n++] = (struct recording_channel){k, c->channel[k], c->column[k]};
        }
    }
}
