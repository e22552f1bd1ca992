/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each scene promises: the garden only grows, circles only come on, a noted thought sends one leaf, the thread
   ends at both rims, the plain ring stands still, and steadiness adds without its lack taking anything away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scene/layout.h"
#include "scene/scene.h"
#include "shot/judge.h"
#include "shot/play.h"

#define DT_S (1.0F / 30.0F)

static struct list list, other;

struct sit {
    struct scene_state s;
    struct play p;
    struct scene_input in;
    double t_s;
};

static void sit_init(struct sit *x, float steadiness)
{
    memset(x, 0, sizeof *x);
    play_init(&x->p, 6.0F, steadiness);
    scene_init(&x->s, 11);
    x->in = (struct scene_input){.view = &x->p.view, .dt_s = DT_S, .width = 1280, .height = 720, .scale = 1.0F};
}

static void sit_on(struct sit *x, const char *scene, double seconds, struct list *out)
{
    for (const double until = x->t_s + seconds; x->t_s < until; x->t_s += (double)DT_S) {
        play_to(&x->p, x->t_s);
        x->p.view.bodies = 2;
        x->p.view.body[1] = x->p.view.body[0];
        assert_int_equal(scene_build(scene_find(scene), &x->s, &x->in, out), R_OK);
    }
}

static int count(const struct list *l, uint8_t kind)
{
    int n = 0;
    for (uint16_t i = 0; i < l->n; i++)
        n += l->items[i].kind == kind;
    return n;
}

/* Length of all petals of the still part: leaves and blooms of the garden. */
static double foliage(const struct list *l)
{
    double sum = 0.0;
    for (uint16_t i = 0; i < l->still_n; i++)
        sum += l->items[i].kind == LIST_PETAL ? (double)l->items[i].petal.length : 0.0;
    return sum;
}

static void test_garden_grows(void **state)
{
    (void)state;
    double was = -1.0;
    uint16_t items = 0;
    for (float minutes = 0.0F; minutes < 4000.0F; minutes += minutes < 100.0F ? 5.0F : 150.0F) {
        struct sit x;
        sit_init(&x, 0.5F);
        x.in.practised_min = minutes;
        sit_on(&x, "garden", 0.1, &list);
        assert_true(foliage(&list) >= was && list.still_n >= items);
        was = foliage(&list);
        items = list.still_n;
    }
    assert_false(list.full);
    /* After one session of ten minutes there is something; after a hundred hours no more than fits. */
    struct sit x;
    sit_init(&x, 0.5F);
    sit_on(&x, "garden", 0.1, &list);
    assert_true(foliage(&list) == 0.0);
    x.in.practised_min = 10.0F;
    sit_on(&x, "garden", 0.1, &list);
    assert_true(foliage(&list) > 0.0);
    uint16_t most = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        sit_init(&x, 1.0F);
        scene_init(&x.s, seed);
        x.in.practised_min = 1e6F;
        sit_on(&x, "garden", 0.1, &list);
        most = list.n > most ? list.n : most;
    }
    printf("the fullest of 60 gardens has %u shapes\n", most);
    assert_true(most < LIST_ITEMS_MAX * 9 / 10);
}

/* Another seed is another garden of as many plants; the same one is the same. */
static void test_garden_seed(void **state)
{
    (void)state;
    static char one[400000], two[400000];
    for (int k = 0; k < 2; k++) {
        struct sit x;
        sit_init(&x, 0.5F);
        scene_init(&x.s, k ? 12 : 11);
        x.in.practised_min = 500.0F;
        sit_on(&x, "garden", 0.1, k ? &other : &list);
    }
    list_print(&list, one, sizeof one);
    list_print(&other, two, sizeof two);
    assert_string_not_equal(one, two);
    struct sit x;
    sit_init(&x, 0.5F);
    x.in.practised_min = 500.0F;
    sit_on(&x, "garden", 0.1, &other);
    list_print(&other, two, sizeof two);
    assert_string_equal(one, two);
}

/* Light of all areas: lanterns that are lit have an area with full opacity. */
static float lit(const struct list *l)
{
    float sum = 0.0F;
    for (uint16_t i = l->still_n; i < l->n; i++)
        sum += l->items[i].kind == LIST_AREA ? l->items[i].area.opacity : 0.0F;
    return sum;
}

