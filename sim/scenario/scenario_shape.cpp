// Walks the document and the table of keys together and checks each value by the kind of its key.
// An object's members are looked at before it is said which are missing. Once kMostInputErrors are
// found, no further value is looked at.

#include "sim/scenario/scenario_shape.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

using nlohmann::json;
using Part = Document::Part;

std::string kind_of(const json& value) {
    switch (value.type()) {
        case json::value_t::null: return "null";
        case json::value_t::boolean: return value.get<bool>() ? "true" : "false";
        case json::value_t::string: return in_quotes(value.get_ref<const std::string&>());
        case json::value_t::array: return "an array";
        case json::value_t::object: return "an object";
        default: return printable(value.dump());  // kinds of number, of another library
    }
}

std::string shown_key(const std::string& pointer) {
    return pointer.empty() ? "the document" : in_quotes(dotted(pointer));
}

// What is wrong with a value that is not one `key` takes.
ErrorCode code_of(const json& value, const KeySpec& key) {
    switch (key.kind) {
        case ValueKind::text:
            return value.is_string() ? ErrorCode::out_of_range : ErrorCode::wrong_type;
        case ValueKind::integer:
        case ValueKind::count:
            return value.is_number_integer() ? ErrorCode::out_of_range : ErrorCode::wrong_type;
        case ValueKind::choice:
        case ValueKind::choice_or_object:
            return value.is_string() ? ErrorCode::unknown_name : ErrorCode::wrong_type;
        case ValueKind::texts:
        case ValueKind::objects:
            return value.is_array() ? ErrorCode::out_of_range : ErrorCode::wrong_type;
        case ValueKind::flag:
        case ValueKind::object: return ErrorCode::wrong_type;
    }
    return ErrorCode::none;
}

constexpr std::size_t kFewKeys = 8;  // that are listed in a hint

class ShapeChecker {
  public:
    explicit ShapeChecker(const Document& document) : document_{document} {}

    void check(const std::string& pointer, const json& value, const KeySpec& key) {
        if (errors_.size() >= kMostInputErrors) {
            return;
        }
        switch (key.kind) {
            case ValueKind::text: return check_text(pointer, value, key);
            case ValueKind::texts:
            case ValueKind::objects: return check_array(pointer, value, key);
            case ValueKind::flag:
                if (!value.is_boolean()) {
                    wrong(pointer, value, key);
                }
                return;
            case ValueKind::integer: return check_integer(pointer, value, key);
            case ValueKind::count:
                if (value != json("unlimited")) {
                    check_integer(pointer, value, key);
                }
                return;
            case ValueKind::choice: return check_choice(pointer, value, key);
            case ValueKind::choice_or_object:
                return value.is_object() ? check_object(pointer, value, key)
                                         : check_choice(pointer, value, key);
            case ValueKind::object: return check_object(pointer, value, key);
        }
    }

    InputErrors take() { return std::move(errors_); }

  private:
    void add(InputError error, std::string expected, std::string hint) {
        error.expected = std::move(expected);
        error.hint = std::move(hint);
        errors_.push_back(std::move(error));
    }

    void wrong(const std::string& pointer, const json& value, const KeySpec& key,
               std::string hint = "") {
        const std::string message = fmt::format("{} is {}", shown_key(pointer), kind_of(value));
        add(document_.error(code_of(value, key), pointer, Part::value, message), describe(key),
            std::move(hint));
    }

    void check_text(const std::string& pointer, const json& value, const KeySpec& key) {
        const auto* text = value.get_ptr<const std::string*>();
        if (text == nullptr || text->size() < key.minimum) {
            wrong(pointer, value, key);
        }
    }

    void check_integer(const std::string& pointer, const json& value, const KeySpec& key) {
        if (value.is_number_unsigned()) {
            const auto number = value.get<std::uint64_t>();
            if (number >= key.minimum && number <= key.maximum) {
                return;
            }
        }
        const auto* text = value.get_ptr<const std::string*>();
        const bool digits = text != nullptr && !text->empty() &&
                            text->find_first_not_of("0123456789") == std::string::npos;
        wrong(pointer, value, key,
              digits                    ? "write the number without quotes"
              : value.is_number_float() ? "write it without a fraction"
                                        : "");
    }

    void check_choice(const std::string& pointer, const json& value, const KeySpec& key) {
        const auto* text = value.get_ptr<const std::string*>();
        if (text == nullptr) {
            return wrong(pointer, value, key);
        }
        std::vector<std::string_view> names;
        for (const Choice& each : key.choices) {
            names.push_back(each.name);
        }
        if (std::find(names.begin(), names.end(), *text) == names.end()) {
            wrong(pointer, value, key, did_you_mean(*text, names));
        }
    }

    void check_array(const std::string& pointer, const json& value, const KeySpec& key) {
        if (!value.is_array() || value.size() < key.minimum || value.size() > key.maximum) {
            return wrong(pointer, value, key,
                         value.is_array() ? fmt::format("it has {} elements", value.size()) : "");
        }
        KeySpec element = key;
        element.kind = key.kind == ValueKind::texts ? ValueKind::text : ValueKind::object;
        element.minimum = 0;
        for (std::size_t i = 0; i < value.size(); ++i) {
            check(child_pointer(pointer, i), value[i], element);
        }
    }

    void check_object(const std::string& pointer, const json& value, const KeySpec& key) {
        if (!value.is_object()) {
            const bool few = key.members.size() <= kFewKeys;
            return wrong(
                pointer, value, key,
                few ? fmt::format("with the keys {}", fmt::join(key_names(key.members), ", "))
                    : "");
        }
        for (const auto& [name, member] : value.items()) {
            if (errors_.size() >= kMostInputErrors) {
                return;
            }
            const std::string member_pointer = child_pointer(pointer, name);
            if (const KeySpec* known = find_key(key.members, name)) {
                check(member_pointer, member, *known);
            } else {
                unknown_key(member_pointer, name, key.members);
            }
        }
        for (const KeySpec& member : key.members) {
            if (member.required && !value.contains(std::string{member.name})) {
                missing_key(pointer, member);
            }
        }
    }

    void unknown_key(const std::string& pointer, const std::string& name, Keys keys) {
        const std::vector<std::string_view> names = key_names(keys);
        add(document_.error(ErrorCode::unknown_key, pointer, Part::key,
                            fmt::format("unknown key {}", in_quotes(name))),
            fmt::format("one of {}", fmt::join(names, ", ")), did_you_mean(name, names));
    }

    void missing_key(const std::string& pointer, const KeySpec& member) {
        const std::string missing = child_pointer(pointer, member.name);
        add(document_.error(ErrorCode::missing_key, pointer, Part::value,
                            fmt::format("the key {} is missing", in_quotes(dotted(missing)))),
            fmt::format("\"{}\": {}", member.name, describe(member)), "");
    }

    const Document& document_;
    InputErrors errors_;
};

}  // namespace

InputErrors check_shape(const Document& document, const KeySpec& root) {
    ShapeChecker checker{document};
    checker.check("", document.value(), root);
    return checker.take();
}

}  // namespace sim
