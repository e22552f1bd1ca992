/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta: everything but pictures, so that a call answers within milliseconds. */
#include "app/commands.h"

int main(int argc, char **argv)
{
    return app_main(argc, argv, NULL);
}
