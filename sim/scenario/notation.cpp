// The writer knows every type of frame, the parser those that a script may send. The parser takes
// the words of a line from left to right and keeps the first error; a word that nothing has taken
// is one too. A code that is not given is CANCEL in RST_STREAM and NO_ERROR in GOAWAY.

#include "sim/scenario/notation.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "h2core/overloaded.hpp"

namespace sim {
namespace {

constexpr std::uint32_t kLargestPayload = 0xff'ffff;  // 24 bits, RFC 9113 section 4.1

std::string settings_text(const h2::SettingsFrame& frame) {
    std::string text = frame.ack ? "SETTINGS ACK" : "SETTINGS";
    if (frame.list != nullptr) {
        for (const h2::Setting& setting : frame.list->values) {
            text += fmt::format(" {}={}", h2::name(setting.id), setting.value);
        }
    }
    return text;
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t space = line.find(' ');
        if (space != 0) {
            words.push_back(line.substr(0, space));
        }
        line = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    }
    return words;
}

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

// "len=40" for the key "len".
std::optional<std::uint32_t> keyed(std::string_view word, std::string_view key) {
    if (word.size() <= key.size() + 1 || word.substr(0, key.size()) != key ||
        word[key.size()] != '=') {
        return std::nullopt;
    }
    return number(word.substr(key.size() + 1));
}

std::optional<h2::ErrorCode> error_code(std::string_view word) {
    for (std::uint32_t code = 0; code <= 0xd; ++code) {
        if (h2::name(static_cast<h2::ErrorCode>(code)) == word) {
            return static_cast<h2::ErrorCode>(code);
        }
    }
    return std::nullopt;
}

std::optional<h2::SettingId> setting_id(std::string_view word) {
    for (std::uint16_t id = 1; id <= 6; ++id) {
        if (h2::name(static_cast<h2::SettingId>(id)) == word) {
            return static_cast<h2::SettingId>(id);
        }
    }
    return std::nullopt;
}

// The words after the frame's name are consumed one by one; what stays is an error.
struct LineParser {
    std::vector<std::string_view> words;
    bool awaits = false;  // only what matches() compares may stand there
    std::size_t at = 0;
    std::string error;

    bool take(std::string_view word) {
        if (at < words.size() && words[at] == word) {
            ++at;
            return true;
        }
        return false;
    }
    void expect(std::string_view what) {
        if (error.empty()) {
            error = fmt::format("expected {} {}", what,
                                at < words.size() ? fmt::format("instead of \"{}\"", words[at])
                                                  : std::string{"at the end"});
        }
    }
    h2::StreamId stream() {
        const auto id = at < words.size() ? number(words[at]) : std::nullopt;
        if (!id || *id > h2::StreamId::kMax) {
            expect("a stream identifier");
            return {};
        }
        ++at;
        return h2::StreamId::from_wire(*id);
    }
    // "NAME=value" with a value of at most `most`, or nothing.
    std::uint32_t key(std::string_view name, std::uint32_t most) {
        const auto value = at < words.size() && !awaits ? keyed(words[at], name) : std::nullopt;
        if (!value) {
            return 0;
        }
        if (*value > most) {
            expect(fmt::format("{}= at most {}", name, most));
        }
        ++at;
        return *value;
    }
    h2::ErrorCode code(h2::ErrorCode otherwise) {
        const auto found = at < words.size() && !awaits ? error_code(words[at]) : std::nullopt;
        if (!found) {
            return otherwise;
        }
        ++at;
        return *found;
    }
};

h2::Frame parse_settings(LineParser& line, std::vector<h2::Setting>& settings) {
    if (line.take("ACK")) {
        return h2::SettingsFrame{true, nullptr};
    }
    for (; line.at < line.words.size() && !line.awaits; ++line.at) {
        const std::string_view word = line.words[line.at];
        const std::size_t equals = word.find('=');
        const auto id = setting_id(word.substr(0, equals));
        const auto value =
            equals == std::string_view::npos ? std::nullopt : number(word.substr(equals + 1));
        if (!id || !value) {
            line.expect("NAME=value with a SETTINGS parameter of 9113/6.5.2");
            break;
        }
        settings.push_back({*id, *value});
    }
    return h2::SettingsFrame{};
}

h2::Frame parse_window_update(LineParser& line) {
    const h2::StreamId stream = line.stream();
    if (line.awaits) {
        return h2::WindowUpdate{stream, 0};
    }
    const std::string_view word = line.at < line.words.size() ? line.words[line.at] : "";
    const auto increment =
        !word.empty() && word.front() == '+' ? number(word.substr(1)) : std::nullopt;
    if (!increment || *increment > h2::StreamId::kMax) {  // 31 bits, like an identifier
        line.expect("+INCREMENT");
        return h2::WindowUpdate{};
    }
    ++line.at;
    return h2::WindowUpdate{stream, *increment};
}

h2::Frame parse_frame(LineParser& line, std::vector<h2::Setting>& settings) {
    if (line.take("HEADERS")) {
        h2::Headers headers;
        headers.stream = line.stream();
        headers.end_stream = line.take("END_STREAM");
        return headers;
    }
    if (line.take("DATA")) {
        h2::Data data;
        data.stream = line.stream();
        data.payload.size = line.key("len", kLargestPayload);
        data.end_stream = line.take("END_STREAM");
        return data;
    }
    if (line.take("RST_STREAM")) {
        const h2::StreamId stream = line.stream();
        return h2::RstStream{stream, line.code(h2::ErrorCode::CANCEL)};
    }
    if (line.take("SETTINGS")) {
        return parse_settings(line, settings);
    }
    if (line.take("PING")) {
        return h2::Ping{0, line.take("ACK")};
    }
    if (line.take("GOAWAY")) {
        const std::uint32_t last = line.key("last", h2::StreamId::kMax);
        return h2::GoAway{h2::StreamId::from_wire(last), line.code(h2::ErrorCode::NO_ERROR), {}};
    }
    if (line.take("WINDOW_UPDATE")) {
        return parse_window_update(line);
    }
    if (line.take("PRIORITY")) {
        return h2::Priority{line.stream(), {}};
    }
    line.expect("HEADERS, DATA, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE or PRIORITY");
    return h2::Ping{};
}

}  // namespace

