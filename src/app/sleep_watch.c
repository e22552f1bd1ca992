/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monotonic clock stands still while the machine sleeps; the one since boot does not. */
#define _DEFAULT_SOURCE /* CLOCK_BOOTTIME */
#include "app/sleep_watch.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "link/clock.h"

static int64_t since_boot_us(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_BOOTTIME, &t) == 0 ? (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 : clock_now_us();
}

void sleep_watch_begin(struct sleep_watch *w)
{
    *w = (struct sleep_watch){clock_now_us(), since_boot_us()};
}

bool sleep_watch_missed(struct sleep_watch *w)
{
    const struct sleep_watch was = *w;
    sleep_watch_begin(w);
    return w->all_us - was.all_us > SLEEP_WATCH_S * INT64_C(1000000);
}

/* Source: proc(5), field 22 of /proc/[pid]/stat, in clock ticks since boot. */
int sleep_watch_age_ms(void)
{
    char text[512] = "";
    unsigned long long began = 0;
    FILE *f = fopen("/proc/self/stat", "re");
    const size_t n = f != NULL ? fread(text, 1, sizeof text - 1, f) : 0;
    const char *at = n > 0 ? strrchr(text, ')') : NULL; /* the name before it may hold anything */
    if (f != NULL) {
        (void)fclose(f);
    }
    for (int field = 2; at != NULL && field < 22; field++) {
        at = strchr(at + 1, ' ');
    }
    /* NOLINTNEXTLINE(cert-err34-c): the kernel's own number */
    if (at == NULL || sscanf(at, "%llu", &began) != 1) {
        return -1;
    }
    const double began_s = (double)began / (double)sysconf(_SC_CLK_TCK);
    return (int)((double)since_boot_us() / 1000.0 - began_s * 1000.0);
}
