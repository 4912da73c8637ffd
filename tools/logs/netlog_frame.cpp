// Looks values up by name and leaves unknown what is not as expected.

#include "tools/logs/netlog_frame.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "tools/logs/log_values.hpp"

namespace tools {
namespace {

using h2::FrameType;
using nlohmann::json;

bool netlog_flag(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

LogFields netlog_fields(const json& params) {
    LogFields fields;
    const auto headers = params.find("headers");
    if (headers == params.end() || !headers->is_array()) {
        return fields;
    }
    for (const json& each : *headers) {
        const std::string line = each.is_string() ? each.get<std::string>() : std::string{};
        const std::size_t colon = line.find(": ", 1);
        if (colon != line.npos) {
            fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        }
    }
    return fields;
}

// "[id:3 (SETTINGS_MAX_CONCURRENT_STREAMS) value:1000]", "[id:3 flags:0 value:1000]".
std::optional<h2::Setting> netlog_setting(const std::string& text) {
    const std::size_t id = text.find("id:");
    const std::size_t value = text.find("value:");
    if (id == text.npos || value == text.npos) {
        return std::nullopt;
    }
    const std::string after_id = text.substr(id + 3);
    const std::string after_value = text.substr(value + 6);
    const auto number = log_number(after_id.substr(0, after_id.find(' ')), 0xffff);
    const auto set = log_number(after_value.substr(0, after_value.find(']')), 0xffff'ffff);
    if (!number || !set) {
        return std::nullopt;
    }
    return h2::Setting{static_cast<h2::SettingId>(*number), static_cast<std::uint32_t>(*set)};
}

void take_sent_settings(LogFrame& frame, const json& params) {
    auto& settings = frame.settings.emplace();
    const auto list = params.find("settings");
    if (list == params.end() || !list->is_array()) {
        frame.settings_unknown = true;
        return;
    }
    for (const json& each : *list) {
        const auto setting = each.is_string() ? netlog_setting(each) : std::nullopt;
        frame.settings_unknown = frame.settings_unknown || !setting;
        if (setting) {
            settings.push_back(*setting);
        }
    }
}

// The type, and who sent it; further words of the event are looked at by whoever asks.
struct NetlogKind {
    FrameType type;
    End sender;
};

std::optional<NetlogKind> netlog_kind(std::string_view name, const json& params) {
    static const std::map<std::string_view, FrameType> kinds = {
        {"SETTINGS", FrameType::SETTINGS},
        {"SETTINGS_ACK", FrameType::SETTINGS},
        {"HEADERS", FrameType::HEADERS},
        {"PUSH_PROMISE", FrameType::PUSH_PROMISE},
        {"DATA", FrameType::DATA},
        {"RST_STREAM", FrameType::RST_STREAM},
        {"GOAWAY", FrameType::GOAWAY},
        {"WINDOW_UPDATE", FrameType::WINDOW_UPDATE},
        {"WINDOW_UPDATE_FRAME", FrameType::WINDOW_UPDATE},
        {"PRIORITY", FrameType::PRIORITY},
    };
    if (name == "HTTP2_SESSION_PING") {
        return NetlogKind{FrameType::PING,
                          netlog_text(params, "type") == "received" ? End::second : End::first};
    }
    for (const std::string_view begin : {"HTTP2_SESSION_", "HTTP2_STREAM_"}) {
        if (name.starts_with(begin)) {
            name.remove_prefix(begin.size());
        }
    }
    const std::string_view verb = name.substr(0, name.find('_'));
    const bool sent = verb == "SEND" || verb == "SENT";
    if (!sent && verb != "RECV" && verb != "RECEIVED") {
        return std::nullopt;
    }
    const auto kind = kinds.find(name.substr(std::min(verb.size() + 1, name.size())));
    return kind == kinds.end()
               ? std::nullopt
               : std::optional{NetlogKind{kind->second, sent ? End::first : End::second}};
}

}  // namespace

std::optional<std::uint32_t> netlog_number(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) {
        return std::nullopt;
    }
    std::string text = found->is_string() ? found->get<std::string>() : found->dump();
    text = text.substr(0, text.find(' '));
    const auto number = log_number(text, 0xffff'ffff);
    return number ? std::optional{static_cast<std::uint32_t>(*number)} : std::nullopt;
}

std::string netlog_text(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<LogFrame> netlog_frame(std::string_view name, const json& params) {
    const auto kind = netlog_kind(name, params);
    if (!kind) {
        return std::nullopt;
    }
    LogFrame frame;
    frame.sender = kind->sender;
    frame.type = static_cast<std::uint8_t>(kind->type);
    frame.stream = netlog_number(params, "stream_id").value_or(0);
    frame.end_stream = netlog_flag(params, "fin");
    frame.ack = name.ends_with("_ACK") || netlog_flag(params, "is_ack");
    frame.content = netlog_number(params, "size");
    frame.increment = netlog_number(params, "delta");
    frame.last = netlog_number(params, "last_accepted_stream_id");
    frame.promised = netlog_number(params, "promised_stream_id");
    frame.opaque = netlog_number(params, "unique_id");
    for (const char* key : {"error_code", "status"}) {
        if (const auto code = netlog_number(params, key)) {
            frame.error = static_cast<h2::ErrorCode>(*code);
        }
    }
    if (kind->type == FrameType::HEADERS || kind->type == FrameType::PUSH_PROMISE) {
        frame.fields = netlog_fields(params);
        frame.end_headers = true;
    }
    if (kind->type == FrameType::PRIORITY || netlog_flag(params, "has_priority")) {
        frame.dependency = netlog_number(params, "parent_stream_id");
        frame.weight = static_cast<std::uint8_t>(netlog_number(params, "weight").value_or(1) - 1);
        frame.exclusive = netlog_flag(params, "exclusive");
    }
    if (kind->type == FrameType::SETTINGS && !*frame.ack) {
        frame.settings.emplace();
        if (kind->sender == End::first) {
            take_sent_settings(frame, params);
        }
    }
    return frame;
}

}  // namespace tools
