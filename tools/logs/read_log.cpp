// Finds the format of a log, and whose log it is, then reads its lines.

#include "tools/logs/read_log.hpp"

#include <fmt/format.h>

#include "tools/logs/log_lines.hpp"
#include "tools/logs/log_reader.hpp"
#include "tools/logs/log_recognition.hpp"
#include "tools/logs/netlog.hpp"

namespace tools {
namespace {

// Of whose log the file is, where lines say it and not of both.
std::optional<h2::Role> owner_of(std::string_view text, const LogFormat& format) {
    if (format.role) {
        return format.role;
    }
    const bool client = format.client && format.client->matches(text);
    const bool server = format.server && format.server->matches(text);
    if (client == server) {
        return std::nullopt;
    }
    return client ? h2::Role::client : h2::Role::server;
}

void note_count(std::vector<std::string>& notes, std::uint64_t count, std::string_view what) {
    if (count > 0) {
        notes.push_back(fmt::format("{} {} {}", count, count == 1 ? "line" : "lines", what));
    }
}

}  // namespace

bool is_log(std::string_view text, const LogFormats& formats) {
    return is_netlog(text) || has_log_lines(text, formats);
}

h2::Result<LogSummary, sim::InputError> read_log(std::string_view text, const std::string& file,
                                                 const LogFormats& formats, Recording& recording,
                                                 std::string_view only) {
    if (only.empty() && is_netlog(text)) {
        return read_netlog(text, file, recording);
    }
    const auto recognised = recognise_log(text, file, formats, only);
    if (!recognised) {
        return recognised.error();
    }
    const LogFormat& format = *recognised->format;
    LogReader reader{format, recording, owner_of(text, format)};
    LogLines lines{text};
    while (const auto line = lines.next()) {
        reader.read(*line, lines.number());
    }
    reader.finish();
    LogSummary summary{format.name,
                       format.title,
                       lines.number(),
                       reader.connections().frames(),
                       reader.connections().count(),
                       {}};
    note_count(summary.notes, lines.too_long(), "longer than 65536 octets passed over");
    note_count(summary.notes, reader.unreadable(),
               "passed over: of which type or direction the frame is cannot be told");
    for (const LogFormat* other : recognised->others) {
        summary.notes.push_back(
            fmt::format("some lines are like those of {}: they are passed over", other->title));
    }
    return summary;
}

}  // namespace tools
