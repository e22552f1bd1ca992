/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that is ended from inside a library, played by a child: what it says at the end comes through a pipe. */
#include "app/farewell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void say(void *to)
{
    (void)!write(*(int *)to, "!", 1);
}

static ssize_t said_by_a_child(bool all_done)
{
    int ends[2];
    char byte = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct farewell *f = farewell_begin(say, &ends[1]);
        if (all_done) {
            farewell_drop(f);
        }
        exit(7);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    close(ends[1]);
    ssize_t n = read(ends[0], &byte, 1);
    close(ends[0]);
    return n;
}

static void what_is_left_is_done_at_the_end(void **state)
{
    (void)state;
    assert_int_equal(said_by_a_child(false), 1);
}

static void what_is_done_is_not_done_again(void **state)
{
    (void)state;
    assert_int_equal(said_by_a_child(true), 0);
    farewell_drop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_left_is_done_at_the_end),
                                       cmocka_unit_test(what_is_done_is_not_done_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
