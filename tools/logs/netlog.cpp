// Events are found by their braces, so that lines and the end of the file do not matter. Parameters
// are those of net/spdy in Chromium; versions of them have had other names.

#include "tools/logs/netlog.hpp"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/logs/log_connections.hpp"
#include "tools/logs/log_time.hpp"
#include "tools/logs/log_values.hpp"

namespace tools {
namespace {

using h2::FrameType;
using nlohmann::json;

constexpr std::size_t kLongestNetlogEvent = std::size_t{1} << 20U;  // octets
constexpr std::size_t kConstantsWithin = 4'096;
constexpr std::int64_t kMillisecond = 1'000'000;
constexpr int kPhaseEnd = 2;

// The object that begins at or after `at`, which is moved behind it; empty where none is whole.
std::string_view next_object(std::string_view text, std::size_t& at) {
    at = text.find_first_of("{]", at);
    if (at == text.npos || text[at] == ']') {
        at = text.npos;
        return {};
    }
    const std::size_t begin = at;
    std::size_t depth = 0;
    bool in_text = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (in_text) {
            at += c == '\\' ? 1 : 0;
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            ++at;
            return text.substr(begin, at - begin);
        }
    }
    at = text.npos;
    return {};
}

std::map<std::int64_t, std::string> event_names(std::string_view text) {
    std::map<std::int64_t, std::string> names;
    std::size_t at = text.find("\"logEventTypes\"");
    const json types = json::parse(next_object(text, at), nullptr, false);
    if (types.is_object()) {
        for (const auto& [name, number] : types.items()) {
            if (number.is_number_integer() && name.starts_with("HTTP2_S")) {
                names.emplace(number.get<std::int64_t>(), name);
            }
        }
    }
    return names;
}

// 3, "3", "3 (SETTINGS_MAX_CONCURRENT_STREAMS)".
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

bool netlog_flag(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::string netlog_text(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
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

LogFrame netlog_frame(const NetlogKind& kind, std::string_view name, const json& params) {
    LogFrame frame;
    frame.sender = kind.sender;
    frame.type = static_cast<std::uint8_t>(kind.type);
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
    if (kind.type == FrameType::HEADERS || kind.type == FrameType::PUSH_PROMISE) {
        frame.fields = netlog_fields(params);
        frame.end_headers = true;
    }
    if (kind.type == FrameType::PRIORITY || netlog_flag(params, "has_priority")) {
        frame.dependency = netlog_number(params, "parent_stream_id");
        frame.weight = static_cast<std::uint8_t>(netlog_number(params, "weight").value_or(1) - 1);
        frame.exclusive = netlog_flag(params, "exclusive");
    }
    if (kind.type == FrameType::SETTINGS && !*frame.ack) {
        frame.settings.emplace();
        if (kind.sender == End::first) {
            take_sent_settings(frame, params);
        }
    }
    return frame;
}

class NetlogReader {
  public:
    explicit NetlogReader(Recording& recording)
        : connections_{recording, {.role = h2::Role::client, .whole_field_blocks = true}} {}

    void read(const json& event, const std::string& name, std::uint64_t line) {
        const auto source = event.find("source");
        const auto id = source == event.end() || !source->is_object()
                            ? std::nullopt
                            : netlog_number(*source, "id");
        if (!id) {
            return;
        }
        const std::string key = std::to_string(*id);
        const json params = event.value("params", json::object());
        if (!params.is_object()) {
            return;
        }
        if (name == "HTTP2_SESSION" || name == "HTTP2_SESSION_INITIALIZED") {
            begin_or_end(event, key, params, line);
            return;
        }
        LogConnection& connection = connections_.at(key, line);
        if (name == "HTTP2_SESSION_RECV_SETTING") {
            take_setting(connection, params);
        } else if (const auto kind = netlog_kind(name, params)) {
            begin(connection, key, netlog_frame(*kind, name, params), event, line);
        }
    }
    void finish() { connections_.finish(); }
    [[nodiscard]] const LogConnections& connections() const { return connections_; }

  private:
    void begin_or_end(const json& event, const std::string& key, const json& params,
                      std::uint64_t line) {
        if (netlog_number(event, "phase") == kPhaseEnd) {
            connections_.closed(key, "closed");
            ended_.erase(key);
            return;
        }
        LogConnection& connection = connections_.at(key, line);
        connection.opened = true;
        const std::string host = netlog_text(params, "host");
        if (!host.empty()) {
            connection.connected.second = host;
        }
    }

    // Each setting is an event of its own. Those that belong to no frame came with TLS (ALPS).
    static void take_setting(LogConnection& connection, const json& params) {
        std::optional<LogFrame>& pending = connection.pending;
        if (!pending || !pending->is(FrameType::SETTINGS) || pending->sender != End::second ||
            !pending->settings) {
            return;
        }
        const auto id = netlog_number(params, "id");
        const auto value = netlog_number(params, "value");
        if (id && value) {
            pending->settings->push_back({static_cast<h2::SettingId>(*id), *value});
        } else {
            pending->settings_unknown = true;
        }
    }

    void begin(LogConnection& connection, const std::string& key, LogFrame frame, const json& event,
               std::uint64_t line) {
        std::set<std::uint32_t>& ended = ended_[key];
        if (frame.sender == End::second && frame.end_stream.value_or(false)) {
            // The end of a stream is an event of its own after HEADERS with END_STREAM too.
            if (frame.is(FrameType::DATA) && frame.content == 0U && ended.erase(frame.stream) > 0) {
                return;
            }
            if (frame.is(FrameType::HEADERS)) {
                ended.insert(frame.stream);
            }
        }
        const auto time = netlog_number(event, "time");
        frame.moment.record = line;
        frame.moment.nanoseconds = times_.since_first(
            time ? std::optional{LogClock{std::int64_t{*time} * kMillisecond, true}}
                 : std::nullopt);
        connections_.expect(connection, std::move(frame));
    }

    LogConnections connections_;
    LogTimes times_;
    std::map<std::string, std::set<std::uint32_t>> ended_;  // by RECV_HEADERS
};

}  // namespace

bool is_netlog(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != text.npos && text[first] == '{' &&
           text.substr(0, kConstantsWithin).find("\"constants\"") != text.npos &&
           text.find("\"logEventTypes\"") != text.npos;
}

h2::Result<LogSummary, sim::InputError> read_netlog(std::string_view text, const std::string& file,
                                                    Recording& recording) {
    const std::map<std::int64_t, std::string> names = event_names(text);
    NetlogReader reader{recording};
    const std::size_t events = text.find("\"events\"");
    std::size_t at = events == text.npos ? text.npos : events + 8;
    std::size_t counted = 0;
    std::uint64_t line = 1;
    std::uint64_t too_long = 0;
    while (at != text.npos) {
        const std::string_view object = next_object(text, at);
        if (object.empty()) {
            break;
        }
        const auto begin = static_cast<std::size_t>(object.data() - text.data());
        line += static_cast<std::uint64_t>(
            std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                       text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
        counted = begin;
        if (object.size() > kLongestNetlogEvent) {
            ++too_long;
            continue;
        }
        const json event = json::parse(object, nullptr, false);
        const auto type = event.is_object() ? event.find("type") : event.end();
        if (event.is_object() && type != event.end() && type->is_number_integer()) {
            const auto name = names.find(type->get<std::int64_t>());
            if (name != names.end()) {
                reader.read(event, name->second, line);
            }
        }
    }
    reader.finish();
    if (reader.connections().frames() == 0) {
        sim::InputError error;
        error.file = file;
        error.message = "this NetLog tells of no HTTP/2 frame";
        error.expected = "events HTTP2_SESSION_…";
        error.hint = "begin the log before the connection is made";
        error.code = sim::ErrorCode::wrong_form;
        return error;
    }
    LogSummary summary{"netlog",
                       "a NetLog of Chromium",
                       static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')),
                       reader.connections().frames(),
                       reader.connections().count(),
                       {}};
    if (too_long > 0) {
        summary.notes.push_back(fmt::format("{} events larger than 1 MiB passed over", too_long));
    }
    return summary;
}

}  // namespace tools
