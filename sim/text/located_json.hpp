#pragma once
// JSON that knows where it was written: the value of a text, and for every key and value in it the
// line and column. Stricter than most readers: a key may not be given twice, at most
// kDeepestNesting levels, no NUL bytes, no numbers beyond a double. Never throws, whatever the
// text.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "h2core/result.hpp"
#include "sim/text/input_error.hpp"

namespace sim {

inline constexpr std::size_t kDeepestNesting = 64;

struct Places {
    Location key;    // of the key's opening quote; that of the value where there is no key
    Location value;  // of its first character
};

struct LocatedJson {
    std::string file;  // as given, for messages
    std::string text;
    nlohmann::json value;
    std::map<std::string, Places> places;  // by JSON pointer (RFC 6901); "" is the whole document

    // Of the key or value, or of the nearest thing around it that is there.
    [[nodiscard]] Places places_of(std::string_view pointer) const;
    // An error there, without code and message.
    [[nodiscard]] InputError error_at(const std::string& pointer, At at) const;
};

// The first error is reported: not JSON (with what stands there), duplicate key, too deep.
h2::Result<LocatedJson, InputError> parse_located_json(std::string_view text,
                                                       std::string_view file);

// The pointer of a member or element: `pointer` + '/' + the token with '~' and '/' escaped.
std::string child_pointer(std::string_view pointer, std::string_view token);
std::string child_pointer(std::string_view pointer, std::size_t index);

// The last token of a pointer, unescaped: the key's name.
std::string last_token(std::string_view pointer);

// The pointer of what contains it; "" for top-level keys and for "".
std::string_view parent_pointer(std::string_view pointer);

// "/server/release_at/data" as --set spells it: "server.release_at.data".
std::string dotted(std::string_view pointer);

}  // namespace sim
