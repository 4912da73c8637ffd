#pragma once
// What happens to an endpoint, in order: octets of the peer, frame by frame, and what its own
// application does between them.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "h2core/error_code.hpp"
#include "h2core/role.hpp"
#include "h2core/settings.hpp"
#include "h2core/wire/frame_header.hpp"

namespace oracle {

using Octets = std::vector<std::byte>;

struct Request {  // a client opens its next stream
    std::string_view method;
    bool end_stream = true;
};
struct Respond {  // a server answers, with END_STREAM
    std::uint32_t stream;
};
struct Reset {  // RST_STREAM(CANCEL)
    std::uint32_t stream;
};
struct GoAway {};  // GOAWAY(NO_ERROR) with the last stream that was processed
using Item = std::variant<Octets, Request, Respond, Reset, GoAway>;

struct Script {
    h2::Role role = h2::Role::server;  // of the endpoint that is tried
    h2::SettingList settings;          // its first SETTINGS frame
    std::vector<Item> items;
};

// Octets of frames.
void append(Octets& to, std::span<const std::byte> more);
void append(Octets& to, std::string_view more);
Octets octets(std::initializer_list<unsigned> values);
Octets u32(std::uint32_t value);
// A whole frame; flags and payload are not looked at.
Octets frame(h2::FrameType type, unsigned flags, std::uint32_t stream, const Octets& payload = {});
Octets setting(h2::SettingId id, std::uint32_t value);
Octets magic();

// The script as hexadecimal octets and as frames, one line each.
std::string text(const Script& script);

}  // namespace oracle
