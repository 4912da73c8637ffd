// Reads values leniently in how they are written, strictly in what they are.

#include "tools/logs/log_values.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "h2core/wire/frame_names.hpp"
#include "tools/wire/wire_names.hpp"

namespace tools {
namespace {

constexpr std::uint64_t kMost32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kOpaqueOctets = 8;  // RFC 9113 section 6.7

// "WindowUpdate" and "WINDOW_UPDATE" → "WINDOWUPDATE".
std::string letters_of(std::string_view name) {
    std::string letters;
    for (const char c : name) {
        if (c != '_') {
            letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return letters;
}

std::string in_capitals(std::string_view name) {
    std::string text{name};
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

// What stands after the last '_', or the text.
std::string_view last_word(std::string_view text) {
    return text.substr(text.find_last_of("_ ") + 1);
}

std::optional<h2::SettingId> log_setting_id(std::string_view name,
                                            std::string_view in_parentheses) {
    if (const auto number = log_number(in_parentheses, 0xffff)) {
        return static_cast<h2::SettingId>(*number);
    }
    if (name.starts_with("SETTINGS_")) {
        name.remove_prefix(std::string_view{"SETTINGS_"}.size());
    }
    for (const std::string_view known : setting_names()) {
        if (known == in_capitals(name)) {
            return setting_of(known);
        }
    }
    const auto number = log_number(last_word(name), 0xffff);
    return number ? std::optional{static_cast<h2::SettingId>(*number)} : std::nullopt;
}

std::optional<std::uint8_t> escaped_octet(std::string_view& text) {
    const char escape = text.size() > 1 ? text[1] : '\0';
    if (escape == 'x' && text.size() >= 4) {
        unsigned value = 0;
        const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 4, value, 16);
        if (error != std::errc{} || end != text.data() + 4) {
            return std::nullopt;
        }
        text.remove_prefix(4);
        return static_cast<std::uint8_t>(value);
    }
    constexpr std::string_view kEscapes = "abfnrtv\\\"";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\\"";
    const std::size_t found = kEscapes.find(escape);
    if (escape == '\0' || found == kEscapes.npos) {
        return std::nullopt;
    }
    text.remove_prefix(2);
    return static_cast<std::uint8_t>(kMeanings[found]);
}

}  // namespace

std::optional<std::uint64_t> log_number(std::string_view text, std::uint64_t most) {
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    text.remove_prefix(hex ? 2 : 0);
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && !text.empty();
    return whole && value <= most ? std::optional{value} : std::nullopt;
}

std::optional<bool> log_flag(std::string_view text) {
    const std::string word = in_capitals(text);
    if (word == "TRUE" || word == "1" || word == "YES") {
        return true;
    }
    return word == "FALSE" || word == "0" || word == "NO" ? std::optional{false} : std::nullopt;
}

std::optional<std::uint8_t> log_type(std::string_view text) {
    const std::string wanted = letters_of(text);
    for (const h2::FrameType type : h2::kFrameTypes) {
        if (letters_of(h2::name(type)) == wanted) {
            return static_cast<std::uint8_t>(type);
        }
    }
    const auto number = log_number(last_word(text), 0xff);
    return number ? std::optional{static_cast<std::uint8_t>(*number)} : std::nullopt;
}

std::optional<std::uint8_t> log_flags(std::uint8_t type, std::string_view text) {
    if (const auto number = log_number(text, 0xff)) {
        return static_cast<std::uint8_t>(*number);
    }
    unsigned flags = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("|, "), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto flag = flag_of(type, word);
        const auto number = log_number(word, 0xff);
        if (!flag && !number && !word.empty() && word != "NONE" && word != "-") {
            return std::nullopt;
        }
        flags |= flag.value_or(static_cast<std::uint8_t>(number.value_or(0)));
    }
    return static_cast<std::uint8_t>(flags);
}

std::optional<h2::ErrorCode> log_error_code(std::string_view text) {
    const std::size_t open = text.find('(');
    const std::string_view before = text.substr(0, std::min(open, text.find(' ')));
    std::string_view inside = open == text.npos ? std::string_view{} : text.substr(open + 1);
    inside = inside.substr(0, inside.find(')'));
    for (const std::string_view candidate : {inside, before, last_word(text)}) {
        if (const auto number = log_number(candidate, kMost32)) {
            return static_cast<h2::ErrorCode>(*number);
        }
    }
    for (const std::string_view name : error_code_names()) {
        if (name == in_capitals(before)) {
            return error_code_of(name);
        }
    }
    return std::nullopt;
}

std::optional<std::vector<h2::Setting>> log_settings(std::string_view text) {
    static const RE2 pair{
        R"(([A-Za-z0-9_]+) *(?:\(([^)]*)\))? *[:=] *(0[xX][0-9a-fA-F]+|[0-9]+|true|false))",
        RE2::Latin1};
    static const RE2 object{R"-("id":"?([A-Za-z0-9_]+)"?(),"value":([0-9]+))-", RE2::Latin1};
    const RE2& form = text.find("\"id\":") == text.npos ? pair : object;
    std::vector<h2::Setting> settings;
    re2::StringPiece rest{text.data(), text.size()};
    std::string name;
    std::string in_parentheses;
    std::string written;
    while (RE2::FindAndConsume(&rest, form, &name, &in_parentheses, &written)) {
        const auto id = log_setting_id(name, in_parentheses);
        const auto number = log_number(written, kMost32);
        const auto flag = number ? std::optional{*number != 0} : log_flag(written);
        if (!id || !flag) {
            return std::nullopt;
        }
        settings.push_back({*id, static_cast<std::uint32_t>(number.value_or(*flag ? 1 : 0))});
    }
    return settings;
}

std::optional<std::uint64_t> log_quoted_octets(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return std::nullopt;
    }
    text = text.substr(1, text.size() - 2);
    std::uint64_t value = 0;
    std::size_t octets = 0;
    while (!text.empty()) {
        std::optional<std::uint8_t> octet;
        if (text.front() == '\\') {
            octet = escaped_octet(text);
        } else {
            octet = static_cast<std::uint8_t>(text.front());
            text.remove_prefix(1);
        }
        if (!octet || ++octets > kOpaqueOctets) {
            return std::nullopt;
        }
        value = value << 8U | *octet;
    }
    return octets == kOpaqueOctets ? std::optional{value} : std::nullopt;
}

std::optional<std::uint64_t> log_listed_octets(std::string_view text) {
    static const RE2 number{R"(([0-9]+))", RE2::Latin1};
    re2::StringPiece rest{text.data(), text.size()};
    std::string digits;
    std::uint64_t value = 0;
    std::size_t octets = 0;
    while (RE2::FindAndConsume(&rest, number, &digits)) {
        const auto octet = log_number(digits, 0xff);
        if (!octet || ++octets > kOpaqueOctets) {
            return std::nullopt;
        }
        value = value << 8U | *octet;
    }
    return octets == kOpaqueOctets ? std::optional{value} : std::nullopt;
}

std::vector<std::pair<std::string, std::string>> log_fields(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!text.empty()) {
        const std::size_t end = text.find(", ");
        const std::string_view item = text.substr(0, end);
        text = end == text.npos ? std::string_view{} : text.substr(end + 2);
        const std::size_t colon = item.find(": ", 1);
        if (colon != item.npos && item.substr(0, colon).find(' ') == item.npos) {
            fields.emplace_back(item.substr(0, colon), item.substr(colon + 2));
        } else if (item.size() > 1 && item.ends_with(':') && item.find(' ') == item.npos) {
            fields.emplace_back(item.substr(0, item.size() - 1), "");
        } else if (!fields.empty()) {
            fields.back().second += ", ";
            fields.back().second += item;
        }
    }
    return fields;
}

std::vector<std::pair<std::string, std::string>> log_listed_fields(std::string_view json) {
    std::vector<std::pair<std::string, std::string>> fields;
    const nlohmann::json list = nlohmann::json::parse(json, nullptr, false);
    for (const nlohmann::json& each : list.is_array() ? list : nlohmann::json::array()) {
        if (each.is_array() && each.size() == 2 && each[0].is_string() && each[1].is_string()) {
            fields.emplace_back(each[0], each[1]);
        }
    }
    return fields;
}

}  // namespace tools
