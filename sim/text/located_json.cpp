// The event parser of nlohmann/json reads the text, and a cursor goes over the text along with it,
// one token for each event: so the place of each token is known. The builder makes the value and
// its places from both and ends the parsing at the first error.

#include "sim/text/located_json.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "sim/text/syntax_hint.hpp"

namespace sim {
namespace {

using nlohmann::json;

// Walks over the tokens of a text in step with the parser's events: each event is one token, and
// what lies between two of them is white space, ',' or ':'. The parser has seen every token first,
// so they are well formed. Counts lines on the way, so that the whole text is walked once.
class TokenCursor {
  public:
    explicit TokenCursor(std::string_view text) : text_{text} {
        if (text_.substr(0, 3) == "\xEF\xBB\xBF") {
            offset_ = 3;  // byte order mark
        }
    }

    // Where the next token starts.
    Location next() {
        while (offset_ < text_.size() && is_between(text_[offset_])) {
            advance();
        }
        return here();
    }

    // Where the next token starts; goes behind it.
    Location take() {
        const Location start = next();
        const std::size_t end = token_end();
        while (offset_ < end) {
            advance();
        }
        return start;
    }

  private:
    static bool is_between(char byte) {
        return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == ',' ||
               byte == ':';
    }

    static bool is_bracket(char byte) {
        return byte == '{' || byte == '}' || byte == '[' || byte == ']';
    }

    Location here() const { return {offset_, line_, column_}; }

    void advance() {
        const auto byte = static_cast<unsigned char>(text_[offset_++]);
        if (byte == '\n') {
            ++line_;
            column_ = 1;
        } else if (offset_ == text_.size() ||
                   (static_cast<unsigned char>(text_[offset_]) & 0xC0U) != 0x80U) {
            ++column_;  // the next byte starts a character
        }
    }

    std::size_t token_end() const {
        std::size_t at = offset_;
        if (at == text_.size()) {
            return at;
        }
        if (is_bracket(text_[at])) {
            return at + 1;
        }
        if (text_[at] == '"') {
            for (++at; at < text_.size() && text_[at] != '"'; ++at) {
                at += text_[at] == '\\' ? 1 : 0;
            }
            return std::min(at + 1, text_.size());
        }
        while (at < text_.size() && !is_between(text_[at]) && !is_bracket(text_[at])) {
            ++at;
        }
        return at;
    }

    std::string_view text_;
    std::size_t offset_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t column_ = 1;
};

// The middle of "… column 5: syntax error while parsing value - invalid literal; last read: '…'".
std::string reason_of(std::string_view what) {
    const std::size_t dash = what.find(" - ");
    if (dash == std::string_view::npos) {
        return "not a JSON number that can be represented";
    }
    const std::string_view reason = what.substr(dash + 3);
    if (const std::size_t read = reason.find("; last read:"); read != std::string_view::npos) {
        const std::size_t expected = reason.find("; expected ", read);
        const std::string_view tail =
            expected == std::string_view::npos ? std::string_view{} : reason.substr(expected);
        return fmt::format("{}{}", printable(reason.substr(0, read), 200), printable(tail, 100));
    }
    return printable(reason, 200);
}

// nlohmann's event interface: builds the value and notes the places.
class Builder {
  public:
    Builder(LocatedJson& result, InputError& error)
        : result_{result}, error_{error}, cursor_{result.text} {}

    bool null() { return scalar(nullptr); }
    bool boolean(bool value) { return scalar(value); }
    bool number_integer(json::number_integer_t value) { return scalar(value); }
    bool number_unsigned(json::number_unsigned_t value) { return scalar(value); }
    bool number_float(json::number_float_t value, const std::string&) { return scalar(value); }
    bool string(std::string& value) { return scalar(std::move(value)); }
    bool binary(json::binary_t&) { return false; }  // not part of JSON text

