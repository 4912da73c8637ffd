// Names and values, separated by commas.

#include "tools/wire/settings_text.hpp"

#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "h2core/rules.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools {
namespace {

h2::Result<h2::Setting, std::string> parse_setting(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
        return fmt::format("{} is no NAME=VALUE", sim::in_quotes(text));
    }
    const std::string_view name = text.substr(0, equals);
    const std::string_view digits = text.substr(equals + 1);
    const auto id = setting_of(name);
    if (!id) {
        const std::vector<std::string_view> names = setting_names();
        const std::string suggestion = sim::did_you_mean(name, names);
        return fmt::format("there is no setting {}{}", sim::in_quotes(name),
                           suggestion.empty() ? "" : "; " + suggestion);
    }
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
        return fmt::format("{} is no value of {}: an integer from 0 to 4294967295",
                           sim::in_quotes(digits), name);
    }
    const h2::Setting setting = {*id, value};
    if (const auto wrong = h2::validate(setting, /*from_server=*/false)) {
        return fmt::format("{} is no value of {}: {}", value, name, h2::rule(wrong->rule).text);
    }
    return setting;
}

}  // namespace

h2::Result<h2::Settings, std::string> parse_settings(std::string_view text) {
    h2::Settings settings;
    for (;;) {
        const std::size_t comma = text.find(',');
        const auto setting = parse_setting(text.substr(0, comma));
        if (!setting) {
            return setting.error();
        }
        settings.apply(*setting);
        if (comma == std::string_view::npos) {
            return settings;
        }
        text.remove_prefix(comma + 1);
    }
}

}  // namespace tools
