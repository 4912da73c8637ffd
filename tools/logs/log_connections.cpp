// Field blocks are put together here: a recording's HEADERS stand for their CONTINUATIONs too.

#include "tools/logs/log_connections.hpp"

#include <algorithm>
#include <utility>

namespace tools {
namespace {

constexpr std::size_t kMostHeld = 64;  // frames before a connection begins

std::size_t index_of(End end) {
    return static_cast<std::size_t>(end);
}

bool has_field_block(const LogFrame& frame) {
    return frame.is(h2::FrameType::HEADERS) || frame.is(h2::FrameType::PUSH_PROMISE);
}

void join(LogFrame& block, LogFrame&& continuation) {
    block.length = block.length.value_or(0) + continuation.length.value_or(0);
    block.flags = static_cast<std::uint8_t>(
        block.flags.value_or(0) | (continuation.flags.value_or(0) & h2::flag::END_HEADERS));
    if (!block.fields && continuation.fields) {
        block.fields = std::move(continuation.fields);
    }
}

}  // namespace

LogConnection& LogConnections::at(std::string_view key, std::uint64_t record) {
    const auto found = connections_.find(key);
    if (found != connections_.end()) {
        return found->second;
    }
    LogConnection& connection = connections_[std::string{key}];
    connection.connected.first = key;
    connection.connected.record = record;
    connection.connected.vantage = Vantage::first;
    connection.connected.first_role = options_.role;
    return connection;
}

LogConnection* LogConnections::find(std::string_view key) {
    const auto found = connections_.find(key);
    return found == connections_.end() ? nullptr : &found->second;
}

LogConnection& LogConnections::opened(std::string_view key, std::uint64_t record) {
    const LogConnection* const before = find(key);
    if (before != nullptr && before->index) {
        closed(key, "ends");
    }
    LogConnection& connection = at(key, record);
    connection.opened = true;
    return connection;
}

void LogConnections::closed(std::string_view key, std::string_view how) {
    const auto found = connections_.find(key);
    if (found != connections_.end()) {
        end(found->second, how);
        connections_.erase(found);
    }
}

void LogConnections::expect(LogConnection& connection, LogFrame frame) {
    put(connection);
    if (!connection.index) {
        connection.index = numbered_++;
    }
    connection.pending = std::move(frame);
}

void LogConnections::put(LogConnection& connection) {
    if (!connection.pending) {
        return;
    }
    LogFrame frame = std::move(*std::exchange(connection.pending, std::nullopt));
    frame.complete_flags(options_.flags_may_be_unknown);
    if (options_.whole_field_blocks && has_field_block(frame) && frame.flags) {
        frame.flags = static_cast<std::uint8_t>(*frame.flags | h2::flag::END_HEADERS);
    }
    add(connection, std::move(frame));
}

// CONTINUATION becomes part of its HEADERS or PUSH_PROMISE.
void LogConnections::add(LogConnection& connection, LogFrame frame) {
    std::optional<LogFrame>& unended = connection.unended[index_of(frame.sender)];
    if (unended && frame.is(h2::FrameType::CONTINUATION) && frame.stream == unended->stream) {
        join(*unended, std::move(frame));
        if (unended->has(h2::flag::END_HEADERS)) {
            emit(connection, std::move(*std::exchange(unended, std::nullopt)));
        }
        return;
    }
    if (unended) {
        emit(connection, std::move(*std::exchange(unended, std::nullopt)));
    }
    if (has_field_block(frame) && frame.flags && !frame.has(h2::flag::END_HEADERS)) {
        unended = std::move(frame);
    } else {
        emit(connection, std::move(frame));
    }
}

void LogConnections::emit(LogConnection& connection, LogFrame frame) {
    ++frames_;
    const std::size_t sender = index_of(frame.sender);
    if (!std::exchange(connection.seen[sender], true)) {
        connection.with_settings[sender] = frame.begins_connection();
    }
    if (connection.begun) {
        tell(connection, frame);
        return;
    }
    connection.held.push_back(std::move(frame));
    if ((connection.seen[0] && connection.seen[1]) || connection.held.size() >= kMostHeld) {
        begin(connection);
    }
}

void LogConnections::begin(LogConnection& connection) {
    connection.connected.from_the_start =
        connection.opened || (connection.with_settings[0] && connection.with_settings[1]);
    connection.begun = true;
    recording_.begins(*connection.index, connection.connected);
    for (const LogFrame& frame : std::exchange(connection.held, {})) {
        tell(connection, frame);
    }
}

void LogConnections::tell(LogConnection& connection, const LogFrame& frame) {
    const LoggedFrame logged{frame, ++lists_};
    recording_.logs(*connection.index, frame.sender, logged.header(), logged.frame(),
                    logged.values_known(), frame.moment);
}

void LogConnections::end(LogConnection& connection, std::string_view how) {
    put(connection);
    for (std::optional<LogFrame>& unended : connection.unended) {
        if (unended) {
            emit(connection, std::move(*std::exchange(unended, std::nullopt)));
        }
    }
    if (!connection.begun && !connection.held.empty()) {
        begin(connection);
    }
    if (connection.begun) {
        recording_.ends(*connection.index, how);
    }
}

void LogConnections::finish() {
    std::vector<LogConnection*> in_order;
    in_order.reserve(connections_.size());
    for (auto& [key, connection] : connections_) {
        in_order.push_back(&connection);
    }
    std::ranges::sort(in_order, {}, &LogConnection::index);
    for (LogConnection* connection : in_order) {
        end(*connection, "ends");
    }
    connections_.clear();
}

}  // namespace tools
