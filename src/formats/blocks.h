/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FORMATS_BLOCKS_H
#define FORMATS_BLOCKS_H

#include "formats/inside.h"

/**
 * A stretch of a recording in which every channel has evenly spaced samples, its own number of them.
 *
 * t_s, length_s  Where the block begins, and what its whole number of samples spans
 * channel[i]     Of info.channels[i]: whole samples a block has, have of them are there, at: the next to give;
 *                given: of all blocks so far
 */
struct blocks {
    double t_s, length_s;
    struct block_channel {
        size_t whole, have, at;
        int64_t given;
        const double *values;
    } channel[RECORDING_CHANNELS_MAX];
};

/** The earliest sample not yet given, of the first of several channels; false: the block is used up. */
bool blocks_next(struct blocks *b, const struct recording_info *info, struct reading *out);

#endif
