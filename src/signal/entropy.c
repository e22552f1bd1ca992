/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sample entropy by a sweep. Places are taken in order of their first value, and those within r below it are kept on a
 * map of second and third values; how many of them match is then read off the map.
 *
 *   values -> sorted -> cells of neighbouring values -> sweep: leave, count, enter
 *
 * 1. A cell is a run of equal values, or of neighbours when there are more values than CELLS. Cells wholly within r
 *    (the core) are counted on the map; kept places of the cells that r cuts are looked at one by one. The count is
 *    exact.
 * 2. map[third][second] holds how many kept places have this third value and a second value in the core of `second`:
 *    entering a place touches one run of a row, reading one column. blocks[] are sums of BLOCK rows.
 */
#include "signal/entropy.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    CELLS = 1280, /* chosen: steps of 1 ms give under 1000 values in a day; the map then takes 3.3 MB */
    STRIDE = CELLS + 16,
    CELL_MAX = 60000, /* places: what 16 bits of the map can count */
    N_MAX = 30000000, /* values: a year of heartbeats */
    DIGIT_BITS = 11,
    DIGITS = 1 << DIGIT_BITS,
    BLOCK = 8,
    BLOCKS = CELLS / BLOCK
};

/* Ranks [from, to) of the sorted values. */
struct run {
    uint32_t from, to;
};

/* A kept place in the queue of a cell: its value there, and its other value. */
struct entry {
    double own, other;
};

/* Per cell the kept places whose second (third) value lies in it: they leave in the order they came. */
struct queues {
    struct entry *entries; /* of cell c from cells[c].from on */
    uint32_t head[CELLS], tail[CELLS];
};

/**
 * place[]   Places in order of their value; value[]: their values;  rank[]: where a place stands in it
 * cell[]    Cell of each place's value
 * near[]    Ranks whose values are nearer than r to the value of a rank
 * cells[]   Ranks of each cell;  core[]: cells of which every value is near to every value of this one;
 *           core_of[]: cells in whose core this one is
 * exact     Each cell holds one value: r cuts none
 * counts[]  Kept places by the cell of their second value
 */
struct sweep {
    const double *x;
    size_t n;
    double r;
    uint32_t *place, *rank;
    uint16_t *cell;
    struct run *near;
    double *value;
    struct run cells[CELLS], core[CELLS], core_of[CELLS];
    size_t cells_n;
    bool exact;
    struct queues second, third;
    uint32_t counts[CELLS];
    uint16_t map[CELLS][STRIDE];
    uint32_t blocks[BLOCKS][STRIDE];
};

struct ranked {
    double value;
    uint32_t place;
};

_Static_assert(sizeof(struct ranked) <= sizeof(struct entry), "the queues lend their room to the sort");

size_t entropy_work_size(size_t n)
{
    return sizeof(struct sweep) + n * (2 * sizeof(struct entry) + sizeof(struct ranked) + sizeof(double) +
                                       sizeof(struct run) + 2 * sizeof(uint32_t) + sizeof(uint16_t));
}

/* A number whose order as a whole number is that of the value. */
static uint64_t key_of(double v)
{
    uint64_t bits = 0;
    v += 0.0; /* -0 is 0 */
    memcpy(&bits, &v, sizeof bits);
    return bits >> 63 != 0 ? ~bits : bits | UINT64_C(1) << 63;
}

/*
 * By value, equal ones in the order they came: a radix sort, a few times as fast as comparing. Digits that are the same
 * in all values (most are, for whole milliseconds) cost one look. spare: room for as many.
 */
static void sort_ranked(struct ranked *v, struct ranked *spare, size_t n)
{
    struct ranked *from = v, *to = spare;
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        uint32_t begin[DIGITS] = {0};
        for (size_t i = 0; i < n; i++) {
            begin[key_of(from[i].value) >> shift & (DIGITS - 1)]++;
        }
        if (begin[key_of(from[0].value) >> shift & (DIGITS - 1)] == n) {
            continue;
        }
        uint32_t sum = 0;
        for (size_t d = 0; d < DIGITS; d++) {
            uint32_t count = begin[d];
            begin[d] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; i++) {
            to[begin[key_of(from[i].value) >> shift & (DIGITS - 1)]++] = from[i];
        }
        struct ranked *swap = from;
        from = to;
        to = swap;
    }
    if (from != v) {
        memcpy(v, from, n * sizeof *v);
    }
}

