// simdjson's On-Demand interface with error codes only, the same in debug and release builds.
#define SIMDJSON_EXCEPTIONS 0
#define SIMDJSON_DEVELOPMENT_CHECKS 0
#include "CSimdjson.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

static_assert(CSIMDJSON_PADDING >= SIMDJSON_PADDING, "the header promises too little padding");

namespace {

/// A growing block of plain values that says when there is no memory.
template <typename Item>
struct Block {
  Item *items = nullptr;
  size_t capacity = 0;

  ~Block() { std::free(items); }

  bool reserve(size_t wanted) noexcept {
    if (wanted <= capacity) return true;
    size_t grown = capacity * 2 > wanted ? capacity * 2 : wanted;
    void *moved = std::realloc(items, grown * sizeof(Item));
    if (moved == nullptr) return false;
    items = static_cast<Item *>(moved);
    capacity = grown;
    return true;
  }
};

bool isDigit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// Whether the text is a number by the grammar of RFC 8259.
bool isNumber(std::string_view text) noexcept {
  size_t at = 0;
  auto digits = [&]() noexcept {
    size_t start = at;
    while (at < text.size() && isDigit(text[at])) at += 1;
    return at - start;
  };
  if (at < text.size() && text[at] == '-') at += 1;
  size_t integer = at;
  size_t count = digits();
  if (count == 0 || (count > 1 && text[integer] == '0')) return false;
  if (at < text.size() && text[at] == '.') {
    at += 1;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    at += 1;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) at += 1;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

/// simdjson's raw tokens include the white space behind them.
std::string_view trimmed(std::string_view token) noexcept {
  while (!token.empty()) {
    char last = token.back();
    if (last != ' ' && last != '\t' && last != '\n' && last != '\r') break;
    token.remove_suffix(1);
  }
  return token;
}

csimdjson_error errorFrom(error_code code) noexcept {
  switch (code) {
    case SUCCESS: return CSIMDJSON_OK;
    case UTF8_ERROR: return CSIMDJSON_NOT_UTF8;
    case MEMALLOC: return CSIMDJSON_OUT_OF_MEMORY;
    case CAPACITY: return CSIMDJSON_TOO_LARGE;
    case DEPTH_ERROR: return CSIMDJSON_TOO_DEEP;
    default: return CSIMDJSON_INVALID;
  }
}

}  // namespace

/// Which members of one object are wanted, by the first byte of the key.
struct csimdjson_selection {
  std::vector<std::string> path;
  /// Each with the closing quote behind it.
  std::vector<std::string> keys[256];

  /// Whether a raw key, from behind its opening quote on, is a wanted one; `room` bytes may be read.
  bool wants(const char *key, size_t room) const noexcept {
    for (const std::string &wanted : keys[static_cast<uint8_t>(*key)]) {
      if (wanted.size() <= room && std::memcmp(wanted.data(), key, wanted.size()) == 0) return true;
    }
    return false;
  }
};

struct csimdjson_parser {
  ondemand::parser engine{CSIMDJSON_MAX_LENGTH};
  /// The text with simdjson's padding behind it.
  Block<uint8_t> text;
  Block<csimdjson_token> tokens;
  size_t count = 0;
  int deepest = 0;

  /// Null for everything.
  const csimdjson_selection *selection = nullptr;
  /// Whether the text has a backslash anywhere, so that a key may be spelled in another way.
  bool hasEscapes = true;

  error_code read(const uint8_t *bytes, size_t length, const char **location) noexcept;

