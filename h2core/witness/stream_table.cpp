// Streams by identifier; those that were closed wait in a queue until there are too many.

#include "h2core/witness/stream_table.hpp"

#include <algorithm>

namespace h2 {

StreamTable::Place StreamTable::locate(StreamId id, bool whole) {
    if (last_.to != nullptr && last_.to->id == id) {
        return {State::known, last_.to};
    }
    if (const auto found = streams_.find(id.value()); found != streams_.end()) {
        last_.to = &found->second;
        return {State::known, last_.to};
    }
    const std::size_t opener = index(opener_of(id));
    if (!whole) {
        return {State::unknown, nullptr};
    }
    if (id > highest_[opener]) {
        return {State::idle, nullptr};
    }
    return {id > highest_forgotten_[opener] ? State::skipped : State::gone, nullptr};
}

WitnessStream* StreamTable::open(StreamId id) {
    const std::size_t opener = index(opener_of(id));
    highest_[opener] = std::max(highest_[opener], id);
    if (streams_.size() >= kMostStreams && !streams_.contains(id.value())) {
        highest_forgotten_[opener] = std::max(highest_forgotten_[opener], id);
        return nullptr;
    }
    last_.to = &streams_[id.value()];  // a map leaves its elements where they are
    last_.to->id = id;
    return last_.to;
}

void StreamTable::close(WitnessStream& stream) {
    count_no_more(stream);
    if (stream.closing) {
        return;
    }
    stream.closing = true;
    closed_.push_back(stream.id);
    if (closed_.size() > kMostClosed) {
        const StreamId oldest = closed_.front();
        const std::size_t opener = index(opener_of(oldest));
        closed_.pop_front();
        highest_forgotten_[opener] = std::max(highest_forgotten_[opener], oldest);
        last_.to = nullptr;
        streams_.erase(oldest.value());
    }
}

void StreamTable::count(WitnessStream& stream) {
    if (!stream.counts) {
        stream.counts = true;
        ++open_[index(opener_of(stream.id))];
    }
}

void StreamTable::count_no_more(WitnessStream& stream) {
    if (stream.counts) {
        stream.counts = false;
        --open_[index(opener_of(stream.id))];
    }
}

}  // namespace h2
