/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draw list on paper: every kind of shape is where and as the list says, blending holds, the same list gives the same
   bytes in every form, and what cannot be written is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo.h>
#include <cmocka.h>

#include "report/print.h"

#define FONTS TEST_SOURCE_DIR "/assets/fonts"

enum { W = 200, H = 100 };

static struct list list;
static char one[2000000], two[2000000];

static size_t print(uint8_t form, char *out, size_t cap)
{
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_int_equal(print_list(&list, form, FONTS, f), R_OK);
    const size_t n = (size_t)ftell(f);
    assert_true(n < cap);
    rewind(f);
    assert_int_equal(fread(out, 1, n, f), n);
    fclose(f);
    out[n] = '\0';
    return n;
}

struct source {
    const char *bytes;
    size_t n, at;
};

static cairo_status_t read_bytes(void *closure, unsigned char *out, unsigned n)
{
    struct source *s = closure;
    if (s->at + n > s->n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, s->bytes + s->at, n);
    s->at += n;
    return CAIRO_STATUS_SUCCESS;
}

/* The list as pixels; 0xrrggbb of one of them by at(). */
static cairo_surface_t *drawn(void)
{
    struct source s = {one, print(PRINT_PNG, one, sizeof one), 0};
    cairo_surface_t *p = cairo_image_surface_create_from_png_stream(read_bytes, &s);
    assert_int_equal(cairo_image_surface_get_width(p), list.width);
    assert_int_equal(cairo_image_surface_get_height(p), list.height);
    return p;
}

static unsigned at(cairo_surface_t *p, int x, int y)
{
    const unsigned char *row = cairo_image_surface_get_data(p) + (long)y * cairo_image_surface_get_stride(p);
    return (unsigned)row[4 * x + 2] << 16 | (unsigned)row[4 * x + 1] << 8 | (unsigned)row[4 * x];
}

static bool near(unsigned got, unsigned want)
{
    for (int shift = 0; shift < 24; shift += 8) {
        if (abs((int)(got >> shift & 255U) - (int)(want >> shift & 255U)) > 3)
            return false;
    }
    return true;
}

static struct colour with(uint32_t rgb, float opacity)
{
    struct colour c = colour_hex(rgb);
    c.a = opacity;
    return c;
}

static void on_black(void)
{
    list_clear(&list, W, H);
    list_add_box(&list, &(struct list_box){.x = -2, .y = -2, .w = W + 4, .h = H + 4, .fill = colour_hex(0)});
}

static void test_shapes(void **state)
{
    (void)state;
    const struct colour red = colour_hex(0xc04030), blue = colour_hex(0x3040c0);
    const struct list_point up[2] = {{100, 50}, {200, 50}}, low[2] = {{100, 100}, {200, 100}};
    on_black();
    list_add_disc(&list, BLEND_NORMAL, &(struct list_disc){20, 20, 10, 1, red, red});
    list_add_glow(&list, BLEND_NORMAL, &(struct list_glow){60, 20, 16, colour_hex(0x808080)});
    list_add_arc(&list, &(struct list_arc){.x = 20,
                                           .y = 60,
                                           .radius = 15,
                                           .width = 6,
                                           .soft = 1,
                                           .from_rad = 0,
                                           .to_rad = 3.14159265F,
                                           .from = blue,
                                           .to = blue});
    /* To the right, from (60, 60). */
    list_add_petal(&list, BLEND_NORMAL,
                   &(struct list_petal){.x = 60,
                                        .y = 60,
                                        .angle_rad = 1.5707963F,
                                        .length = 30,
                                        .half = 6,
                                        .belly = 0.5F,
                                        .soft = 1,
                                        .base = red,
                                        .tip = blue});
    list_add_area(&list, &(struct list_area){.reach = 50, .soft = 1, .opacity = 1, .crest = red, .foot = blue}, up, low,
                  2);
    cairo_surface_t *p = drawn();
    assert_true(near(at(p, 20, 20), 0xc04030) && near(at(p, 20, 34), 0));
    assert_true(near(at(p, 60, 20), 0x808080) && near(at(p, 60, 38), 0));
    assert_true(near(at(p, 35, 60), 0x3040c0) && near(at(p, 5, 60), 0) && near(at(p, 20, 60), 0));
    const unsigned base = at(p, 65, 60), tip = at(p, 85, 60);
    assert_true((base >> 16) > (base & 255U) + 40 && (tip & 255U) > (tip >> 16) + 40);
    assert_true(at(p, 75, 64) != 0 && near(at(p, 75, 70), 0) && near(at(p, 55, 60), 0) && near(at(p, 92, 60), 0));
    assert_true(near(at(p, 150, 50), 0xc04030) && near(at(p, 150, 99), 0x3040c0) && near(at(p, 150, 47), 0));
    cairo_surface_destroy(p);
}

