// Octets wait while their segment acknowledges octets of the other end that have not been told:
// packets pass in the order of cause and effect, so those were recorded late, or not at all.

#include "tools/capture/tcp_connection.hpp"

#include <algorithm>
#include <utility>

namespace tools {

TcpConnection::TcpConnection(TcpShared& shared, const SocketAddress& side_0,
                             const SocketAddress& side_1, std::uint64_t record)
    : shared_{shared}, addresses_{side_0, side_1}, record_{record} {}

bool TcpConnection::begins_another(const TcpSegment& segment, std::size_t side) const {
    const TcpFlow& flow = flows_[side];
    return segment.syn && flow.is_known() && segment.sequence + 1 != flow.base() &&
           (flow.is_exact() || flow.has_any() || over_);
}

// Where both streams begin: from SYN and what acknowledges it, else with what was recorded first.
void TcpConnection::learn_starts(const TcpSegment& segment, std::size_t side) {
    TcpFlow& flow = flows_[side];
    TcpFlow& other = flows_[1 - side];
    const bool has_octets = !segment.octets.empty() || segment.missing > 0;
    if (segment.syn) {
        from_the_start_ = true;
        first_ = first_.value_or(segment.ack ? 1 - side : side);
        if (!flow.is_exact() && !flow.has_any()) {
            flow.begin_at(segment.sequence + 1, true);
        }
    } else if (!flow.is_known() || (has_octets && !flow.is_exact() && !flow.has_any() &&
                                    flow.next() == 0 && !flow.has_hole())) {
        flow.begin_at(segment.sequence, false);
    }
    // What was on its way when the recording began is acknowledged and was not recorded.
    const bool settling = !other.is_exact() && !other.has_any() && other.next() == 0 &&
                          !other.has_hole() && packets_ < kPatience;
    if (segment.ack && (!other.is_known() || settling)) {
        other.begin_at(segment.acknowledgment, from_the_start_);
    }
    if (has_octets && !first_) {
        first_ = side;
    }
}

bool TcpConnection::can_tell(std::size_t side) const {
    const auto& ready = flows_[side].ready();
    return !ready.empty() && ready.front().moment.received <= told_[1 - side];
}

End TcpConnection::end_of(std::size_t side) const {
    return side == first_.value_or(0) ? End::first : End::second;
}

void TcpConnection::tell(std::size_t side) {
    if (!number_) {
        number_ = shared_.connections++;
        const std::size_t first = first_.value_or(0);
        Connected connected;
        connected.first = to_text(addresses_[first]);
        connected.second = to_text(addresses_[1 - first]);
        connected.record = record_;
        connected.from_the_start = from_the_start_;
        shared_.out.begins(*number_, connected);
    }
    StreamPiece piece = flows_[side].take_ready();
    piece.moment.received = std::min(piece.moment.received, told_[1 - side]);
    told_[side] += piece.octets.size() + piece.missing;
    if (!piece.octets.empty()) {
        shared_.out.sends(*number_, end_of(side), piece.octets, piece.moment);
    }
    if (piece.missing > 0) {
        shared_.out.misses(*number_, end_of(side), piece.missing, piece.moment);
    }
}

void TcpConnection::tell_in_order() {
    for (bool more = true; more;) {
        more = false;
        for (const std::size_t side : {0U, 1U}) {
            while (can_tell(side)) {
                tell(side);
                more = true;
            }
        }
    }
}

void TcpConnection::look_for_holes() {
    for (const std::size_t side : {0U, 1U}) {
        TcpFlow& flow = flows_[side];
        Hole& hole = holes_[side];
        if (!flow.has_hole()) {
            hole.since = 0;
        } else if (hole.one_sided && !flow.has_any()) {
            flow.give_up(now_);
        } else if (hole.since == 0 || hole.at != flow.next()) {
            hole.at = flow.next();
            hole.since = packets_;
        } else if (packets_ - hole.since >= kPatience) {
            hole.one_sided = !flow.has_any();
            flow.give_up(now_);
        }
    }
}

// One thing that is waited for. False: nothing is.
bool TcpConnection::give_up_something() {
    for (const std::size_t side : {0U, 1U}) {
        if (flows_[side].has_hole() && flows_[side].give_up(now_)) {
            tell_in_order();
            return true;
        }
    }
    // Each waits for the other: no network does that. The one that came first is told.
    const auto waits = [&](std::size_t side) { return !flows_[side].ready().empty(); };
    if (waits(0) || waits(1)) {
        const bool second_first =
            !waits(0) || (waits(1) && flows_[1].ready().front().moment.record <
                                          flows_[0].ready().front().moment.record);
        tell(second_first ? 1 : 0);
        tell_in_order();
        return true;
    }
    for (const std::size_t side : {0U, 1U}) {
        if (flows_[side].give_up(now_)) {
            tell_in_order();
            return true;
        }
    }
    return false;
}

void TcpConnection::keep_limits() {
    const auto cost = [&] { return flows_[0].cost() + flows_[1].cost(); };
    while ((cost() > kMostCost || (shared_.cost + cost() > kMostShared && cost() > 0)) &&
           give_up_something()) {}
}

void TcpConnection::add(const TcpSegment& segment, std::size_t side) {
    if (over_) {
        return;
    }
    ++packets_;
    now_ = Moment{segment.record, segment.nanoseconds, 0};
    if (segment.rst) {
        reset_ = true;  // its numbers may be of nothing, its octets are a text (RFC 9293, 3.5.2)
        return;
    }
    shared_.cost -= flows_[0].cost() + flows_[1].cost();
    learn_starts(segment, side);
    TcpFlow& flow = flows_[side];
    Moment moment = now_;
    if (segment.ack) {
        moment.received = flows_[1 - side].acknowledge(segment.acknowledgment);
    }
    const std::int64_t offset = flow.offset_of(segment.sequence + (segment.syn ? 1U : 0U));
    if (!segment.octets.empty() || segment.missing > 0) {
        flow.add(offset, segment.octets, segment.missing, moment);
    }
    if (segment.fin) {
        flow.finish_at(offset + static_cast<std::int64_t>(segment.octets.size()) +
                       static_cast<std::int64_t>(segment.missing));
    }
    tell_in_order();
    if (flows_[0].has_hole() || flows_[1].has_hole()) {
        look_for_holes();
        tell_in_order();
    }
    keep_limits();
    shared_.cost += flows_[0].cost() + flows_[1].cost();
}

bool TcpConnection::is_closing() const {
    return reset_ || (flows_[0].finished() && flows_[1].finished());
}

void TcpConnection::end(std::string_view how) {
    if (over_) {
        return;
    }
    shared_.cost -= flows_[0].cost() + flows_[1].cost();
    while (give_up_something()) {}
    over_ = true;
    if (number_) {
        shared_.out.ends(*number_, reset_ ? "reset" : is_closing() ? "closed" : how);
    }
}

}  // namespace tools
