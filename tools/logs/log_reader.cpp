// A frame waits until the next one of its connection begins: values and fields may follow.

#include "tools/logs/log_reader.hpp"

#include <algorithm>
#include <utility>

#include "tools/logs/log_taking.hpp"
#include "tools/logs/log_values.hpp"

namespace tools {
namespace {

constexpr std::size_t kMostFieldsLogged = 4'096;  // of one frame, and of all that wait
constexpr std::uint64_t kMost31 = 0x7fff'ffff;
constexpr std::uint64_t kMostLogged32 = 0xffff'ffff;

std::string_view key_of(const LogMatch& match) {
    return match.get(LogGroup::connection).value_or("");
}

std::optional<std::uint32_t> number_in(const LogMatch& match, LogGroup group, std::uint64_t most) {
    const auto text = match.get(group);
    const auto number = text ? log_number(*text, most) : std::nullopt;
    return number ? std::optional{static_cast<std::uint32_t>(*number)} : std::nullopt;
}

}  // namespace

void LogReader::read(std::string_view line, std::uint64_t number) {
    if (read_frame(line, number) || read_connection(line, number) ||
        read_announcement(line, number) || read_field(line, number)) {
        return;
    }
    if (format_.details_follow) {
        read_detail(line);
    }
}

bool LogReader::read_frame(std::string_view line, std::uint64_t number) {
    for (const LogPattern& pattern : format_.frames) {
        const auto match = pattern.match(line);
        if (!match) {
            continue;
        }
        std::optional<LogFrame> frame = frame_of(*match);
        if (!frame) {
            ++unreadable_;
            return true;
        }
        frame->moment = moment_of(*match, number);
        LogConnection& connection = connections_.at(key_of(*match), number);
        if (const auto first = match->get(LogGroup::first); first && connection.held.empty()) {
            connection.connected.first = *first;
            connection.connected.second = match->get(LogGroup::second).value_or("");
        }
        begin_frame(connection, std::move(*frame));
        return true;
    }
    return false;
}

void LogReader::begin_frame(LogConnection& connection, LogFrame frame) {
    last_ = &connection;
    auto& announced = connection.announced[static_cast<std::size_t>(frame.sender)];
    if (announced && announced->type == frame.type) {
        frame.flags = frame.flags ? frame.flags : announced->flags;
        frame.length = frame.length ? frame.length : announced->length;
    }
    announced.reset();
    const auto fields = connection.fields.find(frame.stream);
    if (fields != connection.fields.end() &&
        (frame.is(h2::FrameType::HEADERS) || frame.is(h2::FrameType::PUSH_PROMISE))) {
        frame.fields = std::move(fields->second);
        connection.fields.erase(fields);
    }
    connections_.expect(connection, std::move(frame));
}

std::optional<LogFrame> LogReader::frame_of(const LogMatch& match) const {
    LogFrame frame;
    const std::string_view direction = match.get(LogGroup::direction).value_or("");
    const bool sent = std::ranges::find(format_.sent, direction) != format_.sent.end();
    if (!sent && std::ranges::find(format_.received, direction) == format_.received.end()) {
        return std::nullopt;
    }
    frame.sender = sent ? End::first : End::second;
    const std::string written{match.get(LogGroup::type).value_or("")};
    const auto known = format_.types.find(written);
    const auto type = log_type(known == format_.types.end() ? written : known->second);
    frame.type = type.value_or(0xff);
    take_log_values(frame, match);
    take_values(frame, match.get(LogGroup::rest).value_or(match.after));
    const bool typed = type.has_value() || frame.type != 0xff;
    return typed ? std::optional{std::move(frame)} : std::nullopt;
}

void LogReader::take_values(LogFrame& frame, std::string_view text) const {
    for (const LogPattern& pattern : format_.values) {
        if (const auto match = pattern.match(text)) {
            if (const auto type = match->get(LogGroup::type); type && !format_.details_follow) {
                frame.type = log_type(*type).value_or(frame.type);
            }
            take_log_values(frame, *match);
        }
    }
}

bool LogReader::read_connection(std::string_view line, std::uint64_t number) {
    for (const LogPattern& pattern : format_.opened) {
        if (const auto match = pattern.match(line)) {
            last_ = nullptr;
            LogConnection& connection = connections_.opened(key_of(*match), number);
            if (pattern.role) {
                connection.connected.first_role = pattern.role;
            }
            return true;
        }
    }
    for (const LogPattern& pattern : format_.closed) {
        if (const auto match = pattern.match(line)) {
            last_ = nullptr;
            connections_.closed(key_of(*match), "closed");
            return true;
        }
    }
    return false;
}

bool LogReader::read_announcement(std::string_view line, std::uint64_t number) {
    for (const LogPattern& pattern : format_.before) {
        const auto match = pattern.match(line);
        if (match) {
            if (std::optional<LogFrame> frame = frame_of(*match)) {
                const auto sender = static_cast<std::size_t>(frame->sender);
                connections_.at(key_of(*match), number).announced[sender] = std::move(frame);
            }
            return true;
        }
    }
    return false;
}

bool LogReader::read_field(std::string_view line, std::uint64_t number) {
    for (const LogPattern& pattern : format_.fields) {
        const auto match = pattern.match(line);
        if (!match) {
            continue;
        }
        const std::string_view name = match->get(LogGroup::name).value_or("");
        std::string_view value = match->get(LogGroup::value).value_or("");
        if (name.starts_with(':') && value.size() > 1 && value.front() == '"' &&
            value.back() == '"') {  // nghttp before 1.5
            value = value.substr(1, value.size() - 2);
        }
        LogFields* fields = nullptr;
        if (const auto stream = number_in(*match, LogGroup::stream, kMost31)) {
            auto& waiting = connections_.at(key_of(*match), number).fields;
            fields = waiting.size() < kMostFieldsLogged ? &waiting[*stream] : nullptr;
        } else if (last_ != nullptr && last_->pending &&
                   (last_->pending->is(h2::FrameType::HEADERS) ||
                    last_->pending->is(h2::FrameType::PUSH_PROMISE))) {
            auto& of_frame = last_->pending->fields;
            fields = of_frame.has_value() ? &*of_frame : &of_frame.emplace();
        }
        if (fields != nullptr && fields->size() < kMostFieldsLogged) {
            fields->emplace_back(name, value);
        }
        return true;
    }
    return false;
}

void LogReader::read_detail(std::string_view line) {
    for (const LogPattern& pattern : format_.values) {
        const auto match = pattern.match(line);
        if (!match) {
            continue;
        }
        const auto key = match->get(LogGroup::connection);
        LogConnection* const connection = key ? connections_.find(*key) : last_;
        if (connection == nullptr || !connection->pending) {
            continue;
        }
        const auto type = match->get(LogGroup::type);
        if (!type || log_type(*type) == connection->pending->type) {
            take_log_values(*connection->pending, *match);
        }
    }
}

Moment LogReader::moment_of(const LogMatch& match, std::uint64_t number) {
    Moment moment;
    moment.record = number;
    std::optional<LogClock> clock;
    if (const auto seconds = match.get(LogGroup::seconds)) {
        const auto found = log_seconds(*seconds);
        clock = found ? std::optional{LogClock{*found, true}} : std::nullopt;
    } else if (const auto written = match.get(LogGroup::microseconds)) {
        const auto found = log_number(*written, kMostLogged32 * 1'000);
        clock = found ? std::optional{LogClock{static_cast<std::int64_t>(*found) * 1'000, true}}
                      : std::nullopt;
    } else {
        clock = find_log_clock(match.before);
    }
    moment.nanoseconds = times_.since_first(clock);
    return moment;
}

}  // namespace tools
