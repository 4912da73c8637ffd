#pragma once
// A frame as a log tells of it: what it says, and what it leaves out.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "h2core/frame.hpp"
#include "h2core/wire/frame_header.hpp"
#include "tools/capture/recording.hpp"

namespace tools {

using LogFields = std::vector<std::pair<std::string, std::string>>;

struct LogFrame {
    End sender = End::first;
    std::uint8_t type = 0;
    std::uint32_t stream = 0;
    std::optional<std::uint8_t> flags;
    std::optional<std::uint32_t> length;
    std::optional<std::uint32_t> content;  // LogGroup
    std::optional<bool> end_stream;
    std::optional<bool> end_headers;
    std::optional<bool> ack;
    std::optional<std::vector<h2::Setting>> settings;
    bool settings_unknown = false;  // one of them could not be read
    std::optional<h2::ErrorCode> error;
    std::optional<std::uint32_t> last;
    std::optional<std::uint32_t> increment;
    std::optional<std::uint32_t> promised;
    std::uint16_t padding = 0;
    std::optional<std::uint32_t> dependency;
    std::uint8_t weight = 0;  // as on the wire
    bool exclusive = false;
    std::optional<std::uint64_t> opaque;
    std::optional<LogFields> fields;
    Moment moment;

    [[nodiscard]] bool is(h2::FrameType which) const {
        return type == static_cast<std::uint8_t>(which);
    }
    [[nodiscard]] bool has(std::uint8_t bit) const { return (flags.value_or(0) & bit) != 0; }
    // SETTINGS that are no acknowledgment: what a connection begins with.
    [[nodiscard]] bool begins_connection() const {
        return is(h2::FrameType::SETTINGS) && !has(h2::flag::ACK);
    }
    // The flags that the values are about.
    void complete_flags(bool may_be_unknown);
};

// The frame of Recording::logs, and what it refers to.
class LoggedFrame {
  public:
    // `number`: of its lists among others.
    LoggedFrame(const LogFrame& frame, std::uint32_t number);
    LoggedFrame(const LoggedFrame&) = delete;
    LoggedFrame& operator=(const LoggedFrame&) = delete;
    ~LoggedFrame() = default;

    [[nodiscard]] const h2::FrameHeader& header() const { return header_; }
    [[nodiscard]] const h2::Frame& frame() const { return frame_; }
    [[nodiscard]] bool values_known() const { return values_known_; }

  private:
    h2::Frame make(const LogFrame& frame);

    h2::SettingList settings_;
    h2::FieldList fields_;
    h2::FrameHeader header_;
    bool values_known_ = true;
    h2::Frame frame_;
};

}  // namespace tools
