// A table for each type of RFC 9113, and of ALTSVC (RFC 7838), ORIGIN (RFC 8336) and
// PRIORITY_UPDATE (RFC 9218). A type without a table has only the members that all frames have.

#include "tools/wire/wire_members.hpp"

#include "h2core/wire/frame_header.hpp"

namespace tools::wire {
namespace {

constexpr std::array<Member, 2> kData{{{"data", Kind::octets}, {"pad_length", Kind::u8}}};
constexpr std::array<Member, 3> kHeaders{
    {{"headers", Kind::headers}, {"pad_length", Kind::u8}, {"priority", Kind::priority}}};
constexpr std::array<Member, 1> kPriority{{{"priority", Kind::priority}}};
constexpr std::array<Member, 1> kReset{{{"error_code", Kind::error_code}}};
constexpr std::array<Member, 1> kSettings{{{"settings", Kind::settings}}};
constexpr std::array<Member, 3> kPush{
    {{"promised", Kind::u31}, {"headers", Kind::headers}, {"pad_length", Kind::u8}}};
constexpr std::array<Member, 1> kPing{{{"opaque", Kind::opaque}}};
constexpr std::array<Member, 3> kGoAway{
    {{"last_stream", Kind::u31}, {"error_code", Kind::error_code}, {"debug", Kind::octets}}};
constexpr std::array<Member, 1> kWindowUpdate{{{"increment", Kind::u31}}};
constexpr std::array<Member, 1> kContinuation{{{"headers", Kind::headers}}};
constexpr std::array<Member, 2> kAltSvc{{{"origin", Kind::short_octets}, {"value", Kind::octets}}};
constexpr std::array<Member, 1> kOrigin{{{"origins", Kind::origins}}};
constexpr std::array<Member, 2> kPriorityUpdate{
    {{"prioritized", Kind::u31}, {"value", Kind::octets}}};

}  // namespace

std::span<const Member> members_of(std::uint8_t type) {
    using enum h2::FrameType;
    switch (static_cast<h2::FrameType>(type)) {
        case DATA: return kData;
        case HEADERS: return kHeaders;
        case PRIORITY: return kPriority;
        case RST_STREAM: return kReset;
        case SETTINGS: return kSettings;
        case PUSH_PROMISE: return kPush;
        case PING: return kPing;
        case GOAWAY: return kGoAway;
        case WINDOW_UPDATE: return kWindowUpdate;
        case CONTINUATION: return kContinuation;
        case ALTSVC: return kAltSvc;
        case ORIGIN: return kOrigin;
        case PRIORITY_UPDATE: return kPriorityUpdate;
    }
    return {};
}

}  // namespace tools::wire