    bool start_object(std::size_t) { return open(json::object()); }
    bool start_array(std::size_t) { return open(json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        const Location place = cursor_.take();
        Level& level = levels_.back();
        if (level.value->contains(name)) {
            const std::string pointer = child_pointer(level.pointer, name);
            const Location first = result_.places.at(pointer).key;
            return fail(ErrorCode::duplicate_key, place, pointer,
                        fmt::format("duplicate key {}", in_quotes(name)),
                        fmt::format("it is given first at line {}; keep one of them", first.line));
        }
        level.key = std::move(name);
        level.key_place = place;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const json::exception& problem) {
        Location place = cursor_.next();
        if (position > 0 && position - 1 < place.offset) {
            place = locate(result_.text, position - 1);  // a second ',' or ':'
        }
        const std::string pointer = levels_.empty() ? "" : levels_.back().pointer;
        return fail(ErrorCode::syntax, place, pointer,
                    fmt::format("not JSON: {}", reason_of(problem.what())), hint_at(place.offset));
    }

  private:
    struct Level {
        json* value;
        std::string pointer;
        std::string key;
        Location key_place;
    };

    [[nodiscard]] std::string hint_at(std::size_t offset) const {
        if (levels_.empty() && !result_.places.empty()) {
            return "one document in a file";
        }
        if (offset == result_.text.size() && !levels_.empty()) {
            return fmt::format("what begins at line {} is not closed",
                               result_.places.at(levels_.back().pointer).value.line);
        }
        return syntax_hint(result_.text, offset);
    }

    bool fail(ErrorCode code, Location place, std::string pointer, std::string message,
              std::string hint) {
        error_ = error_at(result_.file, result_.text, place);
        error_.code = code;
        error_.pointer = std::move(pointer);
        error_.message = std::move(message);
        error_.hint = std::move(hint);
        return false;
    }

    // Puts the value where it belongs, notes its places; its pointer is left in `pointer`.
    json* put(json value, Location place, std::string& pointer) {
        if (levels_.empty()) {
            result_.value = std::move(value);
            result_.places[pointer] = {place, place};
            return &result_.value;
        }
        Level& level = levels_.back();
        if (level.value->is_array()) {
            pointer = child_pointer(level.pointer, level.value->size());
            level.value->push_back(std::move(value));
            result_.places[pointer] = {place, place};
            return &level.value->back();
        }
        pointer = child_pointer(level.pointer, level.key);
        result_.places[pointer] = {level.key_place, place};
        json& member = (*level.value)[level.key];
        member = std::move(value);
        return &member;
    }

    bool scalar(json value) {
        std::string pointer;
        put(std::move(value), cursor_.take(), pointer);
        return true;
    }

    bool open(json container) {
        const Location place = cursor_.take();
        if (levels_.size() == kDeepestNesting) {
            return fail(ErrorCode::syntax, place, "",
                        fmt::format("nested deeper than {} levels", kDeepestNesting), "");
        }
        std::string pointer;
        json* value = put(std::move(container), place, pointer);
        levels_.push_back({value, std::move(pointer), {}, {}});
        return true;
    }

    bool close() {
        cursor_.take();
        levels_.pop_back();
        return true;
    }

    LocatedJson& result_;
    InputError& error_;
    TokenCursor cursor_;
    std::vector<Level> levels_;
};

}  // namespace

h2::Result<LocatedJson, InputError> parse_located_json(std::string_view text,
                                                       std::string_view file) {
    LocatedJson result{std::string{file}, std::string{text}, nullptr, {}};
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        InputError error = error_at(file, text, locate(text, nul));  // the parser would end here
        error.code = ErrorCode::syntax;
        error.message = "not JSON: a NUL byte";
        error.expected = "text in UTF-8";
        const bool wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
        error.hint = wide ? "this is UTF-16; save it as UTF-8" : "";
        return error;
    }
    InputError error;
    Builder builder{result, error};
    if (!json::sax_parse(result.text.begin(), result.text.end(), &builder)) {
        return error;
    }
    return result;
}

Places LocatedJson::places_of(std::string_view pointer) const {
    auto found = places.find(std::string{pointer});
    while (found == places.end() && !pointer.empty()) {
        pointer = parent_pointer(pointer);
        found = places.find(std::string{pointer});
    }
    return found == places.end() ? Places{} : found->second;
}

InputError LocatedJson::error_at(const std::string& pointer, At at) const {
    const Places there = places_of(pointer);
    InputError error = sim::error_at(file, text, at == At::key ? there.key : there.value);
    error.pointer = pointer;
    return error;
}

std::string child_pointer(std::string_view pointer, std::string_view token) {
    std::string result{pointer};
    result += '/';
    for (const char letter : token) {
        if (letter == '~') {
            result += "~0";
        } else if (letter == '/') {
            result += "~1";
        } else {
            result += letter;
        }
    }
    return result;
}

std::string child_pointer(std::string_view pointer, std::size_t index) {
    return fmt::format("{}/{}", pointer, index);
}

std::string last_token(std::string_view pointer) {
    std::string result;
    const std::size_t slash = pointer.rfind('/');
    for (std::size_t at = slash == std::string_view::npos ? 0 : slash + 1; at < pointer.size();
         ++at) {
        if (pointer[at] == '~' && at + 1 < pointer.size()) {
            result += pointer[++at] == '1' ? '/' : '~';
        } else {
            result += pointer[at];
        }
    }
    return result;
}

std::string_view parent_pointer(std::string_view pointer) {
    const std::size_t slash = pointer.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : pointer.substr(0, slash);
}

std::string dotted(std::string_view pointer) {
    std::string result;
    while (!pointer.empty()) {
        const std::size_t end = pointer.find('/', 1);
        if (!result.empty()) {
            result += '.';
        }
        result += last_token(pointer.substr(0, end));
        pointer = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
    }
    return result;
}

}  // namespace sim
