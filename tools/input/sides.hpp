#pragma once
// A text may have the octets of both directions of a connection.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "h2core/role.hpp"
#include "tools/input/input_text.hpp"

namespace tools {

// The octets that each of two peers sent; one of them alone is first.
struct Sides {
    std::string first;
    std::string second;
};

using SidesResult = h2::Result<Sides, sim::InputError>;

// The octets that an endpoint of this role receives. Where both sides are there, the client is the
// one of them that has sent the connection preface; it is an error if that is none or both.
OctetResult received_by(h2::Role receiver, Sides sides, std::string_view text,
                        const std::string& file);

// What Wireshark's and tshark's "Follow" writes, as a text for each side: lines that are indented
// are of the peer that answers, and stand as blank lines in the text of the other one, so that
// places remain.
struct FollowText {
    std::string first;
    std::string second;
    bool dump = false;  // of dumps, else of lines of hex digits
};

// Empty: it is no such text.
std::optional<h2::Result<FollowText, sim::InputError>> follow_text(std::string_view text,
                                                                   const std::string& file);

}  // namespace tools
