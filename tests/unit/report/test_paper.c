/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cairo.h>

#include "report/axes.h"
#include "report/page.h"
#include "report/panels.h"
#include "report/paper.h"

static const char FONTS[] = TEST_SOURCE_DIR "/assets/fonts";

/* --- recordings -------------------------------------------------------------------------------------------------- */

struct made {
    const struct reading *all;
    size_t n, at;
};

static int give(void *from, struct reading *out, size_t room, size_t *n)
{
    struct made *m = from;
    for (*n = 0; *n < room && m->at < m->n; (*n)++) {
        out[*n] = m->all[m->at++];
    }
    return m->at < m->n ? 1 : 0;
}

static void analyse(struct analysis *a, const struct reading *all, size_t n)
{
    const struct analysis_options how = {.correct = true};
    struct made m = {all, n, 0};
    const struct reading_source source = {give, &m};
    assert_int_equal(analysis_run(a, &source, &how), R_OK);
}

/* Intervals that swing at 0.25 Hz, one beat missed now and then; drift_ms: a swing of 100 s besides. */
static size_t drifting(struct reading *out, size_t n, double drift_ms)
{
    usec t = 0;
    for (size_t i = 0; i < n; i++) {
        double rr = 900.0 + 60.0 * sin(2.0 * 3.14159265358979 * 0.25 * usec_to_s(t)) + (double)(i * 7 % 5) +
                    drift_ms * sin(2.0 * 3.14159265358979 * 0.01 * usec_to_s(t));
        rr *= i % 97 == 50 ? 2.0 : 1.0;
        t += usec_from_s(rr * 1e-3);
        out[i] = (struct reading){.t = t, .value = (float)rr, .kind = READING_IBI, .flags = READING_EXACT};
    }
    return n;
}

static size_t intervals(struct reading *out, size_t n)
{
    return drifting(out, n, 0.0);
}

/* An ECG of narrow peaks on a wandering line. */
static size_t ecg(struct reading *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double t = (double)i / 250.0, phase = fmod(t, 0.8) - 0.4, v = exp(-phase * phase / (2.0 * 1e-4)) + 0.1 * sin(t);
        out[i] = (struct reading){.t = usec_from_s(t), .value = (float)v, .kind = READING_ECG, .flags = READING_EXACT};
    }
    return n;
}

enum { MOST = 30000 };

static struct paper paper_of(const struct analysis *a)
{
    return (struct paper){a, "night.csv", "RR intervals", "Welch", "", FONTS};
}

/* --- what is written --------------------------------------------------------------------------------------------- */

typedef int writer(const struct paper *p, FILE *to);

static char *written(const struct paper *p, writer *write, size_t *n)
{
    char *bytes = NULL;
    FILE *f = open_memstream(&bytes, n);
    assert_int_equal(write(p, f), R_OK);
    fclose(f);
    return bytes;
}

static void same_bytes_twice(void **state)
{
    (void)state;
    struct reading *all = malloc(MOST * sizeof *all);
    struct analysis a;
    analyse(&a, all, intervals(all, 500));
    const struct paper p = paper_of(&a);
    writer *const writers[] = {paper_write_png, paper_write_pdf, paper_write_pdf_picture};
    const char *const begins[] = {"\x89PNG\r\n\x1a\n", "%PDF-1.", "%PDF-1."};
    for (int i = 0; i < 3; i++) {
        size_t n = 0, m = 0;
        char *one = written(&p, writers[i], &n), *two = written(&p, writers[i], &m);
        assert_int_equal(n, m);
        assert_memory_equal(one, two, n);
        assert_memory_equal(one, begins[i], strlen(begins[i]));
        free(one);
        free(two);
    }
    analysis_free(&a);
    free(all);
}

