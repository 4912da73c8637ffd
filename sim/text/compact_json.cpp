// Whether a value fits is found by writing it in one line.

#include "sim/text/compact_json.hpp"

#include <fmt/format.h>

namespace sim {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kWidest = 98;

std::string in_one_line(const ordered_json& value) {
    if (!value.is_structured()) {
        return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    }
    std::string text;
    for (const auto& [key, each] : value.items()) {
        text += fmt::format("{}{}{}", text.empty() ? "" : ", ",
                            value.is_object() ? ordered_json(key).dump() + ": " : "",
                            in_one_line(each));
    }
    return value.is_object() ? fmt::format("{{{}}}", text) : fmt::format("[{}]", text);
}

// `before`: octets in front of it in its line.
std::string laid_out(const ordered_json& value, std::size_t indent, std::size_t before) {
    std::string line = in_one_line(value);
    if (!value.is_structured() || value.empty() || before + line.size() + 1 <= kWidest) {
        return line;
    }
    std::string text;
    for (const auto& [key, each] : value.items()) {
        const std::string name = value.is_object() ? ordered_json(key).dump() + ": " : "";
        text += fmt::format("{}\n{:{}}{}{}", text.empty() ? "" : ",", "", indent + 2, name,
                            laid_out(each, indent + 2, indent + 2 + name.size()));
    }
    return fmt::format("{}{}\n{:{}}{}", value.is_object() ? "{" : "[", text, "", indent,
                       value.is_object() ? "}" : "]");
}

}  // namespace

std::string compact_json(const ordered_json& value) {
    std::string text = value.is_object() && !value.empty() ? "{" : laid_out(value, 0, 0);
    if (text == "{") {  // the whole: a line for each of its members
        std::size_t left = value.size();
        for (const auto& [key, each] : value.items()) {
            const std::string name = ordered_json(key).dump() + ": ";
            text += fmt::format("\n  {}{}{}", name, laid_out(each, 2, 2 + name.size()),
                                --left > 0 ? "," : "\n}");
        }
    }
    return text + "\n";
}

}  // namespace sim
