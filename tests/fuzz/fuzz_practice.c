/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a script: a practice or mistakes, nothing else. A practice is run for a while, too, with keys taken from
   the bytes: whatever is written well can be sat through. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "train/command.h"
#include "train/guide.h"
#include "train/practice_script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void sit_through(const struct practice *p, const uint8_t *data, size_t size)
{
    struct guide g;
    struct guide_said said;
    struct answer answer = answer_none();
    guide_init(&g, p, 240 * USEC_PER_SEC);
    for (usec t = 200 * USEC_PER_MS; t <= 240 * USEC_PER_SEC && !g.ended; t += 200 * USEC_PER_MS) {
        uint8_t b = data[(size_t)(t / USEC_PER_MS) % size];
        answer.kind = b % 3;
        struct guide_now now = {.practised = t,
                                .in = t % (8 * USEC_PER_SEC) == 0,
                                .out = t % (8 * USEC_PER_SEC) == 4 * USEC_PER_SEC,
                                .settled = b & 1,
                                .tenser = b & 2,
                                .stirred = b & 4,
                                .followed = b & 8,
                                .answer = &answer};
        if (b > 250) {
            guide_command(&g, (uint8_t)(COMMAND_ACCEPT + b % 4));
        }
        if (guide_advance(&g, &now, &said) && strlen(said.text) >= PRACTICE_TEXT_N) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct practice p;
    static struct practice_mistakes m;
    int r = practice_read(&p, (const char *)data, size, &m);
    if ((r == R_OK) != (m.n == 0)) {
        abort();
    }
    for (size_t i = 0; i < m.n && i < PRACTICE_MISTAKES_MAX; i++) {
        if (m.at[i].line == 0 || m.at[i].reason[0] == '\0') {
            abort();
        }
    }
    if (r == R_OK) {
        sit_through(&p, data, size);
    }
    return 0;
}