static void another_recording_gives_other_bytes(void **state)
{
    (void)state;
    struct reading *all = malloc(MOST * sizeof *all);
    struct analysis a, b;
    size_t n = 0, m = 0;
    intervals(all, 500);
    analyse(&a, all, 500);
    analyse(&b, all, 499);
    const struct paper p = paper_of(&a), q = paper_of(&b);
    char *one = written(&p, paper_write_png, &n), *two = written(&q, paper_write_png, &m);
    assert_true(n != m || memcmp(one, two, n) != 0);
    free(one);
    free(two);
    analysis_free(&a);
    analysis_free(&b);
    free(all);
}

static void nothing_is_written_without_fonts(void **state)
{
    (void)state;
    struct analysis a;
    char *bytes = NULL;
    size_t n = 0;
    analyse(&a, NULL, 0);
    struct paper p = paper_of(&a);
    p.fonts = "/nowhere";
    FILE *f = open_memstream(&bytes, &n);
    assert_int_equal(paper_write_png(&p, f), R_IO);
    fclose(f);
    assert_int_equal(n, 0);
    free(bytes);
    analysis_free(&a);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    struct analysis a;
    FILE *f = fopen("/dev/full", "w");
    if (f == NULL) {
        skip();
    }
    setvbuf(f, NULL, _IONBF, 0);
    analyse(&a, NULL, 0);
    const struct paper p = paper_of(&a);
    assert_int_equal(paper_write_png(&p, f), R_IO);
    assert_int_equal(paper_write_pdf(&p, f), R_IO);
    fclose(f);
    analysis_free(&a);
}

/* --- what is drawn ----------------------------------------------------------------------------------------------- */

typedef void page(const struct pen *pen, const struct paper *p, double w);

/* Drawn on paper with a rim around it: the rim and the edge of the page stay white. */
static void assert_inside(const struct paper *p, page *draw, double w)
{
    struct pen pen;
    enum { RIM = 300 };
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)w + 2 * RIM, PAPER_H + 2 * RIM);
    cairo_t *cr = cairo_create(s);
    cairo_translate(cr, RIM, RIM);
    assert_int_equal(pen_open(&pen, cr, FONTS), R_OK);
    draw(&pen, p, w);
    pen_close(&pen);
    cairo_surface_flush(s);
    const uint8_t *pixels = cairo_image_surface_get_data(s);
    const int stride = cairo_image_surface_get_stride(s);
    size_t outside = 0, inside = 0;
    for (int row = 0; row < PAPER_H + 2 * RIM; row++) {
        for (int i = 0; i < (int)w + 2 * RIM; i++) {
            bool ink = pixels[(long)row * stride + 4L * i] != 255 || pixels[(long)row * stride + 4L * i + 2] != 255;
            bool in = row >= RIM + 8 && row < RIM + PAPER_H - 8 && i >= RIM + 8 && i < RIM + (int)w - 8;
            outside += ink && !in ? 1 : 0;
            inside += ink && in ? 1 : 0;
        }
    }
    assert_int_equal(outside, 0);
    assert_true(inside > 1000);
    cairo_destroy(cr);
    cairo_surface_destroy(s);
}

