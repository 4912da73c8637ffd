// A connection is TLS if its first octets are.

#include "tools/capture/tls_split.hpp"

#include <utility>

namespace tools {

void TlsSplit::begins(std::size_t connection, const Connected& connected) {
    begun_.emplace(connection, connected);
}

void TlsSplit::cannot_read(std::size_t connection, const Connected& connected,
                           std::string_view reason) {
    out_.cannot_read(connection, connected, reason);
}

// It is no TLS. False: it is.
bool TlsSplit::go_on(std::size_t connection) {
    if (const auto found = begun_.find(connection); found != begun_.end()) {
        out_.begins(connection, found->second);
        begun_.erase(found);
        return true;
    }
    return secured_.empty() || !secured_.contains(connection);
}

void TlsSplit::sends(std::size_t connection, End sender, std::span<const std::byte> octets,
                     const Moment& moment) {
    const auto begun = begun_.empty() ? begun_.end() : begun_.find(connection);
    if (begun != begun_.end() && begins_tls(octets)) {
        secured_.try_emplace(connection, connection, begun->second);
        begun_.erase(begun);
    }
    if (go_on(connection)) {
        out_.sends(connection, sender, octets, moment);
    } else {
        secured_.at(connection).add(sender, octets, moment);
    }
}

void TlsSplit::misses(std::size_t connection, End sender, std::uint64_t octets,
                      const Moment& moment) {
    if (go_on(connection)) {
        out_.misses(connection, sender, octets, moment);
    } else {
        secured_.at(connection).miss(sender, octets, moment);
    }
}

void TlsSplit::logs(std::size_t connection, End sender, const h2::FrameHeader& header,
                    const h2::Frame& frame, bool values_known, const Moment& moment) {
    out_.logs(connection, sender, header, frame, values_known, moment);
}

void TlsSplit::ends(std::size_t connection, std::string_view how) {
    if (go_on(connection)) {
        out_.ends(connection, how);
    } else {
        secured_.at(connection).connection.how = how;
    }
}

std::vector<TlsConnection> TlsSplit::take_secured() {
    std::vector<TlsConnection> all;
    all.reserve(secured_.size());
    for (auto& [number, records] : secured_) {
        all.push_back(std::move(records.connection));
    }
    secured_.clear();
    return all;
}

}  // namespace tools
