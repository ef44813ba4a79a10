// The narrow part of GMime 3.2 that reads messages: transfer decoding, parameters of Content-Type and
// Content-Disposition (RFC 2045, 2183, 2231), character sets. Whole messages are never given to GMime: its parser
// recurses over addresses and parts, and a crash in C ends the process.
#ifndef LOCKSTEP_CGMIME_SHIM_H
#define LOCKSTEP_CGMIME_SHIM_H

#include <errno.h>
#include <gmime/gmime.h>
#include <iconv.h>
#include <string.h>

// Decodes one whole body; `out` has room for cgmime_decoded_capacity(length) bytes. Returns the bytes written.
static inline size_t cgmime_decode_quoted_printable(const char *bytes, size_t length, char *out) {
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return g_mime_encoding_flush(&state, bytes, length, out);
}

static inline size_t cgmime_decoded_capacity(size_t length) { return length + 16; }

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

static inline void cgmime_iconv_reset(void *converter) { iconv((iconv_t)converter, NULL, NULL, NULL, NULL); }

typedef void (*cgmime_parameter_handler)(void *context, const char *name, const char *value);

static inline void cgmime_each_parameter(GMimeParamList *list, void *context, cgmime_parameter_handler handler) {
  int count = list ? g_mime_param_list_length(list) : 0;
  for (int i = 0; i < count; i++) {
    GMimeParam *param = g_mime_param_list_get_parameter_at(list, i);
    const char *name = g_mime_param_get_name(param), *value = g_mime_param_get_value(param);
    if (name && value) handler(context, name, value);
  }
}

// Reads the parameters of a Content-Type or Content-Disposition value (RFC 2231 pieces joined, as UTF-8).
static inline void cgmime_parameters(
    const char *field_value, int disposition, void *context, cgmime_parameter_handler handler) {
  if (disposition) {
    GMimeContentDisposition *parsed = g_mime_content_disposition_parse(NULL, field_value);
    if (!parsed) return;
    cgmime_each_parameter(g_mime_content_disposition_get_parameters(parsed), context, handler);
    g_object_unref(parsed);
  } else {
    GMimeContentType *parsed = g_mime_content_type_parse(NULL, field_value);
    if (!parsed) return;
    cgmime_each_parameter(g_mime_content_type_get_parameters(parsed), context, handler);
    g_object_unref(parsed);
  }
}

#endif
