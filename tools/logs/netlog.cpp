// Events are found by their braces, so that lines and the end of the file do not matter.

#include "tools/logs/netlog.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/logs/log_connections.hpp"
#include "tools/logs/log_time.hpp"
#include "tools/logs/log_values.hpp"
#include "tools/logs/netlog_frame.hpp"

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

// Whether the event may be one of these, without parsing it: most are not.
bool may_be_of(const std::map<std::int64_t, std::string>& names, std::string_view event) {
    constexpr std::string_view kType = "\"type\":";
    for (std::size_t at = event.find(kType); at != event.npos; at = event.find(kType, at)) {
        at += kType.size();
        const std::size_t digits = std::min(event.find_first_not_of(' ', at), event.size());
        const std::size_t end =
            std::min(event.find_first_not_of("0123456789", digits), event.size());
        const auto number = log_number(event.substr(digits, end - digits), 0xffff);
        if (number && names.contains(static_cast<std::int64_t>(*number))) {
            return true;
        }
    }
    return false;
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
        } else if (std::optional<LogFrame> frame = netlog_frame(name, params)) {
            begin(connection, key, std::move(*frame), event, line);
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
        if (!may_be_of(names, object)) {
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
