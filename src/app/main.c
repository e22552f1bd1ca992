/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/commands.h"

int main(int argc, char **argv)
{
    return app_main(argc, argv);
}
