/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_RESULT_H
#define BASE_RESULT_H

/* POSIX names an access mode R_OK too. Included first and taken away, it can never stand in for ours by accident. */
#include <unistd.h>
#undef R_OK

/**
 * What a call answers when it can fail. Zero or positive is success.
 *
 * R_ARG          The caller's bug: an argument out of its stated range. Also an assert in debug builds.
 * R_IO           The system said no; errno holds why unless the header says otherwise.
 * R_DATA         Bytes or a file are not what they should be.
 * R_FULL         A fixed size is met.
 * R_MEM          No memory.
 * R_UNSUPPORTED  This build or this device cannot do it.
 */
enum result { R_OK = 0, R_ARG = -1, R_IO = -2, R_DATA = -3, R_FULL = -4, R_MEM = -5, R_UNSUPPORTED = -6 };

/** A result that must be looked at. */
#define MUST_USE __attribute__((warn_unused_result))

#endif
