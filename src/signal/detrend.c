/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The matrix is symmetric, positive definite and has five diagonals: L D L' with two sub-diagonals in L, one pass down
   and one up, however long the series. */
#include "signal/detrend.h"

/* Row i of D2' D2: the diagonal, and the values one and two places right of it. */
static void row(size_t i, size_t n, double v[3])
{
    size_t left = i < 2 ? i : 2, right = n - 1 - i < 2 ? n - 1 - i : 2;
    double before = left >= 2 ? 1.0 : 0.0, at = left >= 1 && right >= 1 ? 4.0 : 0.0, after = right >= 2 ? 1.0 : 0.0;
    v[0] = before + at + after;
    double next_at = right >= 1 && left >= 1 ? -2.0 : 0.0, next_after = right >= 2 ? -2.0 : 0.0;
    v[1] = next_at + next_after;
    v[2] = after;
}

void detrend_smoothness_priors(double *x, size_t n, double lambda, double *work)
{
    double *d = work, *l1 = work + n, *l2 = work + 2 * n, *half = work + 3 * n, square = lambda * lambda;
    if (n < 3) {
        return;
    }
    /* d: the diagonal; l1[i], l2[i]: L(i+1, i), L(i+2, i). The way down solves for half[] at once. */
    double down1 = 0.0, down2 = 0.0;
    for (size_t i = 0; i < n; i++) {
        double v[3];
        row(i, n, v);
        double a = 1.0 + square * v[0], b = square * v[1], c = square * v[2], rhs = x[i];
        if (i >= 1) {
            a -= l1[i - 1] * l1[i - 1] * d[i - 1];
            b -= l1[i - 1] * l2[i - 1] * d[i - 1];
            rhs -= l1[i - 1] * down1;
        }
        if (i >= 2) {
            a -= l2[i - 2] * l2[i - 2] * d[i - 2];
            rhs -= l2[i - 2] * down2;
        }
        d[i] = a;
        l1[i] = b / a;
        l2[i] = c / a;
        down2 = down1;
        down1 = rhs;
        half[i] = rhs / a;
    }
    double up1 = 0.0, up2 = 0.0;
    for (size_t i = n; i-- > 0;) {
        double z = half[i] - l1[i] * up1 - l2[i] * up2;
        x[i] -= z;
        up2 = up1;
        up1 = z;
    }
}
