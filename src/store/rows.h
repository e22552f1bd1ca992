/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

/* Inside of the store: shared by its files only. */
#include <sqlite3.h>
#include <stdbool.h>

#include "store/store.h"

enum store_statement {
    STORE_PROFILE,
    STORE_SESSION,
    STORE_PAIR,
    STORE_SECOND,
    STORE_FINISH,
    STORE_BEAT,
    STORE_BREATH,
    STORE_PACE,
    STORE_STATE,
    STORE_GAP,
    STORE_CONTACT,
    STORE_SUMMARY,
    STORE_ANSWER,
    STORE_LIMIT,
    STORE_STATEMENTS
};

/* open: a transaction is open */
struct store {
    sqlite3 *db;
    bool open;
    sqlite3_stmt *statements[STORE_STATEMENTS];
    char why[256];
};

/** A code of SQLite as a result; keeps its text behind `what` for store_why. */
int store_result(struct store *s, int rc, const char *what) MUST_USE;

#endif