static void all_ink_is_on_the_page(void **state)
{
    (void)state;
    struct reading *all = malloc(MOST * sizeof *all);
    char name[600];
    memset(name, 'W', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (int i = 0; i < 5; i++) {
        struct analysis a;
        size_t n = i == 0   ? 0
                   : i == 1 ? intervals(all, 2)
                   : i == 2 ? intervals(all, 3000)
                   : i == 3 ? drifting(all, 1000, 250.0)
                            : ecg(all, 20000);
        analyse(&a, all, n);
        struct paper p = paper_of(&a);
        p.name = i % 2 == 0 ? name : "\xff\xc3 odd \xe2\x82 name\x01";
        assert_inside(&p, page_picture, PAPER_W);
        assert_inside(&p, page_picture, 1697.0);
        assert_inside(&p, page_table, 1697.0);
        analysis_free(&a);
    }
    free(all);
}

enum { PANEL_W = 800, PANEL_H = 400 };

/* Share of ink of about this colour in a field of the tachogram of these readings, per million. */
static long tachogram_ink(const struct reading *all, size_t n, double x0, double x1, int r, int g, int b)
{
    struct analysis a;
    struct pen pen;
    analyse(&a, all, n);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PANEL_W, PANEL_H);
    cairo_t *cr = cairo_create(s);
    const struct place panel = {0.0, 0.0, PANEL_W, PANEL_H}, in = axes_inside(&panel);
    assert_int_equal(pen_open(&pen, cr, FONTS), R_OK);
    pen_ink(&pen, INK_PAPER, 1.0);
    cairo_paint(cr);
    panel_tachogram(&pen, &panel, &a);
    pen_close(&pen);
    cairo_surface_flush(s);
    const uint8_t *pixels = cairo_image_surface_get_data(s);
    const int stride = cairo_image_surface_get_stride(s);
    long hits = 0, all_n = 0;
    for (long y = lround(in.y); y < lround(in.y + in.h) - 2; y++) {
        for (long x = lround(in.x + x0 * in.w); x < lround(in.x + x1 * in.w); x++) {
            const uint8_t *p = pixels + y * stride + 4 * x;
            hits += abs(p[2] - r) < 12 && abs(p[1] - g) < 12 && abs(p[0] - b) < 12 ? 1 : 0;
            all_n++;
        }
    }
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    analysis_free(&a);
    return hits * 1000000 / all_n;
}

static void corrected_intervals_carry_the_mark_of_their_kind(void **state)
{
    (void)state;
    struct reading *all = malloc(MOST * sizeof *all);
    intervals(all, 90);
    assert_true(tachogram_ink(all, 90, 0.0, 1.0, 213, 94, 0) > 50);      /* missed: vermilion */
    assert_int_equal(tachogram_ink(all, 45, 0.01, 1.0, 213, 94, 0), 0);  /* none yet */
    assert_int_equal(tachogram_ink(all, 90, 0.01, 1.0, 230, 159, 0), 0); /* no ectopic beat */
    free(all);
}

static void holes_stay_open(void **state)
{
    (void)state;
    struct reading *all = malloc(MOST * sizeof *all);
    for (size_t i = 0; i < 200; i++) {
        const usec t = (usec)(i + (i < 100 ? 1 : 51)) * USEC_PER_SEC; /* 50 s are missing in the middle */
        all[i] = (struct reading){.t = t, .value = 1000.0F, .kind = READING_IBI, .flags = READING_EXACT};
    }
    const double from = 105.0 / 250.0, to = 145.0 / 250.0;
    assert_true(tachogram_ink(all, 200, 0.02, from - 0.03, 255, 255, 255) < 1000000);
    assert_int_equal(tachogram_ink(all, 200, from, to, 255, 255, 255), 1000000);
    free(all);
}

static void bands_are_shaded_where_their_power_is(void **state)
{
    (void)state;
    struct reading *all = malloc(MOST * sizeof *all);
    struct analysis a;
    struct pen pen;
    analyse(&a, all, intervals(all, 1000));
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 800, 600);
    cairo_t *cr = cairo_create(s);
    const struct place panel = {0.0, 0.0, 800.0, 600.0};
    const struct axes x = {.at = axes_inside(&panel), .x1 = 0.5, .y1 = 1.0};
    assert_int_equal(pen_open(&pen, cr, FONTS), R_OK);
    pen_ink(&pen, INK_PAPER, 1.0);
    cairo_paint(cr);
    panel_spectrum(&pen, &panel, &a, "Welch");
    pen_close(&pen);
    cairo_surface_flush(s);
    const uint8_t *pixels = cairo_image_surface_get_data(s);
    const int stride = cairo_image_surface_get_stride(s);
    /* just above the axis: blue of HF under the peak at 0.25 Hz, white beyond 0.4 Hz; half way up: paler, no curve */
    const double hz[] = {0.25, 0.3, 0.45}, height[] = {0.02, 0.5, 0.5};
    int red[3], blue[3];
    for (int i = 0; i < 3; i++) {
        long px = lround(axes_x(&x, hz[i])), py = lround(axes_y(&x, height[i]));
        blue[i] = pixels[py * stride + 4 * px];
        red[i] = pixels[py * stride + 4 * px + 2];
    }
    assert_true(blue[0] - red[0] > 60);
    assert_in_range(blue[1] - red[1], 5, 40);
    assert_int_equal(red[2], 255);
    cairo_destroy(cr);
    cairo_surface_destroy(s);
    analysis_free(&a);
    free(all);
}

