/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pixels into a PNG file.
 *
 * Invariants
 *  1. A file that exists after the call is whole.
 *  2. The same pixels give the same bytes: no time and no name is stored inside.
 */
#include "report/picture.h"

#include <cairo.h>
#include <errno.h>
#include <stdio.h>

#include "report/pen.h"

enum { PICTURE_SIDE_MAX = 16384 };

static void fill(cairo_surface_t *s, const uint8_t *rgba, int w, int h)
{
    uint8_t *to = cairo_image_surface_get_data(s);
    const int stride = cairo_image_surface_get_stride(s);
    for (int y = 0; y < h; y++) {
        uint32_t *row = (uint32_t *)(void *)(to + (long)y * stride);
        for (int x = 0; x < w; x++, rgba += 4) {
            row[x] = (uint32_t)rgba[0] << 16 | (uint32_t)rgba[1] << 8 | rgba[2];
        }
    }
    cairo_surface_mark_dirty(s);
}

static int write_surface(cairo_surface_t *s, const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file) {
        return R_IO;
    }
    errno = 0;
    const cairo_status_t st = cairo_surface_write_to_png_stream(s, pen_to_file, file);
    int why = errno;
    if (fclose(file) != 0) {
        why = errno;
    } else if (st == CAIRO_STATUS_SUCCESS) {
        return R_OK;
    }
    remove(path);
    errno = why ? why : EIO;
    return st == CAIRO_STATUS_NO_MEMORY ? R_MEM : R_IO;
}

int picture_write_png(const char *path, const uint8_t *rgba, int w, int h)
{
    if (w < 1 || h < 1 || w > PICTURE_SIDE_MAX || h > PICTURE_SIDE_MAX) {
        return R_ARG;
    }
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
    int rc = R_MEM;
    if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS) {
        cairo_surface_flush(s);
        fill(s, rgba, w, h);
        rc = write_surface(s, path);
    }
    cairo_surface_destroy(s);
    return rc;
}
