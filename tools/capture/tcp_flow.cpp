// Numbers of 32 bits are offsets near the octet that is expected next, so streams of any length
// are followed.

#include "tools/capture/tcp_flow.hpp"

#include <algorithm>
#include <utility>

namespace tools {

void TcpFlow::begin_at(std::uint32_t sequence, bool exact) {
    base_ = sequence;
    known_ = true;
    exact_ = exact;
}

std::int64_t TcpFlow::offset_of(std::uint32_t sequence) const {
    const std::uint32_t expected = base_ + static_cast<std::uint32_t>(next_);
    return static_cast<std::int64_t>(next_) + static_cast<std::int32_t>(sequence - expected);
}

bool TcpFlow::add(std::int64_t offset, std::span<const std::byte> octets, std::uint64_t missing,
                  Moment moment) {
    const auto length = static_cast<std::int64_t>(octets.size() + missing);
    const auto next = static_cast<std::int64_t>(next_);
    if (offset + length <= next || offset > next + kLargestWindow) {
        return false;  // told already, or of no window
    }
    // Octets below others that came before: they may have been sent before those, too, and lost on
    // the way here. What this copy acknowledges is then too much.
    const bool late = offset < static_cast<std::int64_t>(seen_);
    any_ = true;
    seen_ = std::max(seen_, static_cast<std::uint64_t>(offset + length));
    if (offset <= next) {
        const std::size_t told = std::min(static_cast<std::size_t>(next - offset), octets.size());
        const std::uint64_t left = static_cast<std::uint64_t>(offset + length - next);
        octets = octets.subspan(told);
        accept({{octets.begin(), octets.end()}, left - octets.size(), moment}, late);
        release_held();
        return true;
    }
    const auto at = static_cast<std::uint64_t>(offset);
    const auto after = held_.upper_bound(at);
    if (after != held_.begin()) {
        const auto& [before, held] = *std::prev(after);
        if (at + octets.size() + missing <=
            before + held.piece.octets.size() + held.piece.missing) {
            return false;  // is held already
        }
    }
    cost_ += octets.size() + kPieceCost;
    held_.emplace(at, Held{{{octets.begin(), octets.end()}, missing, moment}, late});
    return true;
}

// Octets at next_.
void TcpFlow::accept(StreamPiece piece, bool late) {
    if (!late) {
        received_ = std::max(received_, piece.moment.received);
    }
    piece.moment.received = received_;
    next_ += piece.octets.size() + piece.missing;
    seen_ = std::max(seen_, next_);
    cost_ += piece.octets.size() + kPieceCost;
    ready_.push_back(std::move(piece));
}

void TcpFlow::release_held() {
    while (!held_.empty() && held_.begin()->first <= next_) {
        auto node = held_.extract(held_.begin());
        StreamPiece& piece = node.mapped().piece;
        const std::uint64_t told = next_ - node.key();
        const std::uint64_t length = piece.octets.size() + piece.missing;
        cost_ -= piece.octets.size() + kPieceCost;
        if (told < length) {
            const std::size_t cut = std::min<std::size_t>(told, piece.octets.size());
            piece.octets.erase(piece.octets.begin(),
                               piece.octets.begin() + static_cast<std::ptrdiff_t>(cut));
            piece.missing = length - told - piece.octets.size();
            accept(std::move(piece), node.mapped().late);
        }
    }
}

std::uint64_t TcpFlow::acknowledge(std::uint32_t sequence) {
    std::int64_t offset = offset_of(sequence);
    const auto next = static_cast<std::int64_t>(next_);
    if (offset > next + kLargestWindow || offset <= 0) {
        return 0;
    }
    // FIN takes a number (RFC 9293 section 3.4), even where it was not recorded.
    const bool may_be_fin = !fin_ && seen_ == next_ && offset == next + 1;
    if (may_be_fin) {
        offset = next;
    } else if (fin_) {
        offset = std::min(offset, static_cast<std::int64_t>(*fin_));
    }
    acked_ = std::max(acked_, static_cast<std::uint64_t>(offset));
    return static_cast<std::uint64_t>(offset);
}

void TcpFlow::finish_at(std::int64_t offset) {
    const auto next = static_cast<std::int64_t>(next_);
    if (!fin_ && offset >= next && offset <= next + kLargestWindow) {
        fin_ = static_cast<std::uint64_t>(offset);
        acked_ = std::min(acked_, *fin_);
    }
}

bool TcpFlow::give_up(const Moment& moment) {
    std::uint64_t end = held_.empty() ? std::max(acked_, fin_.value_or(0)) : held_.begin()->first;
    if (has_hole()) {
        end = std::min(end, acked_);
    }
    if (end <= next_) {
        return false;
    }
    StreamPiece gap;
    gap.missing = end - next_;
    gap.moment = moment;
    accept(std::move(gap), true);
    release_held();
    return true;
}

StreamPiece TcpFlow::take_ready() {
    StreamPiece piece = std::move(ready_.front());
    ready_.pop_front();
    cost_ -= piece.octets.size() + kPieceCost;
    return piece;
}

}  // namespace tools
