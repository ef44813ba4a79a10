// The narrow part of GMime 3.2 in use: character sets. Whole messages are never given to GMime: its
// parser recurses over addresses and parts, and a crash in C ends the process.
#ifndef LOCKSTEP_CGMIME_SHIM_H
#define LOCKSTEP_CGMIME_SHIM_H

#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

// A converter to UTF-8, or NULL if the character set is unknown. Close with cgmime_iconv_close.
static inline void *cgmime_iconv_open(const char *charset) {
  iconv_t converter = g_mime_iconv_open("UTF-8", charset);
  return converter == (iconv_t)-1 ? NULL : (void *)converter;
}

static inline void cgmime_iconv_close(void *converter) { g_mime_iconv_close((iconv_t)converter); }

// 0: everything converted; 1: output full; 2: bytes that are no character; 3: input ends inside a character.
static inline int cgmime_iconv(void *converter, char **in, size_t *in_left, char **out, size_t *out_left) {
  if (iconv((iconv_t)converter, in, in_left, out, out_left) != (size_t)-1) return 0;
  return errno == E2BIG ? 1 : errno == EINVAL ? 3 : 2;
}

#endif
