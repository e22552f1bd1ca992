/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta-pictures: the whole of metta, with the libraries that draw. */
#include "app/analyze.h"
#include "app/commands.h"
#include "app/window.h"

int main(int argc, char **argv)
{
    static const struct app_pictures PICTURES = {window_run, command_stage, command_doctor, analyze_plot};
    return app_main(argc, argv, &PICTURES);
}
