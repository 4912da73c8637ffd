// A --vary is read from left to right, value by value; a value in JSON ends where its brackets and
// quotes are closed. Combinations grow axis by axis: each list so far is continued with each value.

#include "sim/scenario/variants.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/scenario/scenario_keys.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"

namespace sim {
namespace {

InputError error_in(std::string_view option, std::string_view text, std::size_t offset,
                    std::string message, std::string expected = "") {
    InputError error = error_at(option, text, locate(text, offset));
    error.line = 0;  // an argument has none
    error.message = std::move(message);
    error.expected = std::move(expected);
    return error;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [last, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && last == text.data() + text.size() ? std::optional{number}
                                                                       : std::nullopt;
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Goes through one --vary from left to right.
class AxisReader {
  public:
    explicit AxisReader(std::string_view text) : text_{text} {}

    h2::Result<Axis, InputError> read() {
        const std::size_t equals = text_.find('=');
        if (equals == std::string_view::npos || equals == 0) {
            return error(0, "not of the form key=value,value", "for example limit=1..8");
        }
        axis_.key = text_.substr(0, equals);
        at_ = equals + 1;
        for (;;) {
            const std::size_t begin = at_;
            const std::optional<std::size_t> end = end_of_value();
            if (!end) {
                return error(begin, "a JSON value that is not closed",
                             "its closing bracket or quote");
            }
            if (auto problem = add(begin, text_.substr(begin, *end - begin))) {
                return std::move(*problem);
            }
            if (*end == text_.size()) {
                return std::move(axis_);
            }
            if (text_[*end] != ',') {
                return error(*end, "more text after a JSON value", "a comma, or the end");
            }
            at_ = *end + 1;
        }
    }

  private:
    InputError error(std::size_t offset, std::string message, std::string expected = "") const {
        return error_in("--vary", text_, offset, std::move(message), std::move(expected));
    }

    // Where the value at at_ ends; nothing if it is JSON that does not.
    [[nodiscard]] std::optional<std::size_t> end_of_value() const {
        if (at_ == text_.size() || std::string_view{"{[\""}.find(text_[at_]) == text_.npos) {
            return std::min(text_.find(',', at_), text_.size());
        }
        std::size_t open = 0;
        bool in_text = false;
        for (std::size_t i = at_; i < text_.size(); ++i) {
            const char letter = text_[i];
            if (in_text && letter == '\\') {
                ++i;
            } else if (letter == '"') {
                in_text = !in_text;
            } else if (!in_text && (letter == '{' || letter == '[')) {
                ++open;
            } else if (!in_text && (letter == '}' || letter == ']') && open > 0) {
                --open;
            }
            if (!in_text && open == 0) {
                return i + 1;
            }
        }
        return std::nullopt;
    }

    std::optional<InputError> add(std::size_t offset, std::string_view value) {
        if (value.empty()) {
            return error(offset, fmt::format("a value of {} is missing", in_quotes(axis_.key)),
                         "values separated by commas; an empty text is written \"\"");
        }
        const std::size_t dots = value.find("..");
        if (dots != std::string_view::npos && is_digits(value.substr(0, dots)) &&
            is_digits(value.substr(dots + 2))) {
            return add_range(offset, value.substr(0, dots), value.substr(dots + 2));
        }
        return add_value(offset, std::string{value});
    }

    std::optional<InputError> add_range(std::size_t offset, std::string_view low,
                                        std::string_view high) {
        const std::optional<std::uint64_t> first = number_in(low);
        const std::optional<std::uint64_t> last = number_in(high);
        if (!first || !last) {
            return error(offset, "a range with a number that is too large");
        }
        if (*first > *last) {
            return error(offset, fmt::format("the range {}..{} is empty", *first, *last),
                         "the smaller number first");
        }
        if (*last - *first >= kMostVariants) {
            return too_many(offset);
        }
        for (std::uint64_t i = 0; i <= *last - *first; ++i) {
            if (auto problem = add_value(offset, std::to_string(*first + i))) {
                return problem;
            }
        }
        return std::nullopt;
    }

    std::optional<InputError> add_value(std::size_t offset, std::string value) {
        if (std::find(axis_.values.begin(), axis_.values.end(), value) != axis_.values.end()) {
            return error(offset, fmt::format("{} is there twice", in_quotes(value)));
        }
        if (axis_.values.size() == kMostVariants) {
            return too_many(offset);
        }
        axis_.values.push_back(std::move(value));
        return std::nullopt;
    }

    [[nodiscard]] InputError too_many(std::size_t offset) const {
        return error(offset, fmt::format("more than {} values", kMostVariants));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Axis axis_;
};

// Whether the two keys are one, or `inner` lies within `outer`.
bool covers(std::string_view outer, std::string_view inner) {
    return inner.substr(0, outer.size()) == outer &&
           (inner.size() == outer.size() || inner[outer.size()] == '.');
}

InputError conflict(std::string_view key, std::string message) {
    return error_in("--vary", key, 0, std::move(message));
}

}  // namespace

h2::Result<Axis, InputError> parse_axis(std::string_view text) {
    return AxisReader{text}.read();
}

h2::Result<Axis, InputError> range_of(std::string_view key, std::optional<std::uint64_t> largest) {
    const KeySpec* spec = &scenario_root();
    for (std::size_t at = 0; at <= key.size();) {
        const std::size_t end = std::min(key.find('.', at), key.size());
        const std::string_view token = key.substr(at, end - at);
        const Keys members = spec->kind == ValueKind::objects ? Keys{} : spec->members;
        spec = find_key(members, token);
        if (spec == nullptr) {
            const std::vector<std::string_view> names = key_names(members);
            InputError error =
                error_in("--threshold", key, at, fmt::format("unknown key {}", in_quotes(key)),
                         names.empty() ? "" : fmt::format("one of {}", fmt::join(names, ", ")));
            error.hint = did_you_mean(token, names);
            return error;
        }
        at = end + 1;
    }
    if (spec->kind != ValueKind::integer && spec->kind != ValueKind::count) {
        InputError error =
            error_in("--threshold", key, 0, fmt::format("{} is no number", in_quotes(key)));
        error.hint = fmt::format("name the values to go through: --vary {}=…", printable(key));
        return error;
    }
    const std::uint64_t last =
        largest.value_or(std::min(spec->maximum, spec->minimum + kDefaultRange - 1));
    if (last < spec->minimum || last > spec->maximum) {
        return error_in("--max", std::to_string(last), 0,
                        fmt::format("no value of {}", in_quotes(key)), describe(*spec));
    }
    if (last - spec->minimum >= kMostVariants) {
        InputError error = error_in("--max", std::to_string(last), 0,
                                    fmt::format("more than {} values", kMostVariants));
        error.hint = fmt::format("name the values to go through: --vary {}=LOW..HIGH", key);
        return error;
    }
    Axis axis{std::string{key}, {}};
    for (std::uint64_t value = spec->minimum; value <= last; ++value) {
        axis.values.push_back(std::to_string(value));
    }
    return axis;
}

std::optional<InputError> check_axes(const std::vector<Axis>& axes,
                                     const std::vector<std::string>& overrides) {
    std::size_t product = 1;
    for (auto axis = axes.begin(); axis != axes.end(); ++axis) {
        for (auto other = axes.begin(); other != axis; ++other) {
            if (axis->key == other->key) {
                return conflict(axis->key, fmt::format("{} is varied twice", in_quotes(axis->key)));
            }
            if (covers(axis->key, other->key) || covers(other->key, axis->key)) {
                return conflict(axis->key,
                                fmt::format("{} and {} are varied, and one is part of "
                                            "the other",
                                            in_quotes(other->key), in_quotes(axis->key)));
            }
        }
        for (const std::string& text : overrides) {
            const std::string_view key = std::string_view{text}.substr(0, text.find('='));
            if (covers(axis->key, key)) {
                return conflict(axis->key, fmt::format("--set {} has no effect where {} is varied",
                                                       printable(text), in_quotes(axis->key)));
            }
        }
        product *= axis->values.size();
        if (product > kMostVariants) {
            return conflict(axis->key, fmt::format("more than {} combinations", kMostVariants));
        }
    }
    return std::nullopt;
}

std::vector<std::vector<std::string>> combinations(const std::vector<Axis>& axes) {
    std::vector<std::vector<std::string>> all{{}};
    for (const Axis& axis : axes) {
        std::vector<std::vector<std::string>> longer;
        longer.reserve(all.size() * axis.values.size());
        for (const std::vector<std::string>& values : all) {
            for (const std::string& value : axis.values) {
                longer.push_back(values);
                longer.back().push_back(value);
            }
        }
        all = std::move(longer);
    }
    return all;
}

}  // namespace sim
