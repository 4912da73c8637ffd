// A form that is made of others asks them through fits(), which remembers what each of them expects
// and stops at the most errors. An object's members are looked at before it is said which are
// missing.

#include "sim/text/json_check.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "sim/text/located_json.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

using nlohmann::json;
using Names = std::vector<std::string_view>;

constexpr std::size_t kFewKeys = 8;  // that are listed in a hint

std::string shown_value(const json& value) {
    switch (value.type()) {
        case json::value_t::string: return in_quotes(value.get_ref<const std::string&>());
        case json::value_t::array: return "an array";
        case json::value_t::object: return "an object";
        default: return printable(value.dump());  // kinds of number, of another library
    }
}

std::string what_is(const JsonPart& part) {
    return fmt::format("{} is {}",
                       part.pointer.empty() ? "the document" : in_quotes(dotted(part.pointer)),
                       shown_value(part.value));
}

Names names_of(const std::vector<JsonMember>& members) {
    Names names;
    names.reserve(members.size());
    for (const JsonMember& member : members) {
        names.push_back(member.name);
    }
    return names;
}

bool is_number_in_quotes(const json& value) {
    const auto* text = value.get_ptr<const std::string*>();
    return text != nullptr && !text->empty() &&
           text->find_first_not_of("0123456789") == std::string::npos;
}

// Numbers that are too large for 64 bits come as floating point.
bool is_beyond_integers(const json& value) {
    constexpr double kTwoTo63 = 9223372036854775808.0;
    const double number = value.is_number_float() ? value.get<double>() : 0;
    return number >= 2 * kTwoTo63 || number <= -kTwoTo63;
}

void look_at_integer(JsonCheck& check, const JsonPart& part, std::uint64_t least,
                     std::uint64_t most) {
    const json& value = part.value;
    if (value.is_number_integer()) {
        const bool negative = !value.is_number_unsigned() && value.get<std::int64_t>() < 0;
        if (negative || value.get<std::uint64_t>() < least || value.get<std::uint64_t>() > most) {
            check.wrong(ErrorCode::out_of_range, part);
        }
    } else if (is_beyond_integers(value)) {
        check.wrong(ErrorCode::out_of_range, part);
    } else {
        check.wrong(ErrorCode::wrong_type, part,
                    is_number_in_quotes(value) ? "write the number without quotes"
                    : value.is_number_float()  ? "write it in digits, without fraction and exponent"
                                               : "");
    }
}

}  // namespace

JsonForm anything() {
    return {"anything", [](JsonCheck& /*check*/, const JsonPart& /*part*/) {}};
}

JsonForm a_flag() {
    return a_value_that("true or false", [](const json& value) { return value.is_boolean(); });
}

JsonForm a_text(std::size_t shortest) {
    return a_text_that(shortest > 0 ? "a text that is not empty" : "a text",
                       ErrorCode::out_of_range,
                       [shortest](const std::string& text) { return text.size() >= shortest; });
}

JsonForm one_of(const Names& names) {
    const auto is_name = [names](const std::string& text) {
        return std::find(names.begin(), names.end(), text) != names.end();
    };
    return a_text_that(fmt::format("one of {}", fmt::join(names, ", ")), ErrorCode::unknown_name,
                       is_name, names);
}

JsonForm a_value_that(std::string expected, JsonQuestion has_type, ErrorCode code,
                      JsonQuestion is_right) {
    return {std::move(expected), [=](JsonCheck& check, const JsonPart& part) {
                if (!has_type(part.value)) {
                    check.wrong(ErrorCode::wrong_type, part);
                } else if (is_right && !is_right(part.value)) {
                    check.wrong(code, part);
                }
            }};
}

JsonForm a_text_that(std::string expected, ErrorCode code, TextQuestion is_right, Names names) {
    return {std::move(expected), [=](JsonCheck& check, const JsonPart& part) {
                const auto* text = part.value.get_ptr<const std::string*>();
                if (text == nullptr) {
                    check.wrong(ErrorCode::wrong_type, part);
                } else if (!is_right(*text)) {
                    check.wrong(code, part, did_you_mean(*text, names));
                }
            }};
}

JsonForm a_format(std::string_view format, int version, std::string_view what_to_do) {
    const std::string prefix = fmt::format("{}/", format);
    const std::string ours = fmt::format("{}{}", prefix, version);
    return {fmt::format("\"{}\"; {}", ours, what_to_do),
            [prefix, ours](JsonCheck& check, const JsonPart& part) {
                const auto* text = part.value.get_ptr<const std::string*>();
                if (text == nullptr || *text != ours) {
                    check.wrong(text == nullptr             ? ErrorCode::wrong_type
                                : text->starts_with(prefix) ? ErrorCode::wrong_version
                                                            : ErrorCode::wrong_kind,
                                part);
                }
            }};
}

