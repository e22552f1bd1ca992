/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHOT_QOI_H
#define SHOT_QOI_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * Reference pictures as QOI files, opaque RGB: small, lossless, opened by common viewers, and read back without a
 * picture library. Source: Szablewski 2021, The Quite OK Image Format specification 1.0, qoiformat.org.
 */

enum { QOI_INDEX = 0x00, QOI_DIFF = 0x40, QOI_LUMA = 0x80, QOI_RUN = 0xc0, QOI_RGB = 0xfe };

static inline int qoi_slot(const uint8_t *p)
{
    return (p[0] * 3 + p[1] * 5 + p[2] * 7 + 255 * 11) % 64;
}

static inline void qoi_put_big(FILE *f, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        fputc((int)((v >> shift) & 255U), f);
}

static inline void qoi_put_pixel(FILE *f, const uint8_t *p, const uint8_t *was)
{
    const int dr = (int8_t)(uint8_t)(p[0] - was[0]), dg = (int8_t)(uint8_t)(p[1] - was[1]);
    const int db = (int8_t)(uint8_t)(p[2] - was[2]);
    if (dr >= -2 && dr <= 1 && dg >= -2 && dg <= 1 && db >= -2 && db <= 1) {
        fputc(QOI_DIFF | (dr + 2) << 4 | (dg + 2) << 2 | (db + 2), f);
    } else if (dg >= -32 && dg <= 31 && dr - dg >= -8 && dr - dg <= 7 && db - dg >= -8 && db - dg <= 7) {
        fputc(QOI_LUMA | (dg + 32), f);
        fputc((dr - dg + 8) << 4 | (db - dg + 8), f);
    } else {
        fputc(QOI_RGB, f);
        fwrite(p, 1, 3, f);
    }
}

/* rgba as drawn; opacity is dropped. return 0, or -1 with errno */
static inline int qoi_write(const char *path, const uint8_t *rgba, int w, int h)
{
    static const uint8_t end[8] = {0, 0, 0, 0, 0, 0, 0, 1};
    uint8_t seen[64][3], was[3] = {0, 0, 0};
    memset(seen, 0, sizeof seen);
    FILE *f = fopen(path, "wb");
    if (!f)
        return -1;
    fputs("qoif", f);
    qoi_put_big(f, (uint32_t)w);
    qoi_put_big(f, (uint32_t)h);
    fputc(3, f);
    fputc(0, f);
    int run = 0;
    for (long i = 0; i < (long)w * h; i++) {
        const uint8_t *p = &rgba[4 * i];
        const int same = memcmp(p, was, 3) == 0;
        run += same;
        if (run && (!same || run == 62 || i + 1 == (long)w * h)) {
            fputc(QOI_RUN | (run - 1), f);
            run = 0;
        }
        if (!same) {
            const int slot = qoi_slot(p);
            /* The table begins as zeros: an index may not be used for a colour that was never put there. */
            if (memcmp(seen[slot], p, 3) == 0 && (p[0] || p[1] || p[2]))
                fputc(QOI_INDEX | slot, f);
            else
                qoi_put_pixel(f, p, was);
            memcpy(seen[slot], p, 3);
        }
        memcpy(was, p, 3);
    }
    fwrite(end, 1, sizeof end, f);
    return fclose(f);
}

static inline int qoi_get_pixel(FILE *f, int tag, uint8_t *p, uint8_t seen[64][3])
{
    if (tag == QOI_RGB)
        return fread(p, 1, 3, f) == 3 ? 0 : -1;
    if ((tag & 0xc0) == QOI_INDEX) {
        memcpy(p, seen[tag & 63], 3);
    } else if ((tag & 0xc0) == QOI_DIFF) {
        p[0] = (uint8_t)(p[0] + (tag >> 4 & 3) - 2);
        p[1] = (uint8_t)(p[1] + (tag >> 2 & 3) - 2);
        p[2] = (uint8_t)(p[2] + (tag & 3) - 2);
    } else {
        const int more = fgetc(f), dg = (tag & 63) - 32;
        if (more == EOF)
            return -1;
        p[0] = (uint8_t)(p[0] + dg + (more >> 4) - 8);
        p[1] = (uint8_t)(p[1] + dg);
        p[2] = (uint8_t)(p[2] + dg + (more & 15) - 8);
    }
    return 0;
}

/* Reads what qoi_write wrote, of exactly this size. return 0, or -1: no such file, or not that */
static inline int qoi_read(const char *path, uint8_t *rgba, int w, int h)
{
    uint8_t seen[64][3], p[3] = {0, 0, 0}, head[14];
    memset(seen, 0, sizeof seen);
    FILE *f = fopen(path, "rb");
    if (!f)
        return -1;
    int rc = fread(head, 1, sizeof head, f) == sizeof head && memcmp(head, "qoif", 4) == 0 &&
                     head[6] * 256 + head[7] == w && head[10] * 256 + head[11] == h
                 ? 0
                 : -1;
    for (long i = 0; i < (long)w * h && rc == 0;) {
        const int tag = fgetc(f);
        int run = 1;
        if (tag == EOF)
            rc = -1;
        else if ((tag & 0xc0) == QOI_RUN && tag != QOI_RGB)
            run = (tag & 63) + 1;
        else
            rc = qoi_get_pixel(f, tag, p, seen);
        memcpy(seen[qoi_slot(p)], p, 3);
        for (; run > 0 && rc == 0 && i < (long)w * h; run--, i++) {
            memcpy(&rgba[4 * i], p, 3);
            rgba[4 * i + 3] = 255;
        }
    }
    fclose(f);
    return rc;
}

#endif
