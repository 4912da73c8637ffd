#pragma once
// What a JSON document has to look like, said as values, and one way to tell where another one
// differs. Every reader of JSON here (scenarios and profiles, traces, frames, known failures,
// results of shards) checks a document against its form, and then reads it without asking again.
//
//   const JsonForm step = an_object({{"pick", an_integer(0, 65'535)},
//                                    maybe("digest", a_text())});
//   JsonCheck check{located};
//   check.fits({located.value, ""}, step);
//
// leaves these, each with its code, file, line, column and pointer:
//
//   "pick" is -1               expected an integer from 0 to 65535
//   the key "pick" is missing  expected "pick": an integer from 0 to 65535
//   unknown key "digset"       expected one of pick, digest     hint: did you mean "digest"?
//
// Integers are written in digits: 7 and 0, and -0, which is 0. 1.0 and 1e3 are of the wrong type,
// as "7", true and null are; -1, 2^64 and all that is larger are out of range.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/text/input_error.hpp"

namespace sim {

class JsonCheck;

// A value of a document, and its pointer there.
struct JsonPart {
    const nlohmann::json& value;
    std::string pointer;
};

struct JsonForm {
    std::string expected;  // in words, for messages
    // Complains of a part that has another form.
    std::function<void(JsonCheck& check, const JsonPart& part)> look;

    // The same form in other words.
    [[nodiscard]] JsonForm called(std::string words) const { return {std::move(words), look}; }
};

struct JsonMember {
    std::string_view name;
    JsonForm form;
    bool required = true;
};

// A member that need not be there.
inline JsonMember maybe(std::string_view name, JsonForm form) {
    return {name, std::move(form), false};
}

using JsonQuestion = std::function<bool(const nlohmann::json& value)>;
using TextQuestion = std::function<bool(const std::string& text)>;

JsonForm anything();
JsonForm a_flag();
JsonForm a_text(std::size_t shortest = 0);  // octets
JsonForm an_integer(std::uint64_t least, std::uint64_t most);
JsonForm one_of(const std::vector<std::string_view>& names);
JsonForm a_list(std::string expected, JsonForm element, std::size_t least = 0,
                std::size_t most = std::numeric_limits<std::size_t>::max());

// With no members but these; JsonCheck::ignore_unknown_keys() allows more.
JsonForm an_object(std::vector<JsonMember> members);

// The name of a format with its version, "h2sim-trace/1"; `format` is "h2sim-trace". `what_to_do`
// is said where it is another one.
JsonForm a_format(std::string_view format, int version, std::string_view what_to_do);

// A value of a type, right for a reason of its own. One that is not is of the kind `code`.
JsonForm a_value_that(std::string expected, JsonQuestion has_type, ErrorCode code = ErrorCode::none,
                      JsonQuestion is_right = nullptr);
// A text; of the `names` the nearest to one that is not right is proposed.
JsonForm a_text_that(std::string expected, ErrorCode code, TextQuestion is_right,
                     std::vector<std::string_view> names = {});

// `first` for values that are `such`, else `second`.
JsonForm either(JsonQuestion such, JsonForm first, JsonForm second);

// Looks at the parts of one document and collects what is wrong with them.
class JsonCheck {
  public:
    // Where the parts stand is asked of `source`, which outlives the check: a LocatedJson, or
    // another class with `InputError error_at(const std::string& pointer, At at) const`.
    template <class Source>
    explicit JsonCheck(const Source& source)
        : error_at_{[&source](const std::string& pointer, At at) {
              return source.error_at(pointer, at);
          }} {}

    // Whether nothing is wrong with the part. Beyond kMostInputErrors nothing is looked at.
    bool fits(const JsonPart& part, const JsonForm& form);

    // `"limit" is 3`, and what the form at hand expects.
    void wrong(ErrorCode code, const JsonPart& part, std::string hint = "");
    void complain(ErrorCode code, const std::string& pointer, std::string message,
                  std::string expected, std::string hint = "", At at = At::value);

    // Of an object: each member fits, none is unknown, and none is missing.
    void members(const JsonPart& object, const std::vector<JsonMember>& known);
    // The object has it not; one of its other keys may be what was meant.
    void missing_key(const std::string& object, const JsonMember& member,
                     const std::vector<std::string_view>& others = {});

    // Keys that no form knows are no error.
    void ignore_unknown_keys() { ignores_ = true; }
    [[nodiscard]] const std::vector<std::string>& ignored() const { return ignored_; }  // pointers

    [[nodiscard]] bool failed() const { return !errors_.empty(); }
    [[nodiscard]] bool full() const { return errors_.size() >= kMostInputErrors; }
    [[nodiscard]] InputErrors take() { return std::move(errors_); }

  private:
    void unknown_key(const std::string& pointer, std::string_view key,
                     const std::vector<std::string_view>& known);

    std::function<InputError(const std::string& pointer, At at)> error_at_;
    const std::string* expected_ = nullptr;  // of the form at hand
    InputErrors errors_;
    bool ignores_ = false;
    std::vector<std::string> ignored_;
};

}  // namespace sim