JsonForm an_integer(std::uint64_t least, std::uint64_t most) {
    return {fmt::format("an integer from {} to {}", least, most),
            [least, most](JsonCheck& check, const JsonPart& part) {
                look_at_integer(check, part, least, most);
            }};
}

JsonForm a_list(std::string expected, JsonForm element, std::size_t least, std::size_t most) {
    return {std::move(expected), [=](JsonCheck& check, const JsonPart& part) {
                const json& list = part.value;
                if (!list.is_array()) {
                    return check.wrong(ErrorCode::wrong_type, part);
                }
                if (list.size() < least || list.size() > most) {
                    return check.wrong(ErrorCode::out_of_range, part,
                                       fmt::format("it has {} elements", list.size()));
                }
                for (std::size_t i = 0; i < list.size() && !check.full(); ++i) {
                    check.fits({list[i], child_pointer(part.pointer, i)}, element);
                }
            }};
}

JsonForm an_object(std::vector<JsonMember> members) {
    return {"an object",
            [=](JsonCheck& check, const JsonPart& part) { check.members(part, members); }};
}

JsonForm either(JsonQuestion such, JsonForm first, JsonForm second) {
    return {fmt::format("{}, or {}", first.expected, second.expected),
            [=](JsonCheck& check, const JsonPart& part) {
                (such(part.value) ? first : second).look(check, part);
            }};
}

bool JsonCheck::fits(const JsonPart& part, const JsonForm& form) {
    const std::size_t before = errors_.size();
    if (!full()) {
        const std::string* const around = std::exchange(expected_, &form.expected);
        form.look(*this, part);
        expected_ = around;
    }
    return errors_.size() == before && !full();
}

void JsonCheck::wrong(ErrorCode code, const JsonPart& part, std::string hint) {
    complain(code, part.pointer, what_is(part), *expected_, std::move(hint));
}

void JsonCheck::complain(ErrorCode code, const std::string& pointer, std::string message,
                         std::string expected, std::string hint, At at) {
    if (full()) {
        return;
    }
    InputError& error = errors_.emplace_back(error_at_(pointer, at));
    error.code = code;
    error.message = std::move(message);
    error.expected = std::move(expected);
    error.hint = std::move(hint);
}

void JsonCheck::members(const JsonPart& object, const std::vector<JsonMember>& known) {
    if (!object.value.is_object()) {
        const bool few = !known.empty() && known.size() <= kFewKeys;
        return wrong(ErrorCode::wrong_type, object,
                     few ? fmt::format("with the keys {}", fmt::join(names_of(known), ", ")) : "");
    }
    Names strangers;
    for (const auto& [name, value] : object.value.items()) {
        if (full()) {
            return;
        }
        const std::string pointer = child_pointer(object.pointer, name);
        const auto found =
            std::find_if(known.begin(), known.end(),
                         [&key = name](const JsonMember& member) { return member.name == key; });
        if (found == known.end()) {
            unknown_key(pointer, name, names_of(known));
            strangers.push_back(name);
        } else {
            fits({value, pointer}, found->form);
        }
    }
    for (const JsonMember& member : known) {
        if (member.required && !object.value.contains(std::string{member.name})) {
            missing_key(object.pointer, member, ignores_ ? strangers : Names{});
        }
    }
}

void JsonCheck::unknown_key(const std::string& pointer, std::string_view key, const Names& known) {
    if (ignores_) {
        ignored_.push_back(pointer);
    } else {
        complain(ErrorCode::unknown_key, pointer, fmt::format("unknown key {}", in_quotes(key)),
                 fmt::format("one of {}", fmt::join(known, ", ")), did_you_mean(key, known),
                 At::key);
    }
}

void JsonCheck::missing_key(const std::string& object, const JsonMember& member,
                            const Names& others) {
    const std::string_view near = nearest_name(member.name, others);
    complain(
        ErrorCode::missing_key, object,
        fmt::format("the key {} is missing", in_quotes(dotted(child_pointer(object, member.name)))),
        fmt::format("\"{}\": {}", member.name, member.form.expected),
        near.empty() ? "" : fmt::format("there is {}", in_quotes(near)));
}

}  // namespace sim
