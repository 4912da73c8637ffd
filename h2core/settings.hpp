#pragma once
// SETTINGS parameters (RFC 9113 section 6.5.2): identifiers, initial values, legal ranges.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "h2core/error_code.hpp"
#include "h2core/rules.hpp"

namespace h2 {

enum class SettingId : std::uint16_t {
    HEADER_TABLE_SIZE = 0x1,
    ENABLE_PUSH = 0x2,
    MAX_CONCURRENT_STREAMS = 0x3,
    INITIAL_WINDOW_SIZE = 0x4,
    MAX_FRAME_SIZE = 0x5,
    MAX_HEADER_LIST_SIZE = 0x6,
    ENABLE_CONNECT_PROTOCOL = 0x8,  // RFC 8441 section 3
    NO_RFC7540_PRIORITIES = 0x9,    // RFC 9218 section 2.1
};

// The RFC's name without the SETTINGS_ prefix; "UNKNOWN_SETTING" for others, which are legal on
// the wire and ignored (section 6.5.2).
std::string_view name(SettingId id);

// One parameter as it stands in a SETTINGS frame.
struct Setting {
    SettingId id;
    std::uint32_t value;
    bool operator==(const Setting&) const = default;
};

inline constexpr std::uint32_t kUnlimited = std::numeric_limits<std::uint32_t>::max();

// Every receiver takes frames of this size (section 4.2), whichever SETTINGS are in force.
inline constexpr std::uint32_t kSmallestMaxFrameSize = 16'384;

// The values an endpoint is bound by. Initial values are those of section 6.5.2; "no limit" is
// kUnlimited.
struct Settings {
    std::uint32_t header_table_size = 4096;
    std::uint32_t enable_push = 1;
    std::uint32_t max_concurrent_streams = kUnlimited;
    std::uint32_t initial_window_size = 65'535;
    std::uint32_t max_frame_size = kSmallestMaxFrameSize;
    std::uint32_t max_header_list_size = kUnlimited;
    std::uint32_t enable_connect_protocol = 0;
    std::uint32_t no_rfc7540_priorities = 0;

    // Takes over one parameter; unknown identifiers change nothing. The value must be valid.
    void apply(Setting setting);
    bool operator==(const Settings&) const = default;
};

// What is wrong with a received parameter: the connection error it calls for.
struct SettingError {
    ErrorCode code;
    RuleId rule;
    bool operator==(const SettingError&) const = default;
};

// Section 6.5.2: ENABLE_PUSH is 0 or 1 (PROTOCOL_ERROR; a client treats a server's value other
// than 0 so too), INITIAL_WINDOW_SIZE at most 2^31-1 (FLOW_CONTROL_ERROR), MAX_FRAME_SIZE 2^14 to
// 2^24-1 (PROTOCOL_ERROR), ENABLE_CONNECT_PROTOCOL and NO_RFC7540_PRIORITIES 0 or 1
// (PROTOCOL_ERROR). Empty when the value is valid or the identifier unknown.
// `from_server`: the parameter was sent by a server.
std::optional<SettingError> validate(Setting setting, bool from_server);

// An interned, immutable list of parameters, referred to by SETTINGS frames (see FieldList for
// ownership). Order and repetition are as on the wire: later values win (section 6.5.3).
struct SettingList {
    std::uint32_t id = 0;
    std::vector<Setting> values;
    bool operator==(const SettingList&) const = default;
};

}  // namespace h2
