// Connections by their two addresses. One that is over stays as a name, so that late segments do
// not begin it again, until there is no room.

#include "tools/capture/tcp_streams.hpp"

#include <algorithm>
#include <vector>

namespace tools {
void TcpStreams::end(TcpConnection& connection) {
    if (!connection.is_over()) {
        connection.end("ends");
        without_octets_ += connection.is_told() ? 0 : 1;
    }
}

void TcpStreams::end_lingering() {
    while (!closing_.empty() && closing_.front().due <= segments_) {
        const auto found = connections_.find(closing_.front().ends);
        if (found != connections_.end() && found->second->record() == closing_.front().record) {
            end(*found->second);
        }
        closing_.pop_front();
    }
}

// Forgets the names of those that are over, and those that never had an octet.
bool TcpStreams::make_room() {
    if (segments_ < full_until_) {
        return false;
    }
    std::erase_if(connections_, [&](auto& entry) {
        TcpConnection& connection = *entry.second;
        if (!connection.is_over() && !connection.has_octets()) {
            end(connection);
        }
        return connection.is_over();
    });
    last_ = connections_.end();
    full_until_ = segments_ + most_ / 10;
    return connections_.size() < most_;
}

TcpConnection* TcpStreams::connection_of(const TcpSegment& segment, const Ends& ends,
                                         std::size_t side) {
    if (last_ == connections_.end() || last_->first != ends) {
        last_ = connections_.find(ends);
    }
    if (last_ != connections_.end() && last_->second->begins_another(segment, side)) {
        end(*last_->second);
        last_->second =
            std::make_unique<TcpConnection>(shared_, ends.first, ends.second, segment.record);
    } else if (last_ == connections_.end()) {
        if (segment.rst || (connections_.size() >= most_ && !make_room())) {
            return nullptr;
        }
        last_ = connections_
                    .emplace(ends, std::make_unique<TcpConnection>(shared_, ends.first, ends.second,
                                                                   segment.record))
                    .first;
    }
    return last_->second.get();
}

void TcpStreams::add(const TcpSegment& segment) {
    ++segments_;
    end_lingering();
    const std::size_t side = segment.source < segment.target ? 0 : 1;
    const Ends ends =
        side == 0 ? Ends{segment.source, segment.target} : Ends{segment.target, segment.source};
    TcpConnection* const connection = connection_of(segment, ends, side);
    if (connection == nullptr) {
        left_out_ += segment.rst ? 0 : 1;
        return;
    }
    const bool was_closing = connection->is_closing();
    connection->add(segment, side);
    if (connection->is_closing() && !was_closing) {
        closing_.push_back({segments_ + kLinger, ends, connection->record()});
    }
}

void TcpStreams::add_exported(const TcpSegment& segment) {
    const bool in_order = segment.source < segment.target;
    const Ends ends =
        in_order ? Ends{segment.source, segment.target} : Ends{segment.target, segment.source};
    if (exported_.size() >= most_ && !exported_.contains(ends)) {
        ++left_out_;
        return;
    }
    const auto [found, is_new] = exported_.try_emplace(ends);
    Exported& connection = found->second;
    if (is_new) {
        connection = {shared_.connections++, segment.source};
        Connected connected;
        connected.first = to_text(segment.source);
        connected.second = to_text(segment.target);
        connected.record = segment.record;
        shared_.out.begins(connection.number, connected);
    }
    const End sender = segment.source == connection.first ? End::first : End::second;
    const Moment moment{segment.record, segment.nanoseconds, 0};
    if (!segment.octets.empty()) {
        shared_.out.sends(connection.number, sender, segment.octets, moment);
    }
    if (segment.missing > 0) {
        shared_.out.misses(connection.number, sender, segment.missing, moment);
    }
}

void TcpStreams::end() {
    std::vector<TcpConnection*> open;
    for (const auto& [ends, connection] : connections_) {
        if (!connection->is_over()) {
            open.push_back(connection.get());
        }
    }
    std::ranges::sort(open, {}, &TcpConnection::record);
    for (TcpConnection* const connection : open) {
        end(*connection);
    }
    std::vector<std::size_t> exported;
    exported.reserve(exported_.size());
    for (const auto& [ends, connection] : exported_) {
        exported.push_back(connection.number);
    }
    std::ranges::sort(exported);
    for (const std::size_t number : exported) {
        shared_.out.ends(number, "ends");
    }
}

}  // namespace tools
