/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_FAREWELL_H
#define APP_FAREWELL_H

/**
 * What is still to be done when a library ends the program: the display's own calls exit() when its connection breaks,
 * without asking anybody.
 */
struct farewell;

/** From now on end(to) is called when the program ends. return NULL without memory: nothing will be called. */
struct farewell *farewell_begin(void (*end)(void *to), void *to);

/** All is done already: nothing will be called. f: may be NULL; not to be used any more. */
void farewell_drop(struct farewell *f);

#endif
