/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of several rates in the order of time. Places within a block are compared as fractions, so that equal moments
   stay equal whatever the rates. */
#include "formats/blocks.h"

#include <float.h>
#include <math.h>

static bool earlier(const struct block_channel *a, const struct block_channel *b)
{
    return (uint64_t)a->at * b->whole < (uint64_t)b->at * a->whole;
}

bool blocks_next(struct blocks *b, const struct recording_info *info, struct reading *out)
{
    struct block_channel *next = NULL;
    size_t index = 0;
    for (size_t i = 0; i < info->channels_n; i++) {
        struct block_channel *c = &b->channel[i];
        if (c->at < c->have && (next == NULL || earlier(c, next))) {
            next = c;
            index = i;
        }
    }
    if (next == NULL) {
        return false;
    }
    double v = next->values[next->at];
    bool missing = !(fabs(v) <= (double)FLT_MAX);
    *out = (struct reading){
        .t = usec_from_s(b->t_s + b->length_s * (double)next->at / (double)next->whole),
        .tick = next->given++,
        .value = missing ? 0.0F : (float)v,
        .kind = info->channels[index].kind,
        .channel = info->channels[index].channel,
        .flags = (uint8_t)(READING_EXACT | (missing ? READING_MISSING : 0)),
    };
    next->at++;
    return true;
}
