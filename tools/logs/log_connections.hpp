#pragma once
// The connections of a log, told apart by what it calls them. A connection begins in the recording
// when both ends have sent something, or much of one has come: then it is known whether the log has
// its beginning.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/logs/log_frame.hpp"

namespace tools {

struct LogConnection {
    Connected connected;
    bool opened = false;                             // there was a line that says so
    std::optional<std::size_t> index;                // in the recording, by the first frame
    bool begun = false;                              // there
    std::vector<LogFrame> held;                      // before
    std::array<bool, 2> seen{};                      // frames of that end
    std::array<bool, 2> with_settings{};             // the first of them as it must be
    std::array<std::optional<LogFrame>, 2> unended;  // HEADERS that wait for CONTINUATION
    // For whoever reads the lines:
    std::optional<LogFrame> pending;                   // values may follow
    std::array<std::optional<LogFrame>, 2> announced;  // values of the next frame
    std::map<std::uint32_t, LogFields> fields;         // of the next frame, by stream
};

class LogConnections {
  public:
    struct Options {
        std::optional<h2::Role> role{};  // of whose log it is, where it is the same for all
        bool flags_may_be_unknown = false;
        bool whole_field_blocks = false;
    };
    LogConnections(Recording& recording, const Options& options)
        : recording_{recording}, options_{options} {}

    // The one that is called so, made if it is new.
    LogConnection& at(std::string_view key, std::uint64_t record);
    // Null: there is none.
    LogConnection* find(std::string_view key);
    // Another one begins under this name, unless the one that has it has sent nothing.
    LogConnection& opened(std::string_view key, std::uint64_t record);
    void closed(std::string_view key, std::string_view how);
    // A frame begins, of which values may follow, and the one before is whole.
    void expect(LogConnection& connection, LogFrame frame);
    // The pending frame is whole.
    void put(LogConnection& connection);
    // No more lines.
    void finish();

    [[nodiscard]] std::size_t count() const { return numbered_; }
    [[nodiscard]] std::uint64_t frames() const { return frames_; }

  private:
    void add(LogConnection& connection, LogFrame frame);
    void begin(LogConnection& connection);
    void emit(LogConnection& connection, LogFrame frame);
    void tell(LogConnection& connection, const LogFrame& frame);
    void end(LogConnection& connection, std::string_view how);

    Recording& recording_;
    Options options_;
    std::map<std::string, LogConnection, std::less<>> connections_;
    std::size_t numbered_ = 0;
    std::uint64_t frames_ = 0;
    std::uint32_t lists_ = 0;
};

}  // namespace tools
