/// A C face for simdjson: a JSON text in, a flat array of tokens out.
///
/// One call walks the whole text, so that Swift reads the result without calling back. No C++
/// exception crosses this header, and nothing here aborts on a malformed text.

#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How deep arrays and objects may lie within each other; a lone array has depth 1.
#define CSIMDJSON_MAX_DEPTH 64

/// The longest text that is read, in bytes.
#define CSIMDJSON_MAX_LENGTH (64u * 1024u * 1024u)

/// How many bytes the output of `csimdjson_minify` must have beyond the length of the text.
#define CSIMDJSON_PADDING 64u

typedef enum {
  CSIMDJSON_OK = 0,
  /// Not JSON: a syntax error, a cut text, content after the value, a lone surrogate.
  CSIMDJSON_INVALID = 1,
  CSIMDJSON_NOT_UTF8 = 2,
  CSIMDJSON_TOO_DEEP = 3,
  CSIMDJSON_TOO_LARGE = 4,
  CSIMDJSON_OUT_OF_MEMORY = 5,
} csimdjson_error;

typedef enum {
  CSIMDJSON_NULL = 0,
  CSIMDJSON_FALSE = 1,
  CSIMDJSON_TRUE = 2,
  CSIMDJSON_NUMBER = 3,
  CSIMDJSON_STRING = 4,
  CSIMDJSON_ARRAY = 5,
  CSIMDJSON_OBJECT = 6,
} csimdjson_kind;

/// One value, or one key of an object. The tokens stand in the order of the text: an array is
/// followed by its elements, an object by key, value, key, value. Duplicate keys are kept.
typedef struct {
  /// A string without its escapes, or a number as it is written; null for the other kinds.
  const char *text;
  /// The bytes of `text`.
  uint32_t length;
  /// The elements of an array or the members of an object.
  uint32_t count;
  /// How many tokens the value takes, with everything in it; 1 for a key.
  uint32_t span;
  /// A `csimdjson_kind`; a key is a string.
  uint8_t kind;
} csimdjson_token;

typedef struct {
  /// Owned by the parser; valid until its next use.
  const csimdjson_token *tokens;
  size_t count;
  /// How many arrays and objects lie within each other at most; 0 for a lone value.
  uint32_t depth;
  /// Where the text goes wrong, in bytes from its start; -1 where that is not known.
  int64_t error_offset;
} csimdjson_document;

/// Memory that is used again for the next text; not for two threads at once.
typedef struct csimdjson_parser csimdjson_parser;

/// Null where there is no memory.
csimdjson_parser *csimdjson_parser_new(void);

void csimdjson_parser_free(csimdjson_parser *parser);

/// Reads a text in UTF-8, with or without a byte order mark. `document` has no tokens after an error.
csimdjson_error csimdjson_parse(
    csimdjson_parser *parser, const uint8_t *text, size_t length, csimdjson_document *document);

/// The members of one object that are wanted.
typedef struct csimdjson_selection csimdjson_selection;

/// Selects from the object that a path of keys leads to from the root; null where there is no memory.
csimdjson_selection *csimdjson_selection_new(
    const char *const *path, size_t path_length, const char *const *keys, size_t count);

void csimdjson_selection_free(csimdjson_selection *selection);

/// Reads a text as `csimdjson_parse` does, and leaves out the other members of the object that is selected from.
///
/// What is left out is not read beyond its UTF-8 and where it ends: for texts that were read whole before.
csimdjson_error csimdjson_parse_selected(
    csimdjson_parser *parser, const csimdjson_selection *selection, const uint8_t *text, size_t length,
    csimdjson_document *document);

/// Copies a text that `csimdjson_parse` accepts without the white space between its tokens.
///
/// `output` has room for `length + CSIMDJSON_PADDING` bytes.
csimdjson_error csimdjson_minify(
    const uint8_t *text, size_t length, uint8_t *output, size_t *output_length);

/// simdjson's version when this was compiled; never null.
const char *csimdjson_version(void);

/// What the loaded simdjson reads with on this processor; never null, valid for good.
const char *csimdjson_implementation(void);

#ifdef __cplusplus
}
#endif

#endif
