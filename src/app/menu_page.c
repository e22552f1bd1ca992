/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/menu_page.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Columns of UTF-8 words: one a letter; the languages here have no wide ones. */
static int columns(const char *words, size_t n)
{
    int c = 0;
    for (size_t i = 0; i < n; i++) {
        c += ((unsigned char)words[i] & 0xC0U) != 0x80U ? 1 : 0;
    }
    return c;
}

void menu_words(FILE *out, const char *words, int indent)
{
    int at = indent;
    while (*words != '\0') {
        const size_t n = strcspn(words, " ");
        const int wide = columns(words, n);
        if (at > indent && at + 1 + wide > MENU_COLUMNS) {
            (void)fprintf(out, "\n%*s", indent, "");
            at = indent;
        }
        at += (at > indent ? fprintf(out, " ") : 0) + wide;
        (void)fprintf(out, "%.*s", (int)n, words);
        words += n + strspn(words + n, " ");
    }
    (void)fprintf(out, "\n");
}

static void value_of(const struct widget *w, char *out, size_t n, const struct tongue *tongue)
{
    const int at = isnan(w->value) ? 0 : (int)w->value;
    switch (w->kind) {
    case WIDGET_SWITCH:
        (void)snprintf(out, n, ": %s", at ? _("on") : _("off"));
        break;
    case WIDGET_CHOICE:
        (void)snprintf(out, n, ": %s", at >= 0 && at < w->names_n ? w->names[at] : "");
        break;
    case WIDGET_SLIDER:
        if (isnan(w->value)) {
            (void)snprintf(out, n, "0 - %.0f (0: %s, %.0f: %s)", (double)w->high, w->from, (double)w->high, w->to);
        } else if (w->from != NULL) {
            (void)snprintf(out, n, "%s%.0f", w->title[0] ? ": " : "", (double)w->value);
        } else {
            (void)snprintf(out, n, ": %s", w->note != NULL ? w->note : "");
        }
        break;
    case WIDGET_LINE:
        (void)snprintf(out, n, "%s%s", w->text[0] ? ": " : "", w->text);
        break;
    default:
        out[0] = '\0';
        break;
    }
}

static void print_widget(FILE *out, const struct widget *w, int number, const struct tongue *tongue)
{
    char value[MENU_LINE], all[2 * MENU_LINE + 600];
    value_of(w, value, sizeof value, tongue);
    const bool notes = w->note != NULL && w->note[0] != '\0' && w->kind != WIDGET_SLIDER;
    const char *title = w->title != NULL ? w->title : "", *gap = title[0] && value[0] && value[0] != ':' ? " " : "";
    (void)snprintf(all, sizeof all, "%s%s%s%s%s%s%s%s", title, gap, value, w->marked ? " *" : "",
                   w->to != NULL && w->kind == WIDGET_ROW ? ", " : "",
                   w->to != NULL && w->kind == WIDGET_ROW ? w->to : "", notes && (title[0] || value[0]) ? ". " : "",
                   notes ? w->note : "");
    (void)fprintf(out, "%3d  ", number);
    menu_words(out, all, 5);
}

void menu_page(FILE *out, const struct page *p, const struct tongue *tongue)
{
    (void)fprintf(out, "\n");
    if (p->title != NULL && p->title[0]) {
        menu_words(out, p->title, 0);
    }
    if (p->lead != NULL && p->lead[0]) {
        menu_words(out, p->lead, 0);
    }
    for (int i = 0; i < p->n; i++) {
        print_widget(out, &p->widget[i], i + 1, tongue);
    }
}