static void test_circles(void **state)
{
    (void)state;
    float was = 0.0F;
    for (uint8_t circle = 1; circle <= SCENE_CIRCLES; circle++) {
        struct sit x;
        sit_init(&x, 0.8F);
        x.in.circle = circle;
        sit_on(&x, "lantern", 5.0, &list);
        assert_true(lit(&list) >= was);
        was = lit(&list);
    }
    /* Steps of a practice widen it too, slowly: no light jumps on. */
    struct sit x;
    sit_init(&x, 0.8F);
    x.p.view.guide.steps = 7;
    x.p.view.guide.step_number = 1;
    sit_on(&x, "lantern", 5.0, &list);
    assert_true(fabsf(x.s.circle - 1.0F) < 0.01F);
    x.p.view.guide.step_number = 7;
    sit_on(&x, "lantern", 1.0, &list);
    assert_true(x.s.circle < 1.6F);
    sit_on(&x, "lantern", 90.0, &list);
    assert_true(x.s.circle > 5.9F);
}

static void test_leaf(void **state)
{
    (void)state;
    struct sit x;
    sit_init(&x, 0.8F);
    sit_on(&x, "leaves", 4.0, &list);
    const int passing = count(&list, LIST_LINE);
    x.p.view.guide.noted = 1;
    sit_on(&x, "leaves", 1.0, &list);
    assert_int_equal(count(&list, LIST_LINE), passing + 1);
    assert_int_equal(x.s.leaves, 1);
    /* It goes; the others stay as they were. More notes than there is room for take the oldest leaves' places. */
    sit_on(&x, "leaves", 60.0, &list);
    assert_int_equal(count(&list, LIST_LINE), passing);
    for (uint32_t i = 0; i < 40; i++) {
        x.p.view.guide.noted++;
        sit_on(&x, "leaves", 0.2, &list);
    }
    assert_true(count(&list, LIST_LINE) <= passing + SCENE_LEAVES);
    /* A new session begins to count anew, and sends nothing by that. */
    x.p.view.guide.noted = 0;
    sit_on(&x, "leaves", 0.2, &list);
    assert_int_equal(x.s.leaves, 41);
}

/* The first two discs of "two" that follow a light's halo are its bodies: the thread begins and ends on their rims. */
static void test_thread(void **state)
{
    (void)state;
    struct sit x;
    sit_init(&x, 0.8F);
    for (int portrait = 0; portrait < 2; portrait++) {
        x.in.width = portrait ? 720 : 1280;
        x.in.height = portrait ? 1280 : 720;
        x.in.reduced_motion = true; /* no motes: then the bodies are the only discs before the thread */
        sit_on(&x, "two", 6.0, &list);
        struct list_disc body[2];
        int bodies = 0, threads = 0;
        for (uint16_t i = 0; i < list.n; i++) {
            const struct list_item *item = &list.items[i];
            if (item->kind == LIST_DISC && bodies < 2)
                body[bodies++] = item->disc;
            if (item->kind != LIST_LINE)
                continue;
            const struct list_point *p = &list.points[item->line.first];
            const struct list_point q = p[item->line.n - 1];
            threads++;
            assert_true(fabsf(hypotf(p->x - body[0].x, p->y - body[0].y) - body[0].radius) < 0.5F);
            assert_true(fabsf(hypotf(q.x - body[1].x, q.y - body[1].y) - body[1].radius) < 0.5F);
        }
        assert_true(threads >= 2);
        assert_true(portrait ? fabsf(body[0].x - body[1].x) < 0.5F : fabsf(body[0].y - body[1].y) < 0.5F);
    }
}