static struct sweep *lay_out(const double *x, size_t n, double r, void *work)
{
    struct sweep *s = work;
    struct ranked *sorted = (struct ranked *)(void *)(s + 1);
    s->x = x;
    s->n = n;
    s->r = r;
    s->cells_n = 0;
    s->second.entries = (struct entry *)(void *)(sorted + n);
    s->third.entries = s->second.entries + n;
    s->value = (double *)(void *)(s->third.entries + n);
    s->near = (struct run *)(void *)(s->value + n);
    s->place = (uint32_t *)(void *)(s->near + n);
    s->rank = s->place + n;
    s->cell = (uint16_t *)(void *)(s->rank + n);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = (struct ranked){x[i], (uint32_t)i};
    }
    sort_ranked(sorted, (struct ranked *)(void *)s->second.entries, n);
    for (size_t k = 0; k < n; k++) {
        s->value[k] = sorted[k].value;
        s->place[k] = sorted[k].place;
        s->rank[sorted[k].place] = (uint32_t)k;
    }
    return s;
}

static void find_near(struct sweep *s)
{
    size_t from = 0, to = 0;
    for (size_t k = 0; k < s->n; k++) {
        while (!(s->value[k] - s->value[from] < s->r)) {
            from++;
        }
        while (to < s->n && s->value[to] - s->value[k] < s->r) {
            to++;
        }
        s->near[k] = (struct run){(uint32_t)from, (uint32_t)to};
    }
}

/* Runs of equal values (long ones in parts); when there are too many, runs of at least a CELLS-th of all. */
static void make_cells(struct sweep *s)
{
    size_t distinct = 1;
    for (size_t k = 1; k < s->n; k++) {
        distinct += s->value[k] > s->value[k - 1] ? 1 : 0;
    }
    size_t spare = s->n / CELL_MAX + 2; /* cells more that long ones in parts can make */
    s->exact = distinct + spare <= CELLS;
    size_t least = s->exact ? 1 : s->n / (CELLS - spare) + 1, from = 0;
    for (size_t k = 1; k <= s->n; k++) {
        bool differs = k < s->n && s->value[k] > s->value[k - 1];
        bool ends = k == s->n || (k - from >= least && differs) || k - from == CELL_MAX;
        if (ends) {
            for (size_t i = from; i < k; i++) {
                s->cell[s->place[i]] = (uint16_t)s->cells_n;
            }
            s->cells[s->cells_n++] = (struct run){(uint32_t)from, (uint32_t)k};
            from = k;
        }
    }
}

/* Which cells lie wholly within r of a whole cell, and, the other way round, of which cells a cell is such a one. */
static void find_cores(struct sweep *s)
{
    size_t from = 0, to = 0, first = 0, last = 0;
    for (size_t c = 0; c < s->cells_n; c++) {
        struct run own = s->cells[c];
        while (from < s->cells_n && s->cells[from].from < s->near[own.to - 1].from) {
            from++;
        }
        while (to < s->cells_n && s->cells[to].to <= s->near[own.from].to) {
            to++;
        }
        s->core[c] = (struct run){(uint32_t)from, (uint32_t)(to > from ? to : from)};
    }
    for (size_t c = 0; c < s->cells_n; c++) {
        while (first < s->cells_n && s->core[first].to <= c) {
            first++;
        }
        while (last < s->cells_n && s->core[last].from <= c) {
            last++;
        }
        s->core_of[c] = (struct run){(uint32_t)first, (uint32_t)(last > first ? last : first)};
    }
}

/* Only what the cells there are can touch: a short series must not pay for the whole map. */
static void clear_map(struct sweep *s)
{
    size_t bytes = s->cells_n * sizeof(uint32_t);
    memset(s->counts, 0, bytes);
    for (size_t c = 0; c < s->cells_n; c++) {
        s->second.head[c] = s->second.tail[c] = s->third.head[c] = s->third.tail[c] = s->cells[c].from;
    }
    for (size_t c = 0; c < s->cells_n; c++) {
        memset(s->map[c], 0, s->cells_n * sizeof(uint16_t));
        memset(s->blocks[c / BLOCK], 0, bytes);
    }
}

static void add_to_row(uint16_t *restrict v, struct run run, uint16_t by)
{
    for (uint32_t i = run.from; i < run.to; i++) {
        v[i] = (uint16_t)(v[i] + by);
    }
}

static void add_to_block(uint32_t *restrict v, struct run run, uint32_t by)
{
    for (uint32_t i = run.from; i < run.to; i++) {
        v[i] += by;
    }
}

/* Queues are for cells that r cuts: where it cuts none they are left untouched, memory and all. */
static void enqueue(struct queues *q, size_t cell, struct entry e)
{
    q->entries[q->tail[cell]++] = e;
}

