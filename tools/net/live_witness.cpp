// Octets of live connections through their witnesses.

#include "tools/net/live_witness.hpp"

#include <fmt/format.h>

#include "tools/system/wording.hpp"
#include "tools/wire/finding_text.hpp"

namespace tools::net {
namespace {

// Between two frames that somebody looks at.
constexpr std::size_t kMostWaiting = 256;

}  // namespace

void LiveWitness::keep(Watched& watched, std::span<const h2::Finding> findings) const {
    for (const h2::Finding& finding : findings) {
        watched.over = watched.over || finding.rule == h2::RuleId::frame_size_max;
        if (finding.who == ours_) {
            continue;
        }
        if (watched.waiting.size() < kMostWaiting) {
            watched.waiting.push_back(finding);
        }
        if (finding.certainty == h2::Certainty::broken) {
            ++watched.broken[finding.rule];
        }
    }
}

void LiveWitness::add(std::uint64_t connection, h2::Role sender,
                      std::span<const std::byte> octets) {
    Watched& watched = connections_[connection];
    if (sender == ours_) {
        watched.witness.proves(ours_, watched.witness.octets_sent(h2::peer_of(ours_)));
    }
    while (!watched.over) {
        const h2::Sight sight = watched.witness.sent(sender, octets);
        octets = octets.subspan(sight.consumed);
        keep(watched, sight.findings);
        if (on_sight_ && sight.kind != h2::Sight::Kind::need_more) {
            on_sight_(connection, sender, sight, watched.witness.account());
        }
        if (sight.kind == h2::Sight::Kind::need_more) {
            return;
        }
    }
}

std::vector<h2::Finding> LiveWitness::take(std::uint64_t connection, std::uint64_t offset) {
    std::vector<h2::Finding> taken;
    const auto found = connections_.find(connection);
    if (found == connections_.end()) {
        return taken;
    }
    std::deque<h2::Finding>& waiting = found->second.waiting;
    while (!waiting.empty() && waiting.front().offset <= offset) {
        taken.push_back(waiting.front());
        waiting.pop_front();
    }
    return taken;
}

std::vector<std::pair<h2::RuleId, std::string>> LiveWitness::closed(std::uint64_t connection,
                                                                    bool spoke_http2) {
    std::vector<std::pair<h2::RuleId, std::string>> sentences;
    const auto found = connections_.find(connection);
    if (found == connections_.end()) {
        return sentences;
    }
    if (!spoke_http2) {
        found->second.broken.clear();
    }
    for (const auto& [rule, times] : found->second.broken) {
        h2::Finding finding;
        finding.rule = rule;
        finding.who = h2::peer_of(ours_);
        convicted_ = convicted_ || convicts(finding);
        sentences.emplace_back(rule,
                               finding_text(finding) +
                                   (times > 1 ? fmt::format(" ({} times)", times) : std::string{}));
    }
    connections_.erase(found);
    return sentences;
}

}  // namespace tools::net
