// A witness reads the octets; of one direction it is told that the other is absent.

#include "tools/wire/wire_reader.hpp"

#include <algorithm>

#include "h2core/wire/preface.hpp"
#include "tools/wire/octet_text.hpp"

namespace tools {
namespace {

using h2::FrameType;
using Sent = std::span<const std::byte>;

// Octets that begin so cannot be frames: they would be five million octets long.
bool begins_with_preface(Sent octets) {
    const std::string_view text = text_of(octets);
    return text.starts_with("PRI ") || (!text.empty() && h2::kClientPreface.starts_with(text));
}

std::size_t index(h2::Role role) {
    return static_cast<std::size_t>(role);
}

std::vector<h2::Finding> copy_of(std::span<const h2::Finding> findings) {
    return {findings.begin(), findings.end()};
}

std::size_t count_broken(h2::Role sender, Sent octets) {
    WireInput input;
    input.sent[index(sender)] = octets;
    h2::TwoDirections both{beginning_of(input), input.sent};
    std::size_t broken = 0;
    while (const auto next = both.next()) {
        broken += static_cast<std::size_t>(std::count_if(
            next->sight.findings.begin(), next->sight.findings.end(),
            [](const h2::Finding& finding) { return finding.certainty == h2::Certainty::broken; }));
    }
    return broken;
}

}  // namespace

bool begins_with_settings(std::span<const std::byte> octets) {
    if (octets.size() < h2::kFrameHeaderSize) {
        return false;
    }
    const h2::FrameHeader header = h2::load_frame_header(octets.first<h2::kFrameHeaderSize>());
    return header.is(FrameType::SETTINGS) && !header.has(h2::flag::ACK) &&
           header.stream.names_connection();
}

h2::Beginning beginning_of(const WireInput& input) {
    h2::Beginning beginning;
    beginning.after_http1 = input.after_http1;
    for (const h2::Role role : {h2::Role::client, h2::Role::server}) {
        const Sent octets = input.sent[index(role)];
        const bool from_start =
            role == h2::Role::client ? begins_with_preface(octets) : begins_with_settings(octets);
        h2::Beginning::Peer& peer = beginning.of(role);
        peer.record = octets.empty()               ? h2::Record::absent
                      : from_start && !input.piece ? h2::Record::whole
                                                   : h2::Record::piece;
        if (octets.empty()) {
            peer.in_force = input.other_settings;
        }
    }
    return beginning;
}

h2::Role likely_sender(Sent octets) {
    if (begins_with_preface(octets)) {
        return h2::Role::client;
    }
    constexpr std::size_t kEnough = 65'536;  // octets to tell by
    const Sent some = octets.first(std::min(octets.size(), kEnough));
    return count_broken(h2::Role::server, some) < count_broken(h2::Role::client, some)
               ? h2::Role::server
               : h2::Role::client;
}

WireReader::WireReader(const WireInput& input)
    : input_{input}, both_{beginning_of(input), input.sent} {}

std::optional<WireReader::Item> WireReader::next() {
    while (const auto next = both_.next()) {
        const h2::Sight& sight = next->sight;
        if (sight.kind == h2::Sight::Kind::preface) {
            preface_ =
                Preface{static_cast<std::size_t>(both_.witness().octets_sent(h2::Role::client)),
                        copy_of(sight.findings)};
        } else if (sight.kind == h2::Sight::Kind::need_more) {
            of_rest_[index(next->sender)] = copy_of(sight.findings);
        } else {
            return Item{next->sender,
                        sight.offset,
                        sight.header,
                        sight.payload,
                        sight.kind == h2::Sight::Kind::fragment,
                        sight.frame,
                        sight.findings};
        }
    }
    return std::nullopt;
}

std::optional<WireReader::Rest> WireReader::rest(h2::Role sender) const {
    const h2::Witness& witness = both_.witness();
    const std::size_t all = input_.sent[index(sender)].size();
    Rest rest;
    rest.findings = of_rest_[index(sender)];
    if (witness.unreadable(sender)) {
        rest.octets = all - preface_->octets;
        rest.reason = "not read";
    } else if (witness.preface_due(sender)) {
        rest.octets = all;
        rest.reason = "incomplete preface";
    } else if (witness.pending(sender) > 0) {
        rest.octets = witness.pending(sender);
        rest.reason = "incomplete frame";
    } else if (witness.in_field_block(sender)) {
        rest.reason = "incomplete field block";
    }
    rest.offset = all - rest.octets;
    return rest.reason.empty() || (rest.octets == 0 && rest.reason == "not read")
               ? std::nullopt
               : std::optional{rest};
}

std::vector<h2::Finding> WireReader::end() {
    return copy_of(both_.end());
}

}  // namespace tools
