/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a capture file. 1. Items are complete: a chunk has 1..CHUNK_BYTES bytes, its link is in the head.
 * 2. The reader ends, and a failure has its reason and its line. */
#define _GNU_SOURCE 1 /* memfd_create */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "link/capture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void must(bool held)
{
    if (!held) {
        abort();
    }
}

static void read_all(struct capture *c)
{
    struct capture_item item;
    const struct capture_header *h = capture_header(c);
    must(h->links >= 1 && h->links <= LINKS_MAX && h->keys <= CAPTURE_KEYS_MAX);
    int got = 0;
    while ((got = capture_next(c, &item)) == 1) {
        must(item.kind <= CAPTURE_HASH && item.link < h->links);
        must(item.kind != CAPTURE_BYTES || (item.chunk.n >= 1 && item.chunk.n <= CHUNK_BYTES));
        must(item.kind != CAPTURE_GAP || item.why < GAP_WHYS);
        must(memchr(item.command, '\0', sizeof item.command) != NULL);
    }
    must(got == R_OK || (got == R_DATA && capture_why(c)[0] != '\0' && capture_line(c) > 0) || got == R_IO);
}

/* A file in memory that has a name, made once. */
static int named_memory(char path[32])
{
    static int fd = -1;
    if (fd < 0) {
        fd = memfd_create("capture", 0);
    }
    must(fd >= 0);
    (void)snprintf(path, 32, "/proc/self/fd/%d", fd);
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[32], why[128] = "";
    int fd = named_memory(path);
    must(ftruncate(fd, 0) == 0 && pwrite(fd, data, n, 0) == (ssize_t)n);
    struct capture *c = NULL;
    int r = capture_open(&c, path, why, sizeof why);
    if (r == R_OK) {
        read_all(c);
        capture_close(c);
    } else {
        must(why[0] != '\0');
    }
    return 0;
}