 private:
  error_code add(csimdjson_kind kind, std::string_view content) noexcept;
  error_code addScalar(std::string_view rawToken) noexcept;
  error_code enter(int depth) noexcept;
  // `matched` is how many keys of the selection's path lead here; -1 off the path.
  error_code walk(ondemand::value value, int depth, int matched) noexcept;
  error_code walk(ondemand::array array, int depth) noexcept;
  error_code walk(ondemand::object object, int depth, int matched) noexcept;
  bool isSkipped(ondemand::field &field, int matched) noexcept;
  error_code walk(ondemand::document &document, const uint8_t *end) noexcept;
};

error_code csimdjson_parser::add(csimdjson_kind kind, std::string_view content) noexcept {
  if (!tokens.reserve(count + 1)) return MEMALLOC;
  csimdjson_token &token = tokens.items[count];
  count += 1;
  token.text = content.data();
  token.length = static_cast<uint32_t>(content.size());
  token.count = 0;
  token.span = 1;
  token.kind = static_cast<uint8_t>(kind);
  return SUCCESS;
}

error_code csimdjson_parser::addScalar(std::string_view rawToken) noexcept {
  std::string_view token = trimmed(rawToken);
  if (token == "null") return add(CSIMDJSON_NULL, {});
  if (token == "true") return add(CSIMDJSON_TRUE, {});
  if (token == "false") return add(CSIMDJSON_FALSE, {});
  if (isNumber(token)) return add(CSIMDJSON_NUMBER, token);
  return TAPE_ERROR;
}

/// Notes how deep an array or an object lies.
error_code csimdjson_parser::enter(int depth) noexcept {
  if (depth > CSIMDJSON_MAX_DEPTH) return DEPTH_ERROR;
  deepest = std::max(deepest, depth);
  return SUCCESS;
}

error_code csimdjson_parser::walk(ondemand::array array, int depth) noexcept {
  SIMDJSON_TRY(enter(depth));
  size_t own = count;
  SIMDJSON_TRY(add(CSIMDJSON_ARRAY, {}));
  uint32_t elements = 0;
  for (auto element : array) {
    ondemand::value value;
    SIMDJSON_TRY(element.get(value));
    SIMDJSON_TRY(walk(value, depth, -1));
    elements += 1;
  }
  tokens.items[own].count = elements;
  tokens.items[own].span = static_cast<uint32_t>(count - own);
  return SUCCESS;
}

/// Whether a member is of the object that is selected from, and not wanted. Escapes in a key are rare and read in full.
bool csimdjson_parser::isSkipped(ondemand::field &field, int matched) noexcept {
  if (matched < 0 || selection == nullptr || static_cast<size_t>(matched) != selection->path.size()) return false;
  const char *key = field.key().raw();
  size_t room = static_cast<size_t>(reinterpret_cast<const char *>(text.items) + text.capacity - key);
  if (selection->wants(key, room)) return false;
  if (!hasEscapes) return true;
  // Up to the first quote, which is the closing one unless a backslash stands before it.
  const void *quote = std::memchr(key, '"', room);
  if (quote == nullptr) return false;
  return std::memchr(key, '\\', static_cast<size_t>(static_cast<const char *>(quote) - key)) == nullptr;
}

error_code csimdjson_parser::walk(ondemand::object object, int depth, int matched) noexcept {
  SIMDJSON_TRY(enter(depth));
  size_t own = count;
  SIMDJSON_TRY(add(CSIMDJSON_OBJECT, {}));
  uint32_t members = 0;
  for (auto result : object) {
    ondemand::field field;
    SIMDJSON_TRY(std::move(result).get(field));
    if (isSkipped(field, matched)) continue;
    std::string_view key;
    SIMDJSON_TRY(field.unescaped_key().get(key));
    SIMDJSON_TRY(add(CSIMDJSON_STRING, key));
    bool isOnPath = matched >= 0 && selection != nullptr &&
                    static_cast<size_t>(matched) < selection->path.size() &&
                    selection->path[static_cast<size_t>(matched)] == key;
    SIMDJSON_TRY(walk(field.value(), depth, isOnPath ? matched + 1 : -1));
    members += 1;
  }
  tokens.items[own].count = members;
  tokens.items[own].span = static_cast<uint32_t>(count - own);
  return SUCCESS;
}

error_code csimdjson_parser::walk(ondemand::value value, int depth, int matched) noexcept {
  ondemand::json_type type;
  SIMDJSON_TRY(value.type().get(type));
  switch (type) {
    case ondemand::json_type::array: {
      ondemand::array array;
      SIMDJSON_TRY(value.get_array().get(array));
      return walk(array, depth + 1);
    }
    case ondemand::json_type::object: {
      ondemand::object object;
      SIMDJSON_TRY(value.get_object().get(object));
      return walk(object, depth + 1, matched);
    }
    case ondemand::json_type::string: {
      std::string_view text;
      SIMDJSON_TRY(value.get_string().get(text));
      return add(CSIMDJSON_STRING, text);
    }
    default:
      return addScalar(value.raw_json_token());
  }
}

error_code csimdjson_parser::walk(ondemand::document &document, const uint8_t *end) noexcept {
  ondemand::json_type type;
  SIMDJSON_TRY(document.type().get(type));
  switch (type) {
    case ondemand::json_type::array: {
      ondemand::array array;
      SIMDJSON_TRY(document.get_array().get(array));
      SIMDJSON_TRY(walk(array, 1));
      break;
    }
    case ondemand::json_type::object: {
      ondemand::object object;
      SIMDJSON_TRY(document.get_object().get(object));
      SIMDJSON_TRY(walk(object, 1, 0));
      break;
    }
    case ondemand::json_type::string: {
      std::string_view text;
      SIMDJSON_TRY(document.get_string().get(text));
      SIMDJSON_TRY(add(CSIMDJSON_STRING, text));
      break;
    }
    default: {
      // A raw token is read without moving on, so what follows it is judged by where it ends.
      std::string_view token;
      SIMDJSON_TRY(document.raw_json_token().get(token));
      SIMDJSON_TRY(addScalar(token));
      bool last = reinterpret_cast<const uint8_t *>(token.data()) + token.size() == end;
      return last ? SUCCESS : TRAILING_CONTENT;
    }
  }
  return document.current_location().error() == OUT_OF_BOUNDS ? SUCCESS : TRAILING_CONTENT;
}

error_code csimdjson_parser::read(
    const uint8_t *bytes, size_t length, const char **location) noexcept {
  count = 0;
  deepest = 0;
  if (!text.reserve(length + SIMDJSON_PADDING)) return MEMALLOC;
  if (length > 0) std::memcpy(text.items, bytes, length);
  std::memset(text.items + length, 0, SIMDJSON_PADDING);
  if (engine.capacity() == 0 || engine.capacity() < length) {
    // Twice what is needed, so that a run of slowly growing texts does not allocate each time.
    size_t wanted = std::clamp<size_t>(length * 2, 4096, CSIMDJSON_MAX_LENGTH);
    SIMDJSON_TRY(engine.allocate(wanted, engine.max_depth()));
  }
  hasEscapes = selection != nullptr && std::memchr(text.items, '\\', length) != nullptr;
  ondemand::document document;
  SIMDJSON_TRY(engine.iterate(text.items, length, text.capacity).get(document));
  error_code error = walk(document, text.items + length);
  if (error) {
    const char *place = nullptr;
    if (!document.current_location().get(place)) *location = place;
  }
  return error;
}

csimdjson_parser *csimdjson_parser_new(void) { return new (std::nothrow) csimdjson_parser; }

void csimdjson_parser_free(csimdjson_parser *parser) { delete parser; }

csimdjson_selection *csimdjson_selection_new(
    const char *const *path, size_t path_length, const char *const *keys, size_t count) {
  auto *selection = new (std::nothrow) csimdjson_selection;
  if (selection == nullptr) return nullptr;
  for (size_t index = 0; index < path_length; index++) selection->path.emplace_back(path[index]);
  for (size_t index = 0; index < count; index++) {
    std::string key = std::string(keys[index]) + "\"";
    selection->keys[static_cast<uint8_t>(key.front())].push_back(key);
  }
  return selection;
}

void csimdjson_selection_free(csimdjson_selection *selection) { delete selection; }

csimdjson_error csimdjson_parse(
    csimdjson_parser *parser, const uint8_t *text, size_t length, csimdjson_document *document) {
  return csimdjson_parse_selected(parser, nullptr, text, length, document);
}

csimdjson_error csimdjson_parse_selected(
    csimdjson_parser *parser, const csimdjson_selection *selection, const uint8_t *text, size_t length,
    csimdjson_document *document) {
  parser->selection = selection;
  document->tokens = nullptr;
  document->count = 0;
  document->depth = 0;
  document->error_offset = -1;
  if (length > CSIMDJSON_MAX_LENGTH) return CSIMDJSON_TOO_LARGE;
  size_t mark = length >= 3 && std::memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  const char *location = nullptr;
  error_code error = parser->read(text + mark, length - mark, &location);
  if (error) {
    const char *start = reinterpret_cast<const char *>(parser->text.items);
    if (location != nullptr && location >= start && location <= start + (length - mark)) {
      document->error_offset = static_cast<int64_t>(location - start) + static_cast<int64_t>(mark);
    }
    return errorFrom(error);
  }
  document->tokens = parser->tokens.items;
  document->count = parser->count;
  document->depth = static_cast<uint32_t>(parser->deepest);
  return CSIMDJSON_OK;
}

csimdjson_error csimdjson_minify(
    const uint8_t *text, size_t length, uint8_t *output, size_t *output_length) {
  *output_length = 0;
  if (length > CSIMDJSON_MAX_LENGTH) return CSIMDJSON_TOO_LARGE;
  size_t mark = length >= 3 && std::memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  return errorFrom(simdjson::minify(
      reinterpret_cast<const char *>(text) + mark, length - mark,
      reinterpret_cast<char *>(output), *output_length));
}

const char *csimdjson_version(void) {
  struct Text {
    char bytes[48];
    Text() noexcept {
      std::snprintf(
          bytes, sizeof bytes, "%d.%d.%d", int(SIMDJSON_VERSION_MAJOR), int(SIMDJSON_VERSION_MINOR),
          int(SIMDJSON_VERSION_REVISION));
    }
  };
  static const Text text;
  return text.bytes;
}

const char *csimdjson_implementation(void) { return get_active_implementation()->name().c_str(); }
