#pragma once
// How logs of one kind are read: patterns as data. Ours are in formats/*.json and part of the
// program; --log-format FILE adds one in the same form, which is looked at before ours:
//
//   {"format": "h2sim-log-format/1",
//    "name": "mine", "title": "My server's log",
//    "sent": ["out"], "received": ["in"],
//    "frames": ["conn (?P<connection>[0-9]+) (?P<direction>in|out) (?P<type>[A-Z_]+) …"],
//    "values": ["^ error=(?P<error>[0-9]+)"]}
//
// Patterns are RE2's (linear in the line); one matches anywhere in a line without `^`. Their groups
// are LogGroup, by name:
//   frames   a line that begins a frame; direction and type are needed. The words for directions
//            are those of "sent" and "received", seen from the end whose log it is.
//   values   further values of the frame, in the group "rest" of its line or else after the match;
//            with "details_follow" in lines that follow, those without a connection for the last
//   before   values for the next frame of that direction, which has not begun
//   fields   a line with one header field: of the last frame, with a stream of that stream's next
//   opened, closed   a connection; {"match": "…", "role": "client"} says whose log it is
//   client, server   lines that say whose log the file is, where only one of both is there
//   without_frames   lines of such a log where frames are not logged; "advice" says what to do
// "role": of all connections. "types": names of types that are not the RFC's. "whole_field_blocks":
// HEADERS stand for their CONTINUATIONs. "flags_may_be_unknown": no flags are not 0.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "h2core/role.hpp"
#include "sim/text/input_error.hpp"

namespace re2 {
class RE2;
}

namespace tools {

enum class LogGroup : std::uint8_t {
    connection,  // what tells connections apart
    first,       // what the ends are called: the owner of the log …
    second,      // … and the other
    direction,
    type,
    flags,
    stream,      // 0 where it is not there
    length,      // of the payload
    content,     // octets without padding and what stands before them: of DATA and GOAWAY
    end_stream,  // a flag of its own
    end_headers,
    ack,
    settings,
    error,
    last,  // stream of GOAWAY
    increment,
    promised,
    padding,  // with its length octet
    dependency,
    weight,  // 1 to 256
    exclusive,
    opaque_hex,      // of PING: 16 digits,
    opaque_decimal,  // a number, perhaps with a sign,
    opaque_quoted,   // as Go quotes strings,
    opaque_list,     // or [1, 2, …]
    fields_json,     // [[":method","GET"],…]
    fields,          // ":method: GET, :path: /"
    name,
    value,
    seconds,  // since some time; else a time of day is looked for before the match
    microseconds,
    rest,
};
inline constexpr std::size_t kLogGroups = static_cast<std::size_t>(LogGroup::rest) + 1;

// What the groups of a pattern have taken, in a line that outlives this. Empty: nothing.
class LogMatch {
  public:
    [[nodiscard]] std::optional<std::string_view> get(LogGroup group) const {
        return taken_[static_cast<std::size_t>(group)];
    }
    std::string_view before;  // the match
    std::string_view after;

  private:
    friend class LogPattern;
    std::array<std::optional<std::string_view>, kLogGroups> taken_{};
};

class LogPattern {
  public:
    // The error says what is wrong with the pattern.
    static std::optional<std::string> error_of(const std::string& text);
    // `text` has no error.
    explicit LogPattern(const std::string& text);

    // Only whether: costs less.
    [[nodiscard]] bool matches(std::string_view line) const;
    [[nodiscard]] std::optional<LogMatch> match(std::string_view line) const;

    std::optional<h2::Role> role;  // of whose log it is, in "opened"

  private:
    std::shared_ptr<const re2::RE2> pattern_;
    std::vector<std::optional<LogGroup>> groups_;  // by number, from 1
};

struct LogFormat {
    std::string name;
    std::string title;
    std::vector<std::string> sent;
    std::vector<std::string> received;
    std::map<std::string, std::string> types;
    std::vector<LogPattern> frames;
    std::vector<LogPattern> values;
    std::vector<LogPattern> before;
    std::vector<LogPattern> fields;
    std::vector<LogPattern> opened;
    std::vector<LogPattern> closed;
    std::vector<LogPattern> without_frames;
    std::optional<LogPattern> client;
    std::optional<LogPattern> server;
    std::optional<h2::Role> role;
    std::string advice;
    bool details_follow = false;
    bool whole_field_blocks = false;
    bool flags_may_be_unknown = false;

    [[nodiscard]] bool is_frame(std::string_view line) const;
    [[nodiscard]] bool is_without_frames(std::string_view line) const;
};

class LogFormats {
  public:
    // Those that are part of the program.
    LogFormats();
    // A file of somebody's; what is wrong with it, if anything: then nothing was added. One of a
    // name that is there takes its place.
    sim::InputErrors add(std::string_view text, std::string_view file);

    [[nodiscard]] const std::vector<LogFormat>& all() const { return formats_; }
    // "go (Go with GODEBUG=http2debug=2), nghttp (…), …"
    [[nodiscard]] std::string names() const;

  private:
    std::vector<LogFormat> formats_;
};

}  // namespace tools
