// A record is a label (size, number, depth) and the octets. The queue puts the label before the
// octets and reads from the front; the stack puts it behind them and reads from the end. A record
// larger than a chunk gets a chunk of its own size.

#include "sim/search/frontier.hpp"

#include <algorithm>
#include <cstring>

#include "h2core/invariant.hpp"

namespace sim {
namespace detail {

constexpr std::size_t kChunkSize = 65536;

std::byte* FrontierChunks::take(std::size_t size) {
    if (chunks_.empty() || chunks_.back().capacity - chunks_.back().used < size) {
        const std::size_t capacity = std::max(kChunkSize, size);
        if (!budget_->take(capacity)) {
            return nullptr;
        }
        Chunk chunk;
        chunk.data.reset(new std::byte[capacity]);
        chunk.capacity = capacity;
        chunks_.push_back(std::move(chunk));
    }
    Chunk& last = chunks_.back();
    std::byte* room = last.data.get() + last.used;
    last.used += size;
    return room;
}

void FrontierChunks::drop(bool front) {
    budget_->give(front ? chunks_.front().capacity : chunks_.back().capacity);
    if (front) {
        chunks_.pop_front();
    } else {
        chunks_.pop_back();
    }
}

}  // namespace detail

bool QueueFrontier::push(StateNumber number, std::uint32_t depth,
                         std::span<const std::byte> octets) {
    const Label label{static_cast<std::uint32_t>(octets.size()), number, depth};
    std::byte* room = take(sizeof(label) + octets.size());
    if (room == nullptr) {
        return false;
    }
    std::memcpy(room, &label, sizeof(label));
    if (!octets.empty()) {
        std::memcpy(room + sizeof(label), octets.data(), octets.size());
    }
    ++waiting_;
    return true;
}

Pending QueueFrontier::pop() {
    H2_INVARIANT(waiting_ > 0);
    if (read_ == chunks_.front().used) {
        drop(true);
        read_ = 0;
    }
    const std::byte* record = chunks_.front().data.get() + read_;
    Label label{};
    std::memcpy(&label, record, sizeof(label));
    read_ += sizeof(label) + label.size;
    --waiting_;
    return {label.number, label.depth, {record + sizeof(label), label.size}};
}

// The label stands behind the octets, so that it is found from the end.
bool StackFrontier::push(StateNumber number, std::uint32_t depth,
                         std::span<const std::byte> octets) {
    const Label label{static_cast<std::uint32_t>(octets.size()), number, depth};
    std::byte* room = take(octets.size() + sizeof(label));
    if (room == nullptr) {
        return false;
    }
    if (!octets.empty()) {
        std::memcpy(room, octets.data(), octets.size());
    }
    std::memcpy(room + octets.size(), &label, sizeof(label));
    ++waiting_;
    return true;
}

Pending StackFrontier::pop() {
    H2_INVARIANT(waiting_ > 0);
    while (chunks_.back().used == 0) {
        drop(false);
    }
    detail::FrontierChunks::Chunk& last = chunks_.back();
    Label label{};
    std::memcpy(&label, last.data.get() + last.used - sizeof(label), sizeof(label));
    last.used -= sizeof(label) + label.size;
    --waiting_;
    return {label.number, label.depth, {last.data.get() + last.used, label.size}};
}

}  // namespace sim
