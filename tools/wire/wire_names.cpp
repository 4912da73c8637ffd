// Types, settings and error codes have the names of h2core, looked for one by one. Flags are listed
// here by type: one bit means different things in different types (RFC 9113 section 6).

#include "tools/wire/wire_names.hpp"

#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "h2core/wire/frame_names.hpp"

namespace tools {
namespace {

using h2::FrameType;

using FlagName = std::pair<std::string_view, std::uint8_t>;

constexpr std::array<FlagName, 1> kAck{{{"ACK", h2::flag::ACK}}};
constexpr std::array<FlagName, 2> kDataFlags{
    {{"END_STREAM", h2::flag::END_STREAM}, {"PADDED", h2::flag::PADDED}}};
constexpr std::array<FlagName, 4> kHeadersFlags{{{"END_STREAM", h2::flag::END_STREAM},
                                                 {"END_HEADERS", h2::flag::END_HEADERS},
                                                 {"PADDED", h2::flag::PADDED},
                                                 {"PRIORITY", h2::flag::PRIORITY}}};
constexpr std::array<FlagName, 2> kPushFlags{
    {{"END_HEADERS", h2::flag::END_HEADERS}, {"PADDED", h2::flag::PADDED}}};
constexpr std::array<FlagName, 1> kContinuationFlags{{{"END_HEADERS", h2::flag::END_HEADERS}}};

std::span<const FlagName> flags_of(std::uint8_t type) {
    switch (static_cast<FrameType>(type)) {
        case FrameType::DATA: return kDataFlags;
        case FrameType::HEADERS: return kHeadersFlags;
        case FrameType::PUSH_PROMISE: return kPushFlags;
        case FrameType::CONTINUATION: return kContinuationFlags;
        case FrameType::SETTINGS:
        case FrameType::PING: return kAck;
        case FrameType::PRIORITY:
        case FrameType::RST_STREAM:
        case FrameType::GOAWAY:
        case FrameType::WINDOW_UPDATE:
        case FrameType::ALTSVC:
        case FrameType::ORIGIN:
        case FrameType::PRIORITY_UPDATE: break;
    }
    return {};
}

constexpr std::uint16_t kLastSetting = 0x9;
constexpr std::uint32_t kLastErrorCode = 0xd;
constexpr std::string_view kUnknownSetting = "UNKNOWN_SETTING";
constexpr std::string_view kUnknownError = "UNKNOWN_ERROR";

// "0x" and one or two hex digits.
std::optional<std::uint8_t> octet_of(std::string_view text) {
    if (!text.starts_with("0x") || text.size() < 3 || text.size() > 4) {
        return std::nullopt;
    }
    unsigned value = 0;
    for (const char c : text.substr(2)) {
        const std::string_view digits = "0123456789abcdef";
        const std::size_t digit =
            digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c);
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        value = value * 16 + static_cast<unsigned>(digit);
    }
    return static_cast<std::uint8_t>(value);
}

}  // namespace

std::vector<std::string_view> frame_type_names() {
    std::vector<std::string_view> names;
    names.reserve(h2::kFrameTypes.size());
    for (const FrameType type : h2::kFrameTypes) {
        names.push_back(h2::name(type));
    }
    return names;
}

std::vector<std::string_view> flag_names(std::uint8_t type) {
    std::vector<std::string_view> names;
    names.reserve(flags_of(type).size());
    for (const FlagName& flag : flags_of(type)) {
        names.push_back(flag.first);
    }
    return names;
}

std::vector<std::string_view> setting_names() {
    std::vector<std::string_view> names;
    for (std::uint16_t id = 1; id <= kLastSetting; ++id) {
        const std::string_view name = h2::name(static_cast<h2::SettingId>(id));
        if (name != kUnknownSetting) {
            names.push_back(name);
        }
    }
    return names;
}

std::vector<std::string_view> error_code_names() {
    std::vector<std::string_view> names;
    for (std::uint32_t code = 0; code <= kLastErrorCode; ++code) {
        names.push_back(h2::name(static_cast<h2::ErrorCode>(code)));
    }
    return names;
}

std::string json_name_of_type(std::uint8_t type) {
    const std::string_view name = h2::name(static_cast<FrameType>(type));
    return name.empty() ? fmt::format("0x{:02x}", type) : std::string{name};
}

std::optional<std::uint8_t> frame_type_of(std::string_view name) {
    for (const FrameType type : h2::kFrameTypes) {
        if (h2::name(type) == name) {
            return static_cast<std::uint8_t>(type);
        }
    }
    return octet_of(name);
}

nlohmann::json json_of_flags(std::uint8_t type, std::uint8_t flags) {
    nlohmann::json names = nlohmann::json::array();
    unsigned left = flags;
    for (const FlagName& flag : flags_of(type)) {
        if ((left & flag.second) != 0) {
            names.push_back(flag.first);
            left &= ~unsigned{flag.second};
        }
    }
    for (unsigned bit = 1; bit < 0x100; bit <<= 1U) {
        if ((left & bit) != 0) {
            names.push_back(fmt::format("0x{:02x}", bit));
        }
    }
    return names;
}

std::optional<std::uint8_t> flag_of(std::uint8_t type, std::string_view name) {
    for (const FlagName& flag : flags_of(type)) {
        if (flag.first == name) {
            return flag.second;
        }
    }
    return octet_of(name);
}

nlohmann::json json_of(h2::SettingId id) {
    const std::string_view name = h2::name(id);
    return name == kUnknownSetting ? nlohmann::json(static_cast<std::uint16_t>(id))
                                   : nlohmann::json(name);
}

nlohmann::json json_of(h2::ErrorCode code) {
    const std::string_view name = h2::name(code);
    return name == kUnknownError ? nlohmann::json(static_cast<std::uint32_t>(code))
                                 : nlohmann::json(name);
}

std::optional<h2::SettingId> setting_of(std::string_view name) {
    for (std::uint16_t id = 1; id <= kLastSetting; ++id) {
        if (h2::name(static_cast<h2::SettingId>(id)) == name && name != kUnknownSetting) {
            return static_cast<h2::SettingId>(id);
        }
    }
    return std::nullopt;
}

std::optional<h2::ErrorCode> error_code_of(std::string_view name) {
    for (std::uint32_t code = 0; code <= kLastErrorCode; ++code) {
        if (h2::name(static_cast<h2::ErrorCode>(code)) == name) {
            return static_cast<h2::ErrorCode>(code);
        }
    }
    return std::nullopt;
}

}  // namespace tools
