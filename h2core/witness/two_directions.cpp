// Looks at the next frame of each direction and takes the one that can come first.

#include "h2core/witness/two_directions.hpp"

#include <algorithm>

namespace h2 {

// Octets of a direction are taken in whole frames, so the next one begins with its header.
TwoDirections::Turn TwoDirections::turn_of(Role sender) const {
    const std::span<const std::byte> left = this->left(sender);
    if (left.empty()) {
        return Turn::over;
    }
    if (witness_.preface_due(sender) || witness_.in_field_block(sender) ||
        left.size() < kFrameHeaderSize) {
        return Turn::allows;
    }
    const FrameHeader header = load_frame_header(left.first<kFrameHeaderSize>());
    const std::span<const std::byte> behind = left.subspan(kFrameHeaderSize);
    const auto payload = behind.first(std::min<std::size_t>(behind.size(), header.length));
    switch (witness_.account().readiness(sender, header, payload)) {
        case Account::Readiness::needs_room: return Turn::needs_room;
        case Account::Readiness::needs_cause: return Turn::needs_cause;
        case Account::Readiness::ready: break;
    }
    const bool message = header.is(FrameType::DATA) || header.is(FrameType::HEADERS);
    return message ? Turn::uses : Turn::allows;
}

std::optional<TwoDirections::Next> TwoDirections::next() {
    for (;;) {
        const Turn client = turn_of(Role::client);
        const Turn server = turn_of(Role::server);
        if (client == Turn::over && server == Turn::over) {
            return std::nullopt;
        }
        const Role sender = client <= server ? Role::client : Role::server;
        std::span<const std::byte>& left = left_[static_cast<std::size_t>(sender)];
        Sight sight = witness_.sent(sender, left);
        left = left.subspan(sight.consumed);
        if (client == server && client >= Turn::needs_room) {
            doubted_.assign(sight.findings.begin(), sight.findings.end());
            for (Finding& finding : doubted_) {
                finding.certainty = Certainty::unknown;
            }
            sight.findings = doubted_;
        }
        if (sight.kind != Sight::Kind::need_more || !sight.findings.empty()) {
            return Next{sender, sight};
        }
    }
}

}  // namespace h2
