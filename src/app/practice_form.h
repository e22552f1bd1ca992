/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PRACTICE_FORM_H
#define APP_PRACTICE_FORM_H

#include <stdio.h>

/** The form of practice scripts as text, for metta practice --help. */
void practice_form_help(FILE *f);

/** The same as a section of the manual page (mdoc). */
void practice_form_manual(FILE *f);

#endif
