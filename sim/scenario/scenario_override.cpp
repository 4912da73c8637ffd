// Follows the dotted key through the table of keys and the document together, and makes the objects
// on the way that are missing. One name given for all kinds becomes an object with that name for
// each kind before one of them is changed. Places in errors are columns of the argument.

#include "sim/scenario/scenario_override.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/scenario_keys.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

using nlohmann::json;

struct Override {
    std::shared_ptr<const SourceText> source;
    std::string_view key;
    std::string_view value;
};

Location in_argument(const Override& set, std::size_t offset) {
    return locate(set.source->text, offset);
}

Origin origin_of(const Override& set) {
    return {set.source, {in_argument(set, 0), in_argument(set, set.key.size() + 1)}};
}

InputError override_error(ErrorCode code, const Override& set, std::size_t offset,
                          std::string message) {
    InputError error = error_at(set.source->file, set.source->text, in_argument(set, offset));
    error.line = 0;  // an argument has none
    error.code = code;
    error.message = std::move(message);
    return error;
}

// Follows the dotted key through the table of keys and the document, and makes the objects on the
// way that are not there.
class Path {
  public:
    Path(Document& document, const Override& set) : document_{document}, set_{set} {}

    // Empty when the key has been followed to its end.
    std::optional<InputError> follow() {
        for (std::size_t at = 0; at <= set_.key.size();) {
            const std::size_t end = std::min(set_.key.find('.', at), set_.key.size());
            if (auto error = enter(set_.key.substr(at, end - at), at)) {
                return error;
            }
            at = end + 1;
        }
        return std::nullopt;
    }

    const std::string& pointer() const { return pointer_; }
    ValueKind kind() const { return kind_; }

  private:
    std::optional<InputError> enter(std::string_view token, std::size_t offset) {
        const bool object = kind_ == ValueKind::object || kind_ == ValueKind::choice_or_object;
        const bool array = kind_ == ValueKind::texts || kind_ == ValueKind::objects;
        if (!object && !array) {
            return override_error(
                ErrorCode::unknown_key, set_, offset,
                fmt::format("{} has no keys below it", in_quotes(dotted(pointer_))));
        }
        if (auto error = make_container(array)) {
            return error;
        }
        return array ? enter_element(token, offset) : enter_member(token, offset);
    }

    std::optional<InputError> enter_member(std::string_view token, std::size_t offset) {
        const KeySpec* found = find_key(members_, token);
        if (found == nullptr) {
            InputError error = override_error(ErrorCode::unknown_key, set_, offset,
                                              fmt::format("unknown key {}", in_quotes(set_.key)));
            const std::vector<std::string_view> names = key_names(members_);
            const std::string where =
                pointer_.empty() ? "" : fmt::format(" below {}", in_quotes(dotted(pointer_)));
            error.expected = fmt::format("one of {}{}", fmt::join(names, ", "), where);
            error.hint = did_you_mean(token, names);
            return error;
        }
        pointer_ = child_pointer(pointer_, token);
        kind_ = found->kind;
        members_ = found->members;
        return std::nullopt;
    }

    std::optional<InputError> enter_element(std::string_view token, std::size_t offset) {
        std::size_t index = 0;
        const auto [end, problem] =
            std::from_chars(token.data(), token.data() + token.size(), index);
        const json* array = document_.find(pointer_);
        const std::size_t size = array == nullptr ? 0 : array->size();
        if (problem != std::errc{} || end != token.data() + token.size() || index > size) {
            InputError error = override_error(
                ErrorCode::out_of_range, set_, offset,
                fmt::format("{} has no element {}", in_quotes(dotted(pointer_)), in_quotes(token)));
            error.expected = fmt::format("an index from 0 to {} (which appends)", size);
            return error;
        }
        pointer_ = child_pointer(pointer_, index);
        kind_ = kind_ == ValueKind::texts ? ValueKind::text : ValueKind::object;
        return std::nullopt;
    }

