/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta-pictures: the whole of metta, with the libraries that draw. */
#include "app/analyze.h"
#include "app/commands.h"
#include "app/window.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/* Pictures of a window's size go back to the system when they are done with, instead of leaving holes. chosen: above
   what is asked for in every frame. Where there is no such choice memory is only used less well. */
static void choose_memory(void)
{
#if defined(__GLIBC__)
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 1 << 20);
#endif
}

int main(int argc, char **argv)
{
    static const struct app_pictures PICTURES = {window_run, command_stage, command_doctor, analyze_plot};
    choose_memory();
    return app_main(argc, argv, &PICTURES);
}
