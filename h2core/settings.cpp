// Names, ranges and effects of settings (RFC 9113 section 6.5.2, RFC 8441 section 3).

#include "h2core/settings.hpp"

namespace h2 {

namespace {

constexpr std::uint32_t kMaxWindow = 0x7fff'ffffU;  // section 6.5.2: 2^31-1
constexpr std::uint32_t kLargestMaxFrameSize = (1U << 24U) - 1;

}  // namespace

std::string_view name(SettingId id) {
    switch (id) {
        case SettingId::HEADER_TABLE_SIZE: return "HEADER_TABLE_SIZE";
        case SettingId::ENABLE_PUSH: return "ENABLE_PUSH";
        case SettingId::MAX_CONCURRENT_STREAMS: return "MAX_CONCURRENT_STREAMS";
        case SettingId::INITIAL_WINDOW_SIZE: return "INITIAL_WINDOW_SIZE";
        case SettingId::MAX_FRAME_SIZE: return "MAX_FRAME_SIZE";
        case SettingId::MAX_HEADER_LIST_SIZE: return "MAX_HEADER_LIST_SIZE";
        case SettingId::ENABLE_CONNECT_PROTOCOL: return "ENABLE_CONNECT_PROTOCOL";
        case SettingId::NO_RFC7540_PRIORITIES: return "NO_RFC7540_PRIORITIES";
    }
    return "UNKNOWN_SETTING";
}

void Settings::apply(Setting setting) {
    switch (setting.id) {
        case SettingId::HEADER_TABLE_SIZE: header_table_size = setting.value; break;
        case SettingId::ENABLE_PUSH: enable_push = setting.value; break;
        case SettingId::MAX_CONCURRENT_STREAMS: max_concurrent_streams = setting.value; break;
        case SettingId::INITIAL_WINDOW_SIZE: initial_window_size = setting.value; break;
        case SettingId::MAX_FRAME_SIZE: max_frame_size = setting.value; break;
        case SettingId::MAX_HEADER_LIST_SIZE: max_header_list_size = setting.value; break;
        case SettingId::ENABLE_CONNECT_PROTOCOL: enable_connect_protocol = setting.value; break;
        case SettingId::NO_RFC7540_PRIORITIES: no_rfc7540_priorities = setting.value; break;
    }
}

std::optional<SettingError> validate(Setting setting, bool from_server) {
    switch (setting.id) {
        case SettingId::ENABLE_PUSH:
            if (setting.value > (from_server ? 0U : 1U)) {
                return SettingError{ErrorCode::PROTOCOL_ERROR, RuleId::settings_enable_push};
            }
            break;
        case SettingId::INITIAL_WINDOW_SIZE:
            if (setting.value > kMaxWindow) {
                return SettingError{ErrorCode::FLOW_CONTROL_ERROR,
                                    RuleId::settings_initial_window_size};
            }
            break;
        case SettingId::MAX_FRAME_SIZE:
            if (setting.value < kSmallestMaxFrameSize || setting.value > kLargestMaxFrameSize) {
                return SettingError{ErrorCode::PROTOCOL_ERROR, RuleId::settings_max_frame_size};
            }
            break;
        case SettingId::ENABLE_CONNECT_PROTOCOL:
            if (setting.value > 1) {
                return SettingError{ErrorCode::PROTOCOL_ERROR, RuleId::settings_connect_protocol};
            }
            break;
        case SettingId::NO_RFC7540_PRIORITIES:
            if (setting.value > 1) {
                return SettingError{ErrorCode::PROTOCOL_ERROR, RuleId::settings_no_priorities};
            }
            break;
        case SettingId::HEADER_TABLE_SIZE:
        case SettingId::MAX_CONCURRENT_STREAMS:
        case SettingId::MAX_HEADER_LIST_SIZE: break;  // every value is legal
    }
    return std::nullopt;
}

}  // namespace h2
