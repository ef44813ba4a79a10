// The narrow part of libxml2 in use: the SAX2 push parser. It builds no tree, knows no document type and loads nothing.
#ifndef LOCKSTEP_CXML2_SHIM_H
#define LOCKSTEP_CXML2_SHIM_H

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stddef.h>
#include <stdint.h>

// How many octets from the start are printable ASCII, TAB, LF or CR, and none of '<' and '&'.
static inline size_t cxml2_plain_run(const uint8_t *bytes, size_t count) {
  size_t n = 0;
  while (n < count) {
    uint8_t c = bytes[n];
    if (c == '<' || c == '&' || c >= 0x80 || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) break;
    n++;
  }
  return n;
}

#endif