static void enter(struct sweep *s, uint32_t place)
{
    size_t second = s->cell[place + 1], third = s->cell[place + 2];
    s->counts[second]++;
    add_to_row(s->map[third], s->core_of[second], 1);
    add_to_block(s->blocks[third / BLOCK], s->core_of[second], 1);
    if (!s->exact) {
        enqueue(&s->second, second, (struct entry){s->x[place + 1], s->x[place + 2]});
        enqueue(&s->third, third, (struct entry){s->x[place + 2], s->x[place + 1]});
    }
}

static void leave(struct sweep *s, uint32_t place)
{
    size_t second = s->cell[place + 1], third = s->cell[place + 2];
    s->counts[second]--;
    add_to_row(s->map[third], s->core_of[second], UINT16_MAX);
    add_to_block(s->blocks[third / BLOCK], s->core_of[second], UINT32_MAX);
    if (!s->exact) {
        s->second.head[second]++;
        s->third.head[third]++;
    }
}

static uint64_t read_column(const struct sweep *s, size_t column, struct run run)
{
    uint64_t sum = 0;
    uint32_t at = run.from;
    for (; at < run.to && at % BLOCK != 0; at++) {
        sum += s->map[at][column];
    }
    for (; at + BLOCK <= run.to; at += BLOCK) {
        sum += s->blocks[at / BLOCK][column];
    }
    for (; at < run.to; at++) {
        sum += s->map[at][column];
    }
    return sum;
}

struct matches {
    uint64_t two, three;
};

/* Cells that hold a value near this one but are not in its core: [0] below, [1] above. */
static void cut_cells(const struct sweep *s, uint32_t place, struct run cut[2])
{
    struct run near = s->near[s->rank[place]], core = s->core[s->cell[place]];
    uint32_t from = s->cell[s->place[near.from]], to = s->cell[s->place[near.to - 1]] + 1U;
    bool none = core.from >= core.to;
    cut[0] = (struct run){from, none ? to : core.from};
    cut[1] = (struct run){none ? to : core.to, to};
}

static void count_cut_second(const struct sweep *s, uint32_t place, struct run cut, struct matches *m)
{
    double second = s->x[place + 1], third = s->x[place + 2], r = s->r;
    for (uint32_t c = cut.from; c < cut.to; c++) {
        for (uint32_t k = s->second.head[c]; k < s->second.tail[c]; k++) {
            struct entry e = s->second.entries[k];
            unsigned near = fabs(e.own - second) < r ? 1 : 0;
            m->two += near;
            m->three += fabs(e.other - third) < r ? near : 0;
        }
    }
}

/* Second values outside of the core were counted with the second's own cut cells. */
static void count_cut_third(const struct sweep *s, uint32_t place, struct run cut, struct matches *m)
{
    struct run core = s->core[s->cell[place + 1]];
    double third = s->x[place + 2], r = s->r;
    if (core.from >= core.to) {
        return;
    }
    double low = s->value[s->cells[core.from].from], high = s->value[s->cells[core.to - 1].to - 1];
    for (uint32_t c = cut.from; c < cut.to; c++) {
        for (uint32_t k = s->third.head[c]; k < s->third.tail[c]; k++) {
            struct entry e = s->third.entries[k];
            m->three += fabs(e.own - third) < r && e.other >= low && e.other <= high ? 1 : 0;
        }
    }
}

static void count_cut(const struct sweep *s, uint32_t place, struct matches *m)
{
    struct run cut[2];
    cut_cells(s, place + 1, cut);
    count_cut_second(s, place, cut[0], m);
    count_cut_second(s, place, cut[1], m);
    cut_cells(s, place + 2, cut);
    count_cut_third(s, place, cut[0], m);
    count_cut_third(s, place, cut[1], m);
}

static struct matches count_all(struct sweep *s)
{
    struct matches m = {0, 0};
    uint32_t gone = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        for (; gone < s->near[k].from; gone++) {
            if (s->place[gone] + 2 < s->n) {
                leave(s, s->place[gone]);
            }
        }
        uint32_t place = s->place[k];
        if (place + 2 >= s->n) {
            continue;
        }
        struct run core = s->core[s->cell[place + 1]];
        for (uint32_t c = core.from; c < core.to; c++) {
            m.two += s->counts[c];
        }
        m.three += read_column(s, s->cell[place + 1], s->core[s->cell[place + 2]]);
        if (!s->exact) {
            count_cut(s, place, &m);
        }
        enter(s, place);
    }
    return m;
}

double entropy_sample(const double *x, size_t n, double r, void *work)
{
    if (n < 4 || n > N_MAX || !(r > 0.0)) {
        return (double)NAN;
    }
    struct sweep *s = lay_out(x, n, r, work);
    find_near(s);
    make_cells(s);
    find_cores(s);
    clear_map(s);
    struct matches m = count_all(s);
    return m.three > 0 ? -log((double)m.three / (double)m.two) : (double)NAN;
}