static void test_together(void **state)
{
    (void)state;
    struct sit x;
    sit_init(&x, 0.8F);
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 30 * 60; i++) {
            play_to(&x.p, i * (double)DT_S);
            x.p.view.bodies = 2;
            x.p.view.body[1] = x.p.view.body[0];
            x.p.view.body[0].breath_lung = x.p.view.pace_lung;
            x.p.view.body[1].breath_lung = k ? 1.0F - x.p.view.pace_lung : x.p.view.pace_lung;
            assert_int_equal(scene_build(scene_find("two"), &x.s, &x.in, &list), R_OK);
        }
        assert_true(k ? x.s.together < 0.35F : x.s.together > 0.9F);
    }
    /* A belt that is gone makes nobody look apart at once, and nothing is made up. */
    x.p.view.body[1].breath_lung = NAN;
    const float was = x.s.together;
    assert_int_equal(scene_build(scene_find("two"), &x.s, &x.in, &list), R_OK);
    assert_true(fabsf(x.s.together - was) < 0.01F);
}

static void test_plain_stands(void **state)
{
    (void)state;
    struct sit x;
    sit_init(&x, 1.0F);
    sit_on(&x, "plain", 5.0, &list);
    for (int i = 0; i < 300; i++) {
        other = list;
        sit_on(&x, "plain", (double)DT_S, &list);
        assert_true(judge_speed(&other, &list, DT_S) == 0.0F);
    }
}

/* Without steadiness the same shapes of the scene's own are there, only fewer layers on top. */
static void test_never_punished(void **state)
{
    (void)state;
    for (size_t i = 0; i < scene_count(); i++) {
        struct sit x, y;
        sit_init(&x, 0.0F);
        sit_init(&y, 1.0F);
        x.in.practised_min = y.in.practised_min = 200.0F;
        sit_on(&x, scene_get(i)->id, 12.0, &list);
        sit_on(&y, scene_get(i)->id, 12.0, &other);
        assert_int_equal(list.still_n, other.still_n);
        assert_true(list.n <= other.n);
        assert_true(list.n >= other.n / 3);
    }
}

/* No two texts overlap and none leaves the window: every scene, in every shape of window, with a line of twelve words
   and all there is to tell of both sensors. */
static void check_places(const char *scene)
{
    struct judge_box box[16];
    int n = 0;
    for (uint16_t i = 0; i < list.n; i++) {
        const struct list_text *t = &list.items[i].text;
        if (list.items[i].kind != LIST_TEXT)
            continue;
        const struct judge_box b = judge_box_of(t, layout_words(list_words(&list, t), t->size));
        if (!(b.left >= -1.0F && b.right <= (float)list.width + 1.0F && b.bottom <= (float)list.height + 1.0F))
            printf("%s %dx%d: \"%s\" leaves the window\n", scene, list.width, list.height, list_words(&list, t));
        assert_true(b.left >= -1.0F && b.right <= (float)list.width + 1.0F);
        assert_true(b.top >= -1.0F && b.bottom <= (float)list.height + 1.0F);
        for (int k = 0; k < n; k++) {
            const bool apart =
                b.left >= box[k].right || box[k].left >= b.right || b.top >= box[k].bottom || box[k].top >= b.bottom;
            if (!apart)
                printf("%s %dx%d: \"%s\" overlaps another\n", scene, list.width, list.height, list_words(&list, t));
            assert_true(apart);
        }
        assert_true(n < 16);
        box[n++] = b;
    }
    assert_true(n >= 4);
}

static void test_places(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1280, 720},  {800, 600}, {720, 1280}, {1920, 1080},
                                   {2560, 1080}, {640, 360}, {600, 600}};
    static const char *const lines[] = {"may you be safe and well",
                                        "Let the breath come and go by itself, as waves do."};
    for (size_t i = 0; i < scene_count() * 7 * 4; i++) {
        const struct scene *scene = scene_get(i / 28);
        struct sit x;
        sit_init(&x, 0.8F);
        x.in.width = sizes[i % 7][0];
        x.in.height = sizes[i % 7][1];
        x.in.phrase = lines[i / 7 % 2];
        x.in.words_large = i / 14 % 2;
        x.p.view.body[0].gap = true;
        x.p.view.body[0].simulated = true;
        sit_on(&x, scene->id, 2.6, &list);
        check_places(scene->id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_garden_grows), cmocka_unit_test(test_garden_seed),  cmocka_unit_test(test_circles),
        cmocka_unit_test(test_leaf),         cmocka_unit_test(test_thread),       cmocka_unit_test(test_together),
        cmocka_unit_test(test_places),       cmocka_unit_test(test_plain_stands), cmocka_unit_test(test_never_punished),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
