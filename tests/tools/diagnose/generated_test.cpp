// Conversations of the oracle's generator as captures: whoever keeps the rules is never called
// wrong, whatever is cut off, lost, doubled or out of order; whoever breaks them is.

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/h2core/oracle/generator.hpp"
#include "tests/h2core/oracle/mutator.hpp"
#include "tests/h2core/oracle/watched.hpp"
#include "tests/support/instrumented.hpp"
#include "tests/support/split_mix64.hpp"
#include "tests/tools/diagnose/conversation.hpp"

using namespace conversation;
using oracle::Sending;

namespace {

constexpr h2::Role kOurs[] = {h2::Role::server, h2::Role::client};

// What happens to packets on their way into the capture.
enum class Way { whole, cut, holes, doubled, reordered, one_direction };

std::string text_of(const Sending& sending) {
    return {reinterpret_cast<const char*>(sending.octets.data()), sending.octets.size()};
}

// Segments of any length; each acknowledges all that the other end has sent.
packets::Packets capture_of(const std::vector<Sending>& all, Way way, std::uint64_t seed) {
    support::SplitMix64 random{seed};
    packets::Packets capture;
    packets::Tcp tcp{capture};
    tcp.opens();
    for (const Sending& sending : all) {
        packets::Side& side = sending.sender == h2::Role::client ? tcp.client : tcp.server;
        std::string left = text_of(sending);
        while (!left.empty()) {
            const std::size_t length = std::min<std::size_t>(left.size(), 1 + random.below(200));
            side.sends(left.substr(0, length));
            left.erase(0, length);
            if (way == Way::holes && random.below(12) == 0) {
                capture.lose_last();
            } else if (way == Way::doubled && random.below(3) == 0) {
                capture.repeat_last();
            } else if (way == Way::reordered && random.below(3) == 0 && !left.empty()) {
                side.sends(left.substr(0, 1));
                left.erase(0, 1);
                capture.move_last(1);
            }
        }
    }
    if (way == Way::cut) {
        const std::size_t packets = capture.packets.size();
        capture.packets.erase(
            capture.packets.begin(),
            capture.packets.begin() + static_cast<std::ptrdiff_t>(random.below(packets)));
    }
    return capture;
}

packets::Packets one_direction(const std::vector<Sending>& all, h2::Role sender) {
    packets::Packets capture;
    packets::Tcp tcp{capture};
    packets::Side& side = sender == h2::Role::client ? tcp.client : tcp.server;
    for (const Sending& sending : all) {
        if (sending.sender == sender) {
            side.sends(text_of(sending));
        }
    }
    return capture;
}

bool is_wrong(const Judged& judged, h2::Role role) {
    const tools::Blame blame = judged.verdict.blame;
    return blame == tools::Blame::both ||
           blame == (role == h2::Role::client ? tools::Blame::client : tools::Blame::server);
}

void nobody_is_wrong(const packets::Packets& capture) {
    for (const Judged& judged : diagnose(capture.pcap())) {
        CAPTURE(judged.verdict.sentence);
        REQUIRE_FALSE(is_wrong(judged, h2::Role::client));
        REQUIRE_FALSE(is_wrong(judged, h2::Role::server));
    }
}

}  // namespace

TEST_CASE("conversations that keep the rules, whatever became of their packets") {
    int decided = 0;
    int open = 0;
    for (const h2::Role role : kOurs) {
        for (std::uint64_t seed = 0; seed < 400; seed += support::kStride) {
            const auto all = oracle::conversation(oracle::generate(role, seed, {}));
            for (const Way way : {Way::whole, Way::cut, Way::holes, Way::doubled, Way::reordered}) {
                CAPTURE(seed, static_cast<int>(way), role == h2::Role::server);
                nobody_is_wrong(capture_of(all, way, seed));
            }
            nobody_is_wrong(one_direction(all, h2::Role::client));
            nobody_is_wrong(one_direction(all, h2::Role::server));
            const Judged whole = only(capture_of(all, Way::whole, seed));
            (whole.verdict.blame == tools::Blame::nobody ? decided : open) += 1;
        }
    }
    CHECK(decided > 9 * open);  // all octets are there: hardly anything is open
}

TEST_CASE("conversations of a peer that breaks rules: it is wrong, and never the other one") {
    int convicted = 0;
    int punished = 0;
    for (const h2::Role role : kOurs) {
        for (std::uint64_t seed = 0; seed < 1'000; seed += support::kStride) {
            oracle::Script script = oracle::generate(role, seed, {});
            support::SplitMix64 random{seed};
            oracle::mutate(script, random);
            const auto all = oracle::conversation(script);
            if (all.empty()) {
                continue;
            }
            const bool caught = std::any_of(all.begin(), all.end(), [](const Sending& sending) {
                return sending.punished != h2::RuleId::none &&
                       h2::rule(sending.punished).level == h2::Level::must;
            });
            for (const Judged& judged : diagnose(capture_of(all, Way::whole, seed).pcap())) {
                CAPTURE(seed, role == h2::Role::server, judged.verdict.sentence);
                REQUIRE_FALSE(is_wrong(judged, role));
                punished += caught ? 1 : 0;
                convicted += caught && is_wrong(judged, h2::peer_of(role)) ? 1 : 0;
            }
        }
    }
    CHECK(punished > 300 / static_cast<int>(support::kStride));
    CHECK(convicted * 20 > punished * 19);
}
