// Counts lines that begin frames, per format, until one has enough of them.

#include "tools/logs/log_recognition.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/logs/log_lines.hpp"
#include "tools/logs/log_time.hpp"

namespace tools {
namespace {

constexpr std::uint64_t kEnoughFrames = 200;     // of one format, to know it
constexpr std::uint64_t kFramesInOrder = 2'000;  // that are looked at
constexpr std::size_t kLookedAtForNul = 65'536;

struct LogCount {
    const LogFormat* format = nullptr;
    std::uint64_t frames = 0;
    std::uint64_t without = 0;  // lines that say that there are none
};

sim::InputError no_log(const std::string& file, std::string message, std::string expected,
                       std::string hint = {}) {
    sim::InputError error;
    error.file = file;
    error.message = std::move(message);
    error.expected = std::move(expected);
    error.hint = std::move(hint);
    error.code = sim::ErrorCode::wrong_form;
    return error;
}

std::optional<sim::InputError> wrong_encoding(std::string_view text, const std::string& file) {
    const bool little = text.starts_with("\xff\xfe");
    if (little || text.starts_with("\xfe\xff")) {
        return no_log(file, "the text is UTF-16", "UTF-8, or any encoding with ASCII in it",
                      fmt::format("iconv -f UTF-16{} -t UTF-8 FILE", little ? "LE" : "BE"));
    }
    const std::string_view beginning = text.substr(0, kLookedAtForNul);
    const auto nuls = static_cast<std::size_t>(std::ranges::count(beginning, '\0'));
    if (nuls > 0 && nuls * 3 > beginning.size()) {
        return no_log(file, "the text is UTF-16 or UTF-32, or no text at all",
                      "UTF-8, or any encoding with ASCII in it", "iconv -f UTF-16LE -t UTF-8 FILE");
    }
    return std::nullopt;
}

std::vector<LogCount> count_frames(std::string_view text, const LogFormats& formats) {
    std::vector<LogCount> counts;
    for (const LogFormat& format : formats.all()) {
        counts.push_back({&format});
    }
    LogLines lines{text};
    bool enough = false;
    while (!enough) {
        const auto line = lines.next();
        if (!line) {
            break;
        }
        for (LogCount& count : counts) {
            if (count.format->is_frame(*line)) {
                ++count.frames;
                enough = enough || count.frames >= kEnoughFrames;
            } else if (count.format->is_without_frames(*line)) {
                ++count.without;
            }
        }
    }
    return counts;
}

// The format has frames of which more are earlier than the one before than later.
bool runs_backwards(std::string_view text, const LogFormat& format) {
    std::optional<std::int64_t> before;
    std::uint64_t earlier = 0;
    std::uint64_t later = 0;
    std::uint64_t frames = 0;
    LogLines lines{text};
    for (auto line = lines.next(); line && frames < kFramesInOrder; line = lines.next()) {
        if (!format.is_frame(*line)) {
            continue;
        }
        ++frames;
        const auto clock = find_log_clock(*line);
        if (clock && before) {
            earlier += clock->nanoseconds < *before ? 1 : 0;
            later += clock->nanoseconds > *before ? 1 : 0;
        }
        before = clock ? std::optional{clock->nanoseconds} : before;
    }
    return earlier > later && earlier > 1;
}

sim::InputError without_frames(const std::string& file, const std::vector<LogCount>& counts,
                               const LogFormats& formats) {
    const auto most = std::ranges::max_element(counts, {}, &LogCount::without);
    if (most != counts.end() && most->without > 0) {
        return no_log(
            file,
            fmt::format("this is like a log of {}, but no frames are logged", most->format->title),
            "lines that tell of frames", most->format->advice);
    }
    return no_log(file, "no line tells of a frame as a log of a known format does",
                  formats.names() + ", or a NetLog of Chromium",
                  "--log-format FILE describes another one");
}

}  // namespace

bool has_log_lines(std::string_view text, const LogFormats& formats) {
    return std::ranges::any_of(count_frames(text, formats), [](const LogCount& count) {
        return count.frames > 0 || count.without > 0;
    });
}

h2::Result<RecognisedLog, sim::InputError> recognise_log(std::string_view text,
                                                         const std::string& file,
                                                         const LogFormats& formats,
                                                         std::string_view only) {
    if (auto error = wrong_encoding(text, file)) {
        return std::move(*error);
    }
    std::vector<LogCount> counts = count_frames(text, formats);
    if (!only.empty()) {
        std::vector<std::string_view> names;
        names.reserve(counts.size());
        for (const LogCount& count : counts) {
            names.push_back(count.format->name);
        }
        if (std::ranges::find(names, only) == names.end()) {
            return no_log(file, fmt::format("no format of logs is called {}", sim::in_quotes(only)),
                          "one of " + formats.names(), sim::did_you_mean(only, names));
        }
        std::erase_if(counts, [&](const LogCount& count) { return count.format->name != only; });
    }
    std::ranges::sort(counts, [](const LogCount& a, const LogCount& b) {
        return a.frames != b.frames ? a.frames > b.frames : a.format->name < b.format->name;
    });
    if (counts.empty() || counts.front().frames == 0) {
        return without_frames(file, counts, formats);
    }
    if (counts.size() > 1 && counts[0].frames == counts[1].frames) {
        return no_log(file,
                      fmt::format("as many lines are of {} as of {}: {}", counts[0].format->name,
                                  counts[1].format->name, counts[0].frames),
                      "a log of one format");
    }
    if (runs_backwards(text, *counts.front().format)) {
        return no_log(file, "the log runs backwards: its times become earlier from line to line",
                      "the oldest line first", "tac FILE turns it round");
    }
    RecognisedLog found{counts.front().format, {}};
    for (std::size_t i = 1; i < counts.size() && counts[i].frames > 0; ++i) {
        found.others.push_back(counts[i].format);
    }
    return found;
}

}  // namespace tools
