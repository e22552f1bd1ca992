/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef REPORT_PANELS_H
#define REPORT_PANELS_H

#include "report/analysis.h"
#include "report/axes.h"

/* The panels of the page: each draws itself into a place, or says in one line why it cannot. */

/** RR intervals over time; corrected ones carry the mark of their kind, holes stay open. */
void panel_tachogram(const struct pen *p, const struct place *at, const struct analysis *a);

/** Density from 0 to 0.5 Hz, its bands with their powers, its highest peak above VLF. method: how it was made */
void panel_spectrum(const struct pen *p, const struct place *at, const struct analysis *a, const char *method);

/** Each interval over the one before, equal axes, the ellipse of SD1 and SD2. Only measured neighbours. */
void panel_poincare(const struct pen *p, const struct place *at, const struct analysis *a);

/** How often intervals are how long, in the bins of the triangular index. */
void panel_histogram(const struct pen *p, const struct place *at, const struct analysis *a);

/** Ten seconds of the wave with the beats found in it. */
void panel_wave(const struct pen *p, const struct place *at, const struct analysis *a);

/** The breathing as recorded, with the starts of its in-breaths; holes stay open. */
void panel_breathing(const struct pen *p, const struct place *at, const struct analysis *a);

/** There is breathing to show. */
bool panel_has_breathing(const struct analysis *a);

/** There is a wave to show. */
bool panel_has_wave(const struct analysis *a);

#endif
