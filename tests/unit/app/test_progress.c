/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions fall on their days and weeks; sentences say what the figures do; learning cards come apart. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "app/learn.h"
#include "app/progress.h"

static struct screen_progress g;
static char words[PROGRESS_SENTENCES][PROGRESS_SENTENCE_N];

/* 2026-11-26 is a Thursday: its week begins on the 23rd, the first of eight on 5 October. */
static const char NOW[] = "2026-11-26T12:00:00Z";

static struct store_row row(const char *started, double minutes, double before, double after, double share)
{
    return (struct store_row){.started = started,
                              .profile = "default",
                              .minutes = minutes,
                              .scored_minutes = 0.9 * minutes,
                              .calm_before = before,
                              .calm_after = after,
                              .peak_share_mean = share};
}

static void test_days(void **state)
{
    (void)state;
    assert_int_equal(progress_time("1970-01-02T00:00:01Z"), 86401);
    assert_int_equal(progress_time("2026-11-26T12:00:00Z"), 1795694400);
    assert_int_equal(progress_time("yesterday"), -1);
    struct progress_build *b = progress_begin(&g, "default", progress_time(NOW));
    const double none = (double)NAN;
    struct store_row rows[] = {
        row("2026-10-04T23:59:00Z", 5, 1, 1, 0.1),  row("2026-10-05T06:00:00Z", 5, none, none, none),
        row("2026-11-24T06:00:00Z", 10, 3, 6, 0.5), row("2026-11-24T20:00:00Z", 4, 3, 6, 0.5),
        row("2026-11-25T20:00:00Z", 7, 3, 6, 0.5),  row("2026-11-25T20:00:00Z", 7, 3, 6, 0.5)};
    rows[4].simulated = true;
    rows[5].profile = "Ana";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_true(progress_add(b, &rows[i]));
    progress_finish(b);
    assert_int_equal(g.n, 3);
    assert_true(g.day_minutes[0] == 5.0F && g.day_minutes[50] == 14.0F && g.day_minutes[51] == 0.0F);
    assert_true(g.day_minutes[52] == 0.0F && g.day_minutes[53] < 0.0F && g.day_minutes[55] < 0.0F);
    assert_true(g.week_minutes[0] == 5.0F && g.week_minutes[7] == 14.0F);
    assert_true(fabsf(g.week_scored[7] - 12.6F) < 1e-4F);
    assert_true(isnan(g.session[0].share));
    assert_int_equal(g.share.n, 0); /* no line through so few */
    progress_words(&g, words, sizeof words[0], NULL);
    assert_string_equal(g.sentence, "You sat on 2 days, 19 minutes in all. Each one counts.");
    assert_string_equal(g.calm_note, "Tell how calm you feel, and it shows here.");
    assert_string_equal(g.share_note, "A trend can be told from eight sessions on.");
}

static void fill(double slope, double noise, double gain)
{
    struct progress_build *b = progress_begin(&g, "default", progress_time(NOW));
    for (int i = 0; i < 40; i++) {
        char started[32];
        snprintf(started, sizeof started, "2026-%02d-%02dT08:00:00Z", 10 + (i + 4) / 31, (i + 4) % 31 + 1);
        const double wave = noise * ((i * 7) % 5 - 2);
        const struct store_row r = row(started, 10, 4, 4 + gain, 0.4 + slope * i + wave);
        (void)progress_add(b, &r);
    }
    progress_finish(b);
    progress_words(&g, words, sizeof words[0], NULL);
}

static void test_sentences(void **state)
{
    (void)state;
    fill(0.0, 0.05, 2.0);
    assert_int_equal(g.share.n, g.n);
    assert_string_equal(g.share_note, "No clear trend yet.");
    assert_string_equal(g.calm_note, "Calmer afterwards by about 2 points, most times.");
    fill(0.005, 0.02, 0.0);
    assert_true(strncmp(g.share_note, "Rising, by ", 11) == 0);
    assert_string_equal(g.calm_note, "Before and after are about alike so far.");
    fill(-0.005, 0.02, 1.0);
    assert_true(strncmp(g.share_note, "Lower than before, by ", 22) == 0);
    assert_string_equal(g.calm_note, "Calmer afterwards by about 1 point, most times.");
    struct progress_build *b = progress_begin(&g, "default", progress_time(NOW));
    progress_finish(b);
    progress_words(&g, words, sizeof words[0], NULL);
    assert_string_equal(g.sentence, "Your sessions will show here.");
}

static void test_card(void **state)
{
    (void)state;
    struct screen_card c;
    char text[] = "<!-- licence -->\n# When to stop\n\nWhenever\nyou like.  \r\n\n\nIt counts.\nSource: none.\n";
    assert_true(learn_card(text, &c));
    assert_string_equal(c.title, "When to stop");
    assert_int_equal(c.n, 2);
    assert_string_equal(c.paragraph[0], "Whenever you like.");
    assert_string_equal(c.paragraph[1], "It counts.");
    assert_string_equal(c.source[1], "Source: none.");
    assert_null(c.source[0]);
    char empty[] = "", title[] = "# Only a title", none[] = "words\n\nwords\n";
    assert_false(learn_card(empty, &c));
    assert_false(learn_card(title, &c));
    assert_false(learn_card(none, &c));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    tzset();
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_days), cmocka_unit_test(test_sentences),
                                       cmocka_unit_test(test_card)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
