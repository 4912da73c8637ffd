// Fields as HTTP/2 wants them: names in lower case, none that only HTTP/1.1 has.

#include "tools/net/request_fields.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "h2core/message/field_rules.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/failure.hpp"

namespace tools::net {

HeaderField parse_header(const std::string& text) {
    const std::size_t colon = text.find(':');
    const auto error = [&](std::string_view why) {
        refuse_arguments(fmt::format("--header {}: {}", sim::in_quotes(text), why));
    };
    if (colon == std::string::npos || colon == 0) {
        error("expected NAME: VALUE");
    }
    std::string name = text.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    const std::size_t begin = std::min(text.find_first_not_of(" \t", colon + 1), text.size());
    const std::size_t end = text.find_last_not_of(" \t");
    std::string value = begin < text.size() ? text.substr(begin, end - begin + 1) : "";
    if (name == "host" || name == "content-length" ||
        h2::examine_field({.name = name, .value = value}) != h2::RuleId::none) {
        error("a request of HTTP/2 cannot have this field");
    }
    return {std::move(name), std::move(value)};
}

SharedFields request_fields(const Url& url, std::string_view method, std::string_view length,
                            const std::vector<HeaderField>& headers) {
    std::vector<std::pair<std::string_view, std::string_view>> fields{
        {":method", method},
        {":scheme", url.scheme()},
        {":authority", url.authority},
        {":path", url.path},
    };
    const auto add_default = [&](std::string_view name, std::string_view value) {
        if (std::none_of(headers.begin(), headers.end(),
                         [&](const HeaderField& field) { return field.first == name; })) {
            fields.emplace_back(name, value);
        }
    };
    add_default("user-agent", "h2sim/" H2SIM_VERSION);
    add_default("accept", "*/*");
    if (!length.empty()) {
        add_default("content-type", "application/x-www-form-urlencoded");
        fields.emplace_back("content-length", length);
    }
    for (const auto& [name, value] : headers) {
        fields.emplace_back(name, value);
    }
    return std::make_shared<const FieldTexts>(fields);
}

}  // namespace tools::net
