/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten thousand seeded mutations of the shipped scripts: each is a practice that can be sat through, or mistakes with
   lines and reasons. A failure prints its seed. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "train/guide.h"
#include "train/practice_script.h"

enum { MUTATIONS = 10000, TEXT_MAX = 1 << 14, SCRIPTS_MAX = 40 };

static char scripts[SCRIPTS_MAX][TEXT_MAX], text[2 * TEXT_MAX];
static size_t lengths[SCRIPTS_MAX], scripts_n;

static void load(const char *language)
{
    char folder[512], path[1024];
    (void)snprintf(folder, sizeof folder, "%s/assets/practices/%s", TEST_SOURCE_DIR, language);
    DIR *dir = opendir(folder);
    for (struct dirent *d = dir != NULL ? readdir(dir) : NULL; d != NULL; d = readdir(dir)) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, d->d_name);
        FILE *f = d->d_name[0] != '.' && scripts_n < SCRIPTS_MAX ? fopen(path, "re") : NULL;
        if (f != NULL) {
            lengths[scripts_n] = fread(scripts[scripts_n], 1, TEXT_MAX, f);
            assert_true(lengths[scripts_n] < TEXT_MAX);
            scripts_n++;
            (void)fclose(f);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

static size_t below(struct rng *r, size_t n)
{
    return n == 0 ? 0 : (size_t)(rng_uniform(r) * (double)n) % n;
}

/* Bytes changed, pieces cut out, doubled, moved in from another script. */
static size_t mutate(struct rng *r, size_t n)
{
    for (size_t k = 1 + below(r, 4); k > 0 && n > 1; k--) {
        size_t at = below(r, n), length = 1 + below(r, n - at < 60 ? n - at : 60);
        const char *other = scripts[below(r, scripts_n)];
        switch (below(r, 5)) {
        case 0:
            text[at] = (char)below(r, 256);
            break;
        case 1:
            memmove(text + at, text + at + length, n - at - length);
            n -= length;
            break;
        case 2:
            memmove(text + at + length, text + at, n - at);
            n += length;
            break;
        case 3:
            memcpy(text + at, other + below(r, 400), length);
            break;
        default:
            n = at + 1; /* broken off */
            break;
        }
        n = n < TEXT_MAX ? n : TEXT_MAX;
    }
    return n;
}

static void sit_through(const struct practice *p)
{
    struct guide g;
    struct guide_said said;
    struct answer none = answer_none();
    guide_init(&g, p, 600 * USEC_PER_SEC);
    size_t spoken = 0;
    for (usec t = USEC_PER_SEC; t <= 600 * USEC_PER_SEC; t += USEC_PER_SEC) {
        struct guide_now now = {.practised = t,
                                .in = t % (10 * USEC_PER_SEC) == 0,
                                .out = t % (10 * USEC_PER_SEC) == 4 * USEC_PER_SEC,
                                .answer = &none};
        spoken += guide_advance(&g, &now, &said);
    }
    assert_true(spoken > 0);
}

static void a_practice_or_reasons(void **state)
{
    static struct practice p;
    static struct practice_mistakes m;
    size_t well = 0;
    (void)state;
    load("en");
    load("de");
    load("es");
    load("fr");
    assert_true(scripts_n >= 12);
    for (uint64_t seed = 1; seed <= MUTATIONS; seed++) {
        struct rng r;
        rng_init(&r, seed);
        size_t which = below(&r, scripts_n);
        memcpy(text, scripts[which], lengths[which]);
        size_t n = mutate(&r, lengths[which]);
        int result = practice_read(&p, text, n, &m);
        bool good = (result == R_OK && m.n == 0) || (result == R_DATA && m.n > 0);
        for (size_t i = 0; i < m.n && i < PRACTICE_MISTAKES_MAX; i++) {
            good = good && m.at[i].line > 0 && m.at[i].reason[0] != '\0';
        }
        if (!good) {
            fail_msg("seed %llu", (unsigned long long)seed);
        }
        if (result == R_OK) {
            well++;
            if (seed % 10 == 0) {
                sit_through(&p);
            }
        }
    }
    print_message("%zu of %d mutations are practices\n", well, MUTATIONS);
    assert_true(well > MUTATIONS / 20 && well < MUTATIONS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_practice_or_reasons)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
