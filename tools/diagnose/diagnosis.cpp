// A watch for each connection that is open.

#include "tools/diagnose/diagnosis.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tools {

ConnectionWatch* Diagnosis::find(std::size_t connection) {
    const auto found = open_.find(connection);
    return found == open_.end() ? nullptr : found->second.get();
}

void Diagnosis::begins(std::size_t connection, const Connected& connected) {
    open_[connection] = std::make_unique<ConnectionWatch>(connected);
}

void Diagnosis::cannot_read(std::size_t /*connection*/, const Connected& connected,
                            std::string_view reason) {
    ConnectionFacts facts;
    facts.client = connected.first;
    facts.server = connected.second;
    facts.first_record = connected.record;
    facts.not_read = reason;
    facts.records.fill(h2::Record::absent);
    over_.push_back(std::move(facts));
}

void Diagnosis::sends(std::size_t connection, End sender, std::span<const std::byte> octets,
                      const Moment& moment) {
    if (ConnectionWatch* watch = find(connection)) {
        watch->sends(sender, octets, moment);
    }
}

void Diagnosis::misses(std::size_t connection, End sender, std::uint64_t octets,
                       const Moment& moment) {
    if (ConnectionWatch* watch = find(connection)) {
        watch->misses(sender, octets, moment);
    }
}

void Diagnosis::logs(std::size_t connection, End sender, const h2::FrameHeader& header,
                     const h2::Frame& frame, bool values_known, const Moment& moment) {
    if (ConnectionWatch* watch = find(connection)) {
        watch->logs(sender, header, frame, values_known, moment);
    }
}

void Diagnosis::ends(std::size_t connection, std::string_view /*how*/) {
    const auto found = open_.find(connection);
    if (found == open_.end()) {
        return;
    }
    if (auto facts = found->second->finish()) {
        over_.push_back(std::move(*facts));
    } else if (const std::string_view what = found->second->foreign(); !what.empty()) {
        ++others_[std::string{what}];
    } else {
        ++others_["no octets"];
    }
    open_.erase(found);
}

std::vector<ConnectionFacts> Diagnosis::take() {
    while (!open_.empty()) {
        ends(open_.begin()->first, "ends");
    }
    std::sort(over_.begin(), over_.end(), [](const ConnectionFacts& a, const ConnectionFacts& b) {
        return std::tie(a.first_record, a.client, a.server) <
               std::tie(b.first_record, b.client, b.server);
    });
    return std::exchange(over_, {});
}

}  // namespace tools
