/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

/** schema_steps[v] brings a file from version v to v + 1. STORE_SCHEMA of them. */
extern const char *const schema_steps[];

#endif
