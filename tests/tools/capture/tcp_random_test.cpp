// Conversations at random through a network at random, with the truth known: what each octet's
// sender had received when it sent it first.

#include <algorithm>
#include <array>
#include <deque>

#include <catch2/catch.hpp>

#include "tests/support/split_mix64.hpp"
#include "tests/tools/capture/told.hpp"

namespace {

using tools::End;

// Two ends and the place between them where packets are recorded. Each end sends segments of
// letters, acknowledges what has come in order, and sends again what was lost.
class Network {
  public:
    Network(std::uint64_t seed, packets::Packets& capture)
        : random_{seed}, tcp_{capture, place(seed)}, capture_{capture} {}

    void talk(int steps) {
        tcp_.opens();
        for (int i = 0; i < steps; ++i) {
            const bool client = random_.chance(2);
            random_.chance(3) ? deliver(client) : send(client);
        }
        // What was lost comes again, until all has arrived.
        for (int i = 0; i < 10'000 && !all_arrived(); ++i) {
            const bool client = i % 2 == 0;
            send_again(client);
            deliver(client);
        }
    }

    struct Peer {
        std::string stream;
        std::vector<std::uint64_t> knew;  // of the other stream, when each octet was sent first
        std::vector<bool> arrived;        // at the other end
        std::uint64_t received = 0;       // of the other stream, in order
    };
    std::array<Peer, 2> peers;

  private:
    struct Sent {
        std::uint64_t offset = 0;
        std::size_t length = 0;
    };

    static packets::TcpPlace place(std::uint64_t seed) {
        packets::TcpPlace at;
        at.client_isn = static_cast<std::uint32_t>(seed * 0x9e37'79b9U);
        at.server_isn = static_cast<std::uint32_t>(0U - seed % 300);
        return at;
    }
    bool all_arrived() const {
        return std::ranges::all_of(peers, [](const Peer& peer) {
            return std::ranges::find(peer.arrived, false) == peer.arrived.end();
        });
    }
    void send(bool client) {
        Peer& peer = peers[client ? 0 : 1];
        const std::size_t length = random_.below(6);
        const Sent sent{peer.stream.size(), length};
        for (std::size_t i = 0; i < length; ++i) {
            peer.stream.push_back(static_cast<char>('a' + random_.below(26)));
            peer.knew.push_back(peer.received);
            peer.arrived.push_back(false);
        }
        put(client, sent);
    }
    void send_again(bool client) {
        const Peer& peer = peers[client ? 0 : 1];
        const auto lost = std::ranges::find(peer.arrived, false);
        const auto from = static_cast<std::size_t>(lost - peer.arrived.begin());
        put(client, {from, std::min<std::size_t>(4, peer.stream.size() - from)});
    }
    // Onto the way; it may be lost before it is recorded, or after.
    void put(bool client, Sent sent) {
        const Peer& peer = peers[client ? 0 : 1];
        auto& side = client ? tcp_.client : tcp_.server;
        side.repeats(sent.offset, peer.stream.substr(sent.offset, sent.length),
                     {.acknowledges = peer.received});
        // Lost before, where later octets are recorded: at the end nothing shows it.
        if (random_.chance(6) && sent.offset + sent.length < peer.stream.size()) {
            capture_.lose_last();
            return;
        }
        if (random_.chance(8)) {
            capture_.repeat_last();
        }
        if (!random_.chance(6)) {
            on_the_way_[client ? 0 : 1].push_back(sent);
        }
    }
    // Some packet of those on the way arrives.
    void deliver(bool client) {
        auto& way = on_the_way_[client ? 0 : 1];
        if (way.empty()) {
            return;
        }
        const auto at =
            static_cast<std::ptrdiff_t>(random_.chance(3) ? random_.below(way.size()) : 0);
        const Sent sent = way[static_cast<std::size_t>(at)];
        way.erase(way.begin() + at);
        Peer& from = peers[client ? 0 : 1];
        Peer& to = peers[client ? 1 : 0];
        std::fill_n(from.arrived.begin() + static_cast<std::ptrdiff_t>(sent.offset), sent.length,
                    true);
        while (to.received < from.arrived.size() && from.arrived[to.received]) {
            ++to.received;
        }
    }

    support::SplitMix64 random_;
    packets::Tcp tcp_;
    packets::Packets& capture_;
    std::array<std::deque<Sent>, 2> on_the_way_;
};

// Holds what is told against the truth.
class Judge : public captured::Told {
  public:
    explicit Judge(const Network& truth) : truth_{truth} {}
    void sends(std::size_t connection, End sender, std::span<const std::byte> octets,
               const tools::Moment& moment) override {
        const std::size_t side = sender == End::first ? 0 : 1;
        const Network::Peer& peer = truth_.peers[side];
        for (std::size_t i = 0; i < octets.size(); ++i) {
            const std::size_t at = told[side] + i;
            sound = sound && at < peer.knew.size() && moment.received <= peer.knew[at];
            exact += at < peer.knew.size() && moment.received == peer.knew[at] ? 1U : 0U;
        }
        causal = causal && moment.received <= told[1 - side];
        grows = grows && moment.received >= last_[side];
        last_[side] = moment.received;
        told[side] += octets.size();
        Told::sends(connection, sender, octets, moment);
    }
    std::array<std::size_t, 2> told{};
    bool sound = true;   // nobody had less than is said
    bool causal = true;  // nobody had what was not told
    bool grows = true;
    std::size_t exact = 0;  // octets

  private:
    const Network& truth_;
    std::array<std::uint64_t, 2> last_{};
};

}  // namespace

TEST_CASE("capture: any network, any order: the streams are whole, and what is proven is true",
          "[capture]") {
    std::size_t octets = 0;
    std::size_t exact = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        packets::Packets capture;
        Network network{seed, capture};
        network.talk(120);
        Judge judge{network};
        REQUIRE(captured::read_file(capture.pcap(), judge).has_value());
        REQUIRE(judge.streams[{0, End::first}] == network.peers[0].stream);
        REQUIRE(judge.streams[{0, End::second}] == network.peers[1].stream);
        REQUIRE(judge.sound);
        REQUIRE(judge.causal);
        REQUIRE(judge.grows);
        octets += judge.told[0] + judge.told[1];
        exact += judge.exact;
    }
    CHECK(exact * 2 > octets);  // and it is not little
}
