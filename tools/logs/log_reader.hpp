#pragma once
// Lines of one format, one by one → connections and frames.

#include <cstdint>
#include <string_view>

#include "tools/logs/log_connections.hpp"
#include "tools/logs/log_format.hpp"
#include "tools/logs/log_time.hpp"

namespace tools {

class LogReader {
  public:
    LogReader(const LogFormat& format, Recording& recording, std::optional<h2::Role> role)
        : format_{format},
          connections_{recording, {role, format.flags_may_be_unknown, format.whole_field_blocks}} {}

    void read(std::string_view line, std::uint64_t number);
    void finish() { connections_.finish(); }

    [[nodiscard]] const LogConnections& connections() const { return connections_; }
    // Lines with a frame of which direction or type cannot be told.
    [[nodiscard]] std::uint64_t unreadable() const { return unreadable_; }

  private:
    bool read_frame(std::string_view line, std::uint64_t number);
    bool read_connection(std::string_view line, std::uint64_t number);
    bool read_announcement(std::string_view line, std::uint64_t number);
    bool read_field(std::string_view line, std::uint64_t number);
    void read_detail(std::string_view line);
    [[nodiscard]] std::optional<LogFrame> frame_of(const LogMatch& match) const;
    void take_values(LogFrame& frame, std::string_view text) const;
    [[nodiscard]] Moment moment_of(const LogMatch& match, std::uint64_t number);
    void begin_frame(LogConnection& connection, LogFrame frame);

    const LogFormat& format_;
    LogConnections connections_;
    LogTimes times_;
    LogConnection* last_ = nullptr;  // the one whose frame was told of last
    std::uint64_t unreadable_ = 0;
};

}  // namespace tools
