// Takes what there is, and leaves what cannot be read as it was.

#include "tools/logs/log_taking.hpp"

#include <charconv>
#include <utility>

#include "tools/logs/log_values.hpp"

namespace tools {
namespace {

constexpr std::uint64_t kMostOfStream = 0x7fff'ffff;
constexpr std::uint64_t kMostOfLength = 0xff'ffff;
constexpr std::uint64_t kMostOf32 = 0xffff'ffff;

std::optional<std::uint32_t> number_of(const LogMatch& match, LogGroup group, std::uint64_t most) {
    const auto text = match.get(group);
    const auto number = text ? log_number(*text, most) : std::nullopt;
    return number ? std::optional{static_cast<std::uint32_t>(*number)} : std::nullopt;
}

template <class Value>
void take_if(std::optional<Value>& to, std::optional<Value> value) {
    if (value) {
        to = std::move(value);
    }
}

std::optional<bool> flag_in(const LogMatch& match, LogGroup group) {
    const auto text = match.get(group);
    return text ? log_flag(*text) : std::nullopt;
}

void take_settings(LogFrame& frame, const LogMatch& match) {
    const auto text = match.get(LogGroup::settings);
    if (!text) {
        return;
    }
    const auto settings = log_settings(*text);
    frame.settings_unknown = frame.settings_unknown || !settings;
    auto& list = frame.settings.has_value() ? *frame.settings : frame.settings.emplace();
    if (settings) {
        list.insert(list.end(), settings->begin(), settings->end());
    }
}

std::optional<std::uint64_t> opaque_in(const LogMatch& match) {
    if (const auto hex = match.get(LogGroup::opaque_hex)) {
        return log_number("0x" + std::string{*hex}, UINT64_MAX);
    }
    if (const auto decimal = match.get(LogGroup::opaque_decimal)) {
        std::int64_t value = 0;
        const auto [end, error] =
            std::from_chars(decimal->data(), decimal->data() + decimal->size(), value);
        return error == std::errc{} ? std::optional{static_cast<std::uint64_t>(value)}
                                    : std::nullopt;
    }
    if (const auto quoted = match.get(LogGroup::opaque_quoted)) {
        return log_quoted_octets(*quoted);
    }
    const auto list = match.get(LogGroup::opaque_list);
    return list ? log_listed_octets(*list) : std::nullopt;
}

void take_priority(LogFrame& frame, const LogMatch& match) {
    take_if(frame.dependency, number_of(match, LogGroup::dependency, kMostOfStream));
    if (const auto weight = number_of(match, LogGroup::weight, 256); weight && *weight > 0) {
        frame.weight = static_cast<std::uint8_t>(*weight - 1);  // RFC 9113 section 6.3
    }
    frame.exclusive = flag_in(match, LogGroup::exclusive).value_or(frame.exclusive);
}

}  // namespace

void take_log_values(LogFrame& frame, const LogMatch& match) {
    frame.stream = number_of(match, LogGroup::stream, kMostOfStream).value_or(frame.stream);
    if (const auto flags = match.get(LogGroup::flags)) {
        take_if(frame.flags, log_flags(frame.type, *flags));
    }
    take_if(frame.length, number_of(match, LogGroup::length, kMostOfLength));
    take_if(frame.content, number_of(match, LogGroup::content, kMostOfLength));
    take_if(frame.end_stream, flag_in(match, LogGroup::end_stream));
    take_if(frame.end_headers, flag_in(match, LogGroup::end_headers));
    take_if(frame.ack, flag_in(match, LogGroup::ack));
    take_if(frame.last, number_of(match, LogGroup::last, kMostOfStream));
    take_if(frame.increment, number_of(match, LogGroup::increment, kMostOf32));
    take_if(frame.promised, number_of(match, LogGroup::promised, kMostOfStream));
    take_if(frame.opaque, opaque_in(match));
    if (const auto padding = number_of(match, LogGroup::padding, 256)) {
        frame.padding = static_cast<std::uint16_t>(*padding);
    }
    if (const auto error = match.get(LogGroup::error)) {
        take_if(frame.error, log_error_code(*error));
    }
    if (const auto fields = match.get(LogGroup::fields)) {
        frame.fields = log_fields(*fields);
    } else if (const auto list = match.get(LogGroup::fields_json)) {
        frame.fields = log_listed_fields(*list);
    }
    take_settings(frame, match);
    take_priority(frame, match);
}

}  // namespace tools