/* Screen: 1 - (1 - a)(1 - b). Multiply: a b. */
static void test_blending(void **state)
{
    (void)state;
    const struct colour half = colour_hex(0x808080), full = with(0x808080, 1.0F);
    on_black();
    list_add_box(&list, &(struct list_box){.w = W, .h = H, .fill = half});
    list_add_disc(&list, BLEND_SCREEN, &(struct list_disc){50, 50, 20, 1, full, full});
    list_add_disc(&list, BLEND_MULTIPLY, &(struct list_disc){150, 50, 20, 1, full, full});
    cairo_surface_t *p = drawn();
    assert_true(near(at(p, 50, 50), 0xc0c0c0));
    assert_true(near(at(p, 150, 50), 0x404040));
    assert_true(near(at(p, 100, 50), 0x808080));
    cairo_surface_destroy(p);
}

static int lit(cairo_surface_t *p, int x0, int x1)
{
    int n = 0;
    for (int y = 0; y < H; y++) {
        for (int x = x0; x < x1; x++)
            n += at(p, x, y) > 0x606060;
    }
    return n;
}

static void test_words(void **state)
{
    (void)state;
    on_black();
    list_add_text(
        &list, &(struct list_text){.x = 100, .y = 60, .size = 34, .align = ALIGN_RIGHT, .colour = colour_hex(0xffffff)},
        "bre");
    cairo_surface_t *p = drawn();
    assert_true(lit(p, 30, 100) > 100);
    assert_int_equal(lit(p, 102, W), 0);
    cairo_surface_destroy(p);
}

static void test_forms(void **state)
{
    (void)state;
    static const char *const begins[] = {"%PDF-1.", "<?xml", "\x89PNG"};
    on_black();
    list_add_ground(&list, &(struct list_ground){
                               {colour_hex(0x0b1424), colour_hex(0x132338), colour_hex(0x17324a)}, 0.5F, 0.2F, 1.0F});
    list_add_glow(&list, BLEND_SCREEN, &(struct list_glow){60, 20, 16, with(0x808080, 0.5F)});
    list_add_text(&list, &(struct list_text){.x = 10, .y = 60, .size = 20, .colour = colour_hex(0xffffff)}, "ease");
    for (uint8_t form = PRINT_PDF; form <= PRINT_PNG; form++) {
        const size_t n = print(form, one, sizeof one);
        assert_memory_equal(one, begins[form], strlen(begins[form]));
        assert_int_equal(print(form, two, sizeof two), n);
        /* Numbers that Cairo gives to its parts go on counting from one SVG to the next. */
        if (form != PRINT_SVG)
            assert_memory_equal(one, two, n);
    }
}

static void test_refusals(void **state)
{
    (void)state;
    FILE *f = tmpfile(), *full = fopen("/dev/full", "wb");
    assert_non_null(f);
    list_clear(&list, 0, 10);
    assert_int_equal(print_list(&list, PRINT_PDF, FONTS, f), R_ARG);
    on_black();
    assert_int_equal(print_list(&list, PRINT_PDF, "/nowhere", f), R_IO);
    if (full) {
        setvbuf(full, NULL, _IONBF, 0);
        assert_int_equal(print_list(&list, PRINT_PDF, FONTS, full), R_IO);
        assert_int_equal(print_list(&list, PRINT_PNG, FONTS, full), R_IO);
        fclose(full);
    }
    fclose(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes), cmocka_unit_test(test_blending), cmocka_unit_test(test_words),
        cmocka_unit_test(test_forms),  cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
