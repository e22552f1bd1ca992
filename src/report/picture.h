/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include <stdint.h>

#include "base/result.h"

/**
 * Writes a picture as PNG.
 *
 * path     File to make or replace
 * rgba     w * h * 4 bytes, top row first; opacity is taken as full
 * return   R_OK; R_ARG sizes (1..16384); R_MEM; R_IO, errno says why. A half written file is removed.
 *
 * Thread   Any.
 */
int picture_write_png(const char *path, const uint8_t *rgba, int w, int h) MUST_USE;

#endif