    // What contains the next token must be there and be a container.
    std::optional<InputError> make_container(bool array) {
        const json* value = document_.find(pointer_);
        if (value == nullptr) {
            document_.put(pointer_, array ? json::array() : json::object(), origin_of(set_));
        } else if (kind_ == ValueKind::choice_or_object && value->is_string()) {
            const json same = *value;
            document_.derive(pointer_, json::object(), pointer_);
            for (const KeySpec& member : members_) {
                document_.put(child_pointer(pointer_, member.name), same, {});  // unasked
            }
        } else if (array ? !value->is_array() : !value->is_object()) {
            return override_error(ErrorCode::wrong_type, set_, 0,
                                  fmt::format("{} is not {}", in_quotes(dotted(pointer_)),
                                              array ? "an array" : "an object"));
        }
        return std::nullopt;
    }

    Document& document_;
    const Override& set_;
    std::string pointer_;
    ValueKind kind_ = scenario_root().kind;
    Keys members_ = scenario_root().members;
};

// A place in the value as one in the argument.
Location behind(const Location& start, const Location& place) {
    return {start.offset + place.offset, start.line + place.line - 1,
            place.line == 1 ? start.column + place.column - 1 : place.column};
}

// The value as JSON if it is JSON (and may be), else as text; its parts keep their columns.
void put_value(Document& document, const Override& set, const Path& path) {
    auto parsed = parse_located_json(set.value, set.source->file);
    const bool only_text = path.kind() == ValueKind::text || path.kind() == ValueKind::choice;
    if (!parsed || (only_text && !parsed->value.is_string() && !parsed->value.is_null())) {
        document.put(path.pointer(), std::string{set.value}, origin_of(set));
        return;
    }
    const json* parent = document.find(std::string{parent_pointer(path.pointer())});
    if (parsed->value.is_null() && parent->is_object()) {
        document.erase(path.pointer());
        return;
    }
    document.put(path.pointer(), parsed->value, origin_of(set));
    const Location start = in_argument(set, set.key.size() + 1);
    for (const auto& [pointer, places] : parsed->places) {
        if (!pointer.empty()) {
            document.note(path.pointer() + pointer,
                          {set.source, {behind(start, places.key), behind(start, places.value)}});
        }
    }
}

// The shortest counterexample that is pinned depends on what is asked, too.
bool changes_counts(std::string_view override) {
    const std::string_view top = override.substr(0, override.find_first_of(".="));
    return is_of_world(fmt::format("/{}", top)) || top == "properties";
}

std::optional<InputError> apply(Document& document, const Override& set) {
    const json* merged = document.find("/server/profile_merged");
    if (set.key == "server.profile" && merged != nullptr && *merged == json(true)) {
        InputError error = override_error(
            ErrorCode::contradiction, set, 0,
            "the profile of this scenario cannot be changed: its values are merged in");
        error.hint = "set the values themselves, or start from the scenario's own file";
        return error;
    }
    Path path{document, set};
    if (auto error = path.follow()) {
        return error;
    }
    put_value(document, set, path);
    return std::nullopt;
}

}  // namespace

InputErrors apply_overrides(Document& document, const std::vector<std::string>& overrides) {
    if (!document.value().is_object()) {
        return {};  // the check of the document says so
    }
    if (std::any_of(overrides.begin(), overrides.end(), changes_counts)) {
        document.erase("/pinned");
    }
    InputErrors errors;
    for (const std::string& text : overrides) {
        Override set{std::make_shared<const SourceText>(SourceText{"--set", text, false}), {}, {}};
        const std::string_view whole = set.source->text;
        const std::size_t equals = whole.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            errors.push_back(
                override_error(ErrorCode::wrong_form, set, 0, "not of the form key=value"));
            errors.back().expected = "for example limit=3 or server.profile=go-x-net-2021";
            continue;
        }
        set.key = whole.substr(0, equals);
        set.value = whole.substr(equals + 1);
        if (auto error = apply(document, set)) {
            errors.push_back(std::move(*error));
        }
    }
    return errors;
}

}  // namespace sim
