// Compiles the patterns of formats.

#include "tools/logs/log_format.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

namespace tools {
namespace {

constexpr std::array<std::string_view, kLogGroups> kLogGroupNames = {
    "connection",   "first",       "second",    "direction",  "type",           "flags",
    "stream",       "length",      "content",   "end_stream", "end_headers",    "ack",
    "settings",     "error",       "last",      "increment",  "promised",       "padding",
    "dependency",   "weight",      "exclusive", "opaque_hex", "opaque_decimal", "opaque_quoted",
    "opaque_list",  "fields_json", "fields",    "name",       "value",          "seconds",
    "microseconds", "rest"};

// Lines may be in any encoding: octets are matched.
RE2::Options log_pattern_options() {
    RE2::Options options{RE2::Latin1};
    options.set_log_errors(false);
    return options;
}

std::optional<LogGroup> log_group_of(std::string_view name) {
    const auto found = std::ranges::find(kLogGroupNames, name);
    return found == kLogGroupNames.end()
               ? std::nullopt
               : std::optional{static_cast<LogGroup>(found - kLogGroupNames.begin())};
}

std::string_view view_of(const re2::StringPiece& piece) {
    return {piece.data(), piece.size()};
}

bool any_matches(const std::vector<LogPattern>& patterns, std::string_view line) {
    return std::ranges::any_of(patterns,
                               [line](const LogPattern& pattern) { return pattern.matches(line); });
}

}  // namespace

std::optional<std::string> LogPattern::error_of(const std::string& text) {
    const RE2 pattern{text, log_pattern_options()};
    if (!pattern.ok()) {
        return pattern.error();
    }
    for (const auto& [name, number] : pattern.NamedCapturingGroups()) {
        if (!log_group_of(name)) {
            return fmt::format("no group is called {}; there are {}", name,
                               fmt::join(kLogGroupNames, ", "));
        }
    }
    return std::nullopt;
}

LogPattern::LogPattern(const std::string& text)
    : pattern_{std::make_shared<const RE2>(text, log_pattern_options())},
      groups_(static_cast<std::size_t>(pattern_->NumberOfCapturingGroups()) + 1) {
    for (const auto& [name, number] : pattern_->NamedCapturingGroups()) {
        groups_[static_cast<std::size_t>(number)] = log_group_of(name);
    }
}

bool LogPattern::matches(std::string_view line) const {
    return pattern_->Match({line.data(), line.size()}, 0, line.size(), RE2::UNANCHORED, nullptr, 0);
}

std::optional<LogMatch> LogPattern::match(std::string_view line) const {
    std::array<re2::StringPiece, kLogGroups + 1> pieces;
    const int size = static_cast<int>(std::min(groups_.size(), pieces.size()));
    // Whether comes first: most lines are of another kind, and where costs more.
    if (!matches(line) || !pattern_->Match({line.data(), line.size()}, 0, line.size(),
                                           RE2::UNANCHORED, pieces.data(), size)) {
        return std::nullopt;
    }
    LogMatch match;
    const std::string_view whole = view_of(pieces[0]);
    const auto begin = static_cast<std::size_t>(whole.data() - line.data());
    match.before = line.substr(0, begin);
    match.after = line.substr(begin + whole.size());
    for (std::size_t i = 1; i < static_cast<std::size_t>(size); ++i) {
        if (groups_[i] && pieces[i].data() != nullptr) {
            match.taken_[static_cast<std::size_t>(*groups_[i])] = view_of(pieces[i]);
        }
    }
    return match;
}

bool LogFormat::is_frame(std::string_view line) const {
    return any_matches(frames, line);
}

bool LogFormat::is_without_frames(std::string_view line) const {
    return any_matches(without_frames, line);
}

std::string LogFormats::names() const {
    std::string text;
    for (const LogFormat& format : formats_) {
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", format.name, format.title);
    }
    return text;
}

}  // namespace tools