std::string to_text(const h2::Frame& frame) {
    const char* const end = h2::ends_stream(frame) ? " END_STREAM" : "";
    return std::visit(
        h2::overloaded{
            [&](const h2::Data& f) {
                return fmt::format("DATA {} len={}{}", f.stream.value(), f.payload.size, end);
            },
            [&](const h2::Headers& f) {
                return fmt::format("HEADERS {}{}", f.stream.value(), end);
            },
            [](const h2::Priority& f) { return fmt::format("PRIORITY {}", f.stream.value()); },
            [](const h2::RstStream& f) {
                return fmt::format("RST_STREAM {} {}", f.stream.value(), h2::name(f.code));
            },
            [](const h2::SettingsFrame& f) { return settings_text(f); },
            [](const h2::PushPromise& f) {
                return fmt::format("PUSH_PROMISE {} promised={}", f.stream.value(),
                                   f.promised.value());
            },
            [](const h2::Ping& f) { return std::string{f.ack ? "PING ACK" : "PING"}; },
            [](const h2::GoAway& f) {
                return fmt::format("GOAWAY last={} {}", f.last_stream.value(), h2::name(f.code));
            },
            [](const h2::WindowUpdate& f) {
                return fmt::format("WINDOW_UPDATE {} +{}", f.stream.value(), f.increment);
            },
            [](const h2::Continuation& f) {
                return fmt::format("CONTINUATION {}", f.stream.value());
            },
            [](const h2::UnknownFrame& f) {
                return fmt::format("UNKNOWN({}) {}", f.type, f.stream.value());
            },
            [](const h2::PriorityUpdate& f) {
                return fmt::format("PRIORITY_UPDATE 0 prioritized={}", f.prioritized.value());
            },
            [](const h2::AltSvc& f) { return fmt::format("ALTSVC {}", f.stream.value()); },
            [](const h2::Origin& f) { return fmt::format("ORIGIN {}", f.stream.value()); },
        },
        frame);
}

h2::Result<ScriptLine, std::string> parse_script_line(std::string_view text) {
    LineParser line{words_of(text), false, 0, {}};
    ScriptLine parsed;
    if (line.take("await")) {
        parsed.kind = ScriptLine::Kind::await;
        line.awaits = true;
    }
    parsed.frame = parse_frame(line, parsed.settings);
    if (line.error.empty() && line.at < line.words.size()) {
        line.expect(line.awaits ? "the end of the line (no more is compared of a frame that comes)"
                                : "the end of the line");
    }
    if (!line.error.empty()) {
        return std::move(line.error);
    }
    return parsed;
}

bool matches(const ScriptLine& await, const h2::Frame& frame) {
    if (await.frame.index() != frame.index() ||
        h2::stream_of(await.frame) != h2::stream_of(frame)) {
        return false;
    }
    if (const auto* settings = std::get_if<h2::SettingsFrame>(&frame)) {
        return settings->ack == std::get<h2::SettingsFrame>(await.frame).ack;
    }
    if (const auto* ping = std::get_if<h2::Ping>(&frame)) {
        return ping->ack == std::get<h2::Ping>(await.frame).ack;
    }
    return !h2::ends_stream(await.frame) || h2::ends_stream(frame);
}

}  // namespace sim
