// An Endpoint and nghttp2 talk to each other, in both roles: both are content with all that they
// receive, and every message arrives whole.

#include "tests/h2core/oracle/our_peer.hpp"
#include "tests/h2core/oracle/their_peer.hpp"
#include "tests/support/frames.hpp"

using namespace oracle;
using h2::SettingId;

namespace {

constexpr std::uint32_t kRequests = 30;

h2::SettingList some_limits(support::SplitMix64& random) {
    h2::SettingList list{1, {}};
    const auto maybe = [&](SettingId id, std::uint32_t value) {
        if (random.chance(2)) {
            list.values.push_back({id, value});
        }
    };
    maybe(SettingId::HEADER_TABLE_SIZE, static_cast<std::uint32_t>(random.below(10'000)));
    maybe(SettingId::INITIAL_WINDOW_SIZE, static_cast<std::uint32_t>(1 + random.below(100'000)));
    maybe(SettingId::MAX_FRAME_SIZE, static_cast<std::uint32_t>(16'384 + random.below(50'000)));
    return list;
}

// Hands over the octets, cut anywhere. False if there were none.
template <class From, class To>
bool transfer(From& from, To& to, support::SplitMix64& random) {
    const Octets octets = from.take_output();
    std::span<const std::byte> rest = octets;
    while (!rest.empty()) {
        const std::size_t size = std::min<std::size_t>(rest.size(), 1 + random.below(5'000));
        to.receive(rest.first(size));
        rest = rest.subspan(size);
    }
    return !octets.empty();
}

template <class Client, class Server>
void talk(std::uint64_t seed) {
    CAPTURE(seed);
    support::SplitMix64 random{seed};
    Client client{h2::Role::client, seed, some_limits(random)};
    Server server{h2::Role::server, seed, some_limits(random)};
    std::uint32_t opened = 0;
    bool moved = true;
    while (moved || opened < kRequests) {
        if (opened < kRequests && random.chance(2)) {
            client.open_request();
            ++opened;
        }
        moved = transfer(client, server, random);
        moved = transfer(server, client, random) || moved;
    }
    CHECK(client.complaint() == "");
    CHECK(server.complaint() == "");
    REQUIRE(server.received().size() == kRequests);
    REQUIRE(client.received().size() == kRequests);
    for (const auto& [stream, request] : server.received()) {
        CAPTURE(stream);
        CHECK((request == exchange::request(seed, stream)));
        CHECK((client.received().at(stream) == exchange::response(seed, stream)));
    }
}

}  // namespace

TEST_CASE("our client and their server", "[oracle]") {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        talk<OurPeer, TheirPeer>(seed);
    }
}

TEST_CASE("their client and our server", "[oracle]") {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        talk<TheirPeer, OurPeer>(seed);
    }
}
