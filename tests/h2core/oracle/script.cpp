#include "tests/h2core/oracle/script.hpp"

#include <array>

#include "h2core/overloaded.hpp"
#include "h2core/wire/preface.hpp"

namespace oracle {

namespace {

std::string hex(std::span<const std::byte> octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string result;
    for (const std::byte octet : octets) {
        result += kDigits[std::to_integer<unsigned>(octet) >> 4U];
        result += kDigits[std::to_integer<unsigned>(octet) & 15U];
    }
    return result;
}

std::string type_name(std::uint8_t type) {
    constexpr std::array<std::string_view, 10> kNames = {
        "DATA",         "HEADERS", "PRIORITY", "RST_STREAM",    "SETTINGS",
        "PUSH_PROMISE", "PING",    "GOAWAY",   "WINDOW_UPDATE", "CONTINUATION"};
    return type < kNames.size() ? std::string{kNames[type]} : "type " + std::to_string(type);
}

std::string line(const Octets& octets) {
    std::string result = "  " + hex(octets) + "\n";
    if (octets.size() < h2::kFrameHeaderSize || octets == magic()) {
        return result;
    }
    const h2::FrameHeader header =
        h2::load_frame_header(std::span{octets}.first<h2::kFrameHeaderSize>());
    return result + "    " + type_name(header.type) + " length " + std::to_string(header.length) +
           " flags " + std::to_string(header.flags) + " stream " +
           std::to_string(header.stream.value()) + "\n";
}

}  // namespace

void append(Octets& to, std::span<const std::byte> more) {
    to.insert(to.end(), more.begin(), more.end());
}

void append(Octets& to, std::string_view more) {
    append(to, std::as_bytes(std::span{more.data(), more.size()}));
}

Octets octets(std::initializer_list<unsigned> values) {
    Octets result;
    for (const unsigned value : values) {
        result.push_back(static_cast<std::byte>(value));
    }
    return result;
}

Octets u32(std::uint32_t value) {
    return octets({value >> 24U, value >> 16U & 255U, value >> 8U & 255U, value & 255U});
}

Octets frame(h2::FrameType type, unsigned flags, std::uint32_t stream, const Octets& payload) {
    const auto size = static_cast<unsigned>(payload.size());
    Octets result =
        octets({size >> 16U, size >> 8U & 255U, size & 255U, static_cast<unsigned>(type), flags});
    append(result, u32(stream));
    append(result, payload);
    return result;
}

Octets setting(h2::SettingId id, std::uint32_t value) {
    const auto number = static_cast<unsigned>(id);
    Octets result = octets({number >> 8U, number & 255U});
    append(result, u32(value));
    return result;
}

Octets magic() {
    Octets result;
    append(result, h2::kClientPreface);
    return result;
}

std::string text(const Script& script) {
    std::string result = script.role == h2::Role::server ? "to a server:\n" : "to a client:\n";
    for (const h2::Setting& setting : script.settings.values) {
        result += "  (its setting " + std::to_string(static_cast<unsigned>(setting.id)) + " = " +
                  std::to_string(setting.value) + ")\n";
    }
    for (const Item& item : script.items) {
        result +=
            std::visit(h2::overloaded{
                           [](const Octets& octets) { return line(octets); },
                           [](const Request& request) {
                               return "  (requests " + std::string{request.method} +
                                      (request.end_stream ? " END_STREAM)\n" : ")\n");
                           },
                           [](const Respond& respond) {
                               return "  (responds on " + std::to_string(respond.stream) + ")\n";
                           },
                           [](const GoAway&) { return std::string{"  (sends GOAWAY)\n"}; },
                           [](const Reset& reset) {
                               return "  (resets " + std::to_string(reset.stream) + ")\n";
                           },
                       },
                       item);
    }
    return result;
}

}  // namespace oracle
