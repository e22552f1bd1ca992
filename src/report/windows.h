/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_WINDOWS_H
#define REPORT_WINDOWS_H

#include "report/analysis.h"
#include "signal/tachogram.h"

/**
 * What the live path tells in passing, for a whole recording: the corrected points go through a tachogram as they did
 * live, coherence is scored every 32 s, each breath is measured when its beats are known. Fills a->coherence,
 * a->breath. return   R_OK; R_MEM
 */
int windows_run(struct analysis *a, const struct tachogram_point *points, size_t n) MUST_USE;

#endif
