/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the store is, and what day it is: two things that only the outside knows. */
#include "app/keep.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "app/paths.h"
#include "app/say.h"

int keep_open(struct store **out, const struct options *o)
{
    char usual[PATHS_N] = "", why[300] = "";
    if (o->db == NULL && !paths_store(usual, sizeof usual)) {
        say_error("no home folder is known; say with --db FILE where sessions are kept");
        return EXIT_STORE;
    }
    const char *path = o->db != NULL ? o->db : usual;
    int r = store_open(out, path, why, sizeof why);
    if (r != R_OK) {
        say_error("%s: %s; %s", path, why,
                  r == R_DATA ? "move it away, a new one will be made" : "check the folder, or name another with --db");
        return EXIT_STORE;
    }
    return EXIT_DONE;
}

int keep_tell(const struct options *o, int64_t session, const struct store_told *told)
{
    struct store *store = NULL;
    if (isnan(told->calm_before) && isnan(told->calm_after) && told->line[0] == '\0') {
        return EXIT_DONE;
    }
    int code = keep_open(&store, o);
    if (code == EXIT_DONE && store_tell(store, session, told) != R_OK) {
        say_error("what you told could not be kept: %s", store_why(store));
        code = EXIT_STORE;
    }
    store_close(store);
    return code;
}

void keep_now(char *out, size_t n)
{
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) == NULL || strftime(out, n, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) {
        (void)snprintf(out, n, "1970-01-01T00:00:00Z");
    }
}