bool menu_read(char *line, size_t n)
{
    size_t k = 0;
    char c = '\0';
    ssize_t got = 0;
    while ((got = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') {
        if (k + 1 < n && c != '\r') {
            line[k++] = c;
        }
    }
    line[k] = '\0';
    return got == 1 || k > 0;
}

static bool ask(FILE *out, const char *words, char *line, size_t n)
{
    (void)fprintf(out, "%s ", words);
    (void)fflush(out);
    return menu_read(line, n);
}

static bool whole(const char *text, long low, long high, long *v)
{
    char *end = NULL;
    errno = 0;
    *v = strtol(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *v >= low && *v <= high;
}

static struct page_answer set(struct widget *w, float value)
{
    w->value = value;
    return (struct page_answer){ANSWER_CHANGED, w->id, value};
}

static struct page_answer no_answer(FILE *out, const struct tongue *tongue)
{
    menu_words(out, _("Give a number of the list, or q."), 0);
    return (struct page_answer){ANSWER_NOTHING, 0, 0.0F};
}

/* A slider in percent of its room; a scale of whole numbers as it is. */
static struct page_answer take_slider(FILE *out, struct widget *w, const char *given, const struct tongue *tongue)
{
    char line[MENU_LINE];
    const float whole_range = w->high <= 1.0F ? 100.0F : w->high;
    long v = 0;
    (void)snprintf(line, sizeof line, "%s", given);
    if (line[0] == '\0') {
        char words[MENU_LINE];
        (void)snprintf(words, sizeof words, "0 - %.0f:", (double)whole_range);
        if (!ask(out, words, line, sizeof line)) {
            return (struct page_answer){ANSWER_BACK, 0, 0.0F};
        }
    }
    return whole(line, 0, (long)whole_range, &v) ? set(w, (float)v * w->high / whole_range) : no_answer(out, tongue);
}

static struct page_answer take_choice(FILE *out, struct widget *w, const char *given, const struct tongue *tongue)
{
    char line[MENU_LINE];
    long v = 0;
    (void)snprintf(line, sizeof line, "%s", given);
    if (line[0] == '\0') {
        for (int i = 0; i < w->names_n; i++) {
            (void)fprintf(out, "%5d  %s\n", i + 1, w->names[i]);
        }
        if (!ask(out, ">", line, sizeof line)) {
            return (struct page_answer){ANSWER_BACK, 0, 0.0F};
        }
    }
    return whole(line, 1, w->names_n, &v) ? set(w, (float)(v - 1)) : no_answer(out, tongue);
}

static struct page_answer take_line(FILE *out, struct widget *w, const char *given)
{
    char line[MENU_LINE];
    (void)snprintf(line, sizeof line, "%s", given);
    if (line[0] == '\0' && !ask(out, ":", line, sizeof line)) {
        return (struct page_answer){ANSWER_BACK, 0, 0.0F};
    }
    size_t n = strlen(line) < w->text_cap ? strlen(line) : w->text_cap - 1;
    while (n > 0 && n < strlen(line) && ((unsigned char)line[n] & 0xC0U) == 0x80U) {
        n--; /* no half letters */
    }
    memcpy(w->text, line, n);
    w->text[n] = '\0';
    return (struct page_answer){ANSWER_CHANGED, w->id, 0.0F};
}

static struct page_answer take(FILE *out, struct widget *w, const char *given, const struct tongue *tongue)
{
    switch (w->kind) {
    case WIDGET_SLIDER:
        return take_slider(out, w, given, tongue);
    case WIDGET_CHOICE:
        return take_choice(out, w, given, tongue);
    case WIDGET_LINE:
        return take_line(out, w, given);
    case WIDGET_SWITCH:
        return set(w, w->value > 0.5F ? 0.0F : 1.0F);
    default:
        return (struct page_answer){ANSWER_PRESSED, w->id, 0.0F};
    }
}

struct page_answer menu_answer(FILE *out, struct page *p, const struct tongue *tongue)
{
    char line[MENU_LINE];
    long number = 0;
    if (!ask(out, ">", line, sizeof line) || strcmp(line, "q") == 0) {
        return (struct page_answer){ANSWER_BACK, 0, 0.0F};
    }
    if (line[0] == '\0') { /* Enter: what the page is for */
        for (int i = 0; i < p->n; i++) {
            if (p->widget[i].strong) {
                return (struct page_answer){ANSWER_PRESSED, p->widget[i].id, 0.0F};
            }
        }
    }
    char *rest = line + strcspn(line, " ");
    if (*rest != '\0') {
        *rest++ = '\0';
    }
    if (!whole(line, 1, p->n, &number)) {
        return no_answer(out, tongue);
    }
    return take(out, &p->widget[number - 1], rest, tongue);
}
