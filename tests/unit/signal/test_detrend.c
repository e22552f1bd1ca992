/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "signal/detrend.h"

enum { N = 60 };

/* The slow twin: the whole matrix, by Gauss elimination. */
static void whole_matrix(const double *x, size_t n, double lambda, double *out)
{
    static double m[N][N + 1];
    memset(m, 0, sizeof m);
    for (size_t i = 0; i < n; i++) {
        m[i][i] = 1.0;
        m[i][n] = x[i];
    }
    const double d[] = {1.0, -2.0, 1.0};
    for (size_t k = 0; k + 2 < n; k++) {
        for (size_t i = 0; i < 3; i++) {
            for (size_t j = 0; j < 3; j++) {
                m[k + i][k + j] += lambda * lambda * d[i] * d[j];
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t r = i + 1; r < n; r++) {
            double f = m[r][i] / m[i][i];
            for (size_t c = i; c <= n; c++) {
                m[r][c] -= f * m[i][c];
            }
        }
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t c = i + 1; c < n; c++) {
            m[i][n] -= m[i][c] * m[c][n];
        }
        m[i][n] /= m[i][i];
        out[i] = x[i] - m[i][n];
    }
}

static void equals_the_whole_matrix(void **state)
{
    (void)state;
    struct rng g;
    rng_init(&g, 5);
    double x[N], want[N], work[4 * N];
    for (size_t n = 3; n <= N; n += n < 8 ? 1 : 13) {
        for (size_t i = 0; i < n; i++) {
            x[i] = 900.0 + 30.0 * rng_normal(&g);
        }
        whole_matrix(x, n, 20.0, want);
        detrend_smoothness_priors(x, n, 20.0, work);
        for (size_t i = 0; i < n; i++) {
            assert_true(fabs(x[i] - want[i]) < 1e-7);
        }
    }
}

/* At 4 Hz and lambda 500 a wave of 0.035 Hz keeps 0.71 of its size, a fast one all, a line nothing. */
static void the_edge_is_where_it_is_said_to_be(void **state)
{
    (void)state;
    static double x[4000], work[16000];
    const double hz[] = {0.035, 0.2}, low[] = {0.66, 0.99}, high[] = {0.76, 1.01};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < 4000; i++) {
            x[i] = 5.0 + 0.01 * (double)i + sin(6.283185307179586 * hz[k] * (double)i / 4.0);
        }
        detrend_smoothness_priors(x, 4000, DETREND_LAMBDA, work);
        double top = 0.0;
        for (size_t i = 1000; i < 3000; i++) {
            top = fmax(top, x[i]);
        }
        assert_true(top > low[k] && top < high[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_whole_matrix),
        cmocka_unit_test(the_edge_is_where_it_is_said_to_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