/* --- axes -------------------------------------------------------------------------------------------------------- */

static void steps_are_1_2_5(void **state)
{
    (void)state;
    const double range[] = {10.0, 11.0, 100.0, 0.5, 120.7, 7.0, 3e-4}, most[] = {10.0, 10.0, 5.0, 5.0, 12.0, 5.0, 4.0};
    const double want[] = {1.0, 2.0, 20.0, 0.1, 20.0, 2.0, 1e-4};
    for (size_t i = 0; i < sizeof range / sizeof range[0]; i++) {
        assert_true(fabs(axes_step(range[i], most[i]) / want[i] - 1.0) < 1e-9);
    }
}

static void numbers_have_the_places_of_their_step(void **state)
{
    (void)state;
    static const struct {
        double v, step;
        const char *words;
    } ROWS[] = {{0.30000000000000004, 0.1, "0.3"},
                {-1e-18, 0.5, "0.0"},
                {9999.0, 1.0, "9999"},
                {20000.0, 5000.0,
                 "20\xe2\x80\x89"
                 "000"},
                {1250000.0, 1.0,
                 "1\xe2\x80\x89"
                 "250\xe2\x80\x89"
                 "000"},
                {-0.5, 0.5,
                 "\xe2\x88\x92"
                 "0.5"},
                {1.5e-7, 5e-8, "1.5e-07"},
                {19999.9999, 1.0,
                 "20\xe2\x80\x89"
                 "000"}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char words[AXES_NUMBER_BYTES];
        axes_number(ROWS[i].v, ROWS[i].step, words);
        assert_string_equal(words, ROWS[i].words);
    }
}

/* Many points in one column keep their highest and lowest. */
static void a_dense_curve_keeps_its_outline(void **state)
{
    (void)state;
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 100, 100);
    cairo_t *cr = cairo_create(s);
    const struct pen pen = {.cr = cr};
    const struct axes x = {.at = {0.0, 0.0, 100.0, 100.0}, .x1 = 100000.0, .y1 = 100.0};
    struct curve c;
    double left = 0.0, top = 0.0, right = 0.0, bottom = 0.0;
    curve_begin(&c, &pen, &x);
    for (int i = 0; i < 100000; i++) {
        curve_to(&c, i, i == 50123 ? 97.0 : i == 70001 ? 3.0 : 50.0);
    }
    curve_break(&c);
    cairo_path_t *path = cairo_copy_path(cr);
    cairo_path_extents(cr, &left, &top, &right, &bottom);
    assert_true(path->num_data < 2 * 4 * 210);
    assert_true(fabs(top - 3.0) < 0.01 && fabs(bottom - 97.0) < 0.01);
    cairo_path_destroy(path);
    cairo_destroy(cr);
    cairo_surface_destroy(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bytes_twice),
        cmocka_unit_test(another_recording_gives_other_bytes),
        cmocka_unit_test(nothing_is_written_without_fonts),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(all_ink_is_on_the_page),
        cmocka_unit_test(corrected_intervals_carry_the_mark_of_their_kind),
        cmocka_unit_test(holes_stay_open),
        cmocka_unit_test(bands_are_shaded_where_their_power_is),
        cmocka_unit_test(steps_are_1_2_5),
        cmocka_unit_test(numbers_have_the_places_of_their_step),
        cmocka_unit_test(a_dense_curve_keeps_its_outline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
