// A client and a server that both are endpoints of ours, with pipes in between, driven in any order
// the input stands for. Claims: neither ever accuses the other of anything but a flood or a stream
// too many, and when all is delivered both have the same idea of the connection's windows and of
// which streams are open.

#include <vector>

#include "tests/fuzz/endpoint_side.hpp"

namespace {

using fuzz::Choices;
using fuzz::Side;
using fuzz::Span;

bool may_be_accused_of(h2::RuleId rule) {
    switch (rule) {
        case h2::RuleId::concurrency_limit:
        case h2::RuleId::concurrency_limit_unacked:
        case h2::RuleId::flood_control_frames:
        case h2::RuleId::flood_empty_frames:
        case h2::RuleId::flood_resets_received:
        case h2::RuleId::flood_resets_caused: return true;
        default: return false;
    }
}

void check_verdict(const h2::Reception& reception) {
    const h2::Verdict& verdict = reception.step.verdict;
    if (std::holds_alternative<h2::StreamError>(verdict) ||
        std::holds_alternative<h2::ConnectionError>(verdict)) {
        const h2::RuleId rule = h2::rule_of(verdict);
        if (!may_be_accused_of(rule)) {
            std::fprintf(stderr, "accused of %s\n", std::string{h2::rule(rule).slug}.c_str());
        }
        FUZZ_REQUIRE(may_be_accused_of(rule));
    }
}

// Hands over up to `count` octets of what `from` has written.
void deliver(Side& from, Side& to, std::size_t count) {
    const std::size_t size = std::min(count, from.out.size());
    to.hear(Span{from.out}.first(size), check_verdict);
    from.out.erase(from.out.begin(), from.out.begin() + static_cast<std::ptrdiff_t>(size));
}

void settle(Side& client, Side& server) {
    bool moved = true;
    while (moved) {
        moved = false;
        for (auto [from, to] : {std::pair{&client, &server}, std::pair{&server, &client}}) {
            while (from->write_one() || from->consume_one() || from->finish_one_request()) {
                moved = true;
            }
            moved = moved || !from->out.empty();
            deliver(*from, *to, from->out.size());
        }
    }
}

bool is_open(const h2::Stream& stream) {
    return !h2::is_closed(stream.lifecycle);
}

void check_agreement(const h2::Connection& one, const h2::Connection& other) {
    FUZZ_REQUIRE(one.connection_send_window() == other.connection_receive_window());
    FUZZ_REQUIRE(one.acked_settings() == other.peer_settings());
    FUZZ_REQUIRE(one.unacked_settings() == 0);
    FUZZ_REQUIRE(one.local_count() == other.peer_count());
    for (const h2::Stream& stream : one.streams()) {
        if (!is_open(stream)) {
            continue;
        }
        const h2::Stream* same = other.find(stream.id);
        FUZZ_REQUIRE(same != nullptr && is_open(*same));
        if (stream.lifecycle == h2::Lifecycle::open) {
            FUZZ_REQUIRE(same->lifecycle == h2::Lifecycle::open);
            FUZZ_REQUIRE(stream.send_window.size() == same->receive_window.size());
        }
    }
}

// All DATA has been consumed: every octet was given back once, or less than half of the window is
// still to be given back.
void check_window(const Side& side) {
    const std::int64_t window = side.endpoint.connection().connection_receive_window();
    FUZZ_REQUIRE(window <= side.granted);
    FUZZ_REQUIRE(window * 2 > side.granted);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices{data, std::min<std::size_t>(size, 4'096)};
    h2::Policy policy;
    policy.reset_memory = 100'000;  // late frames are never held against anybody
    policy.reset_after_early_response = choices.flag();
    Side client{h2::Role::client, policy};
    Side server{h2::Role::server, policy};
    client.submit(h2::SubmitSettings{&fuzz::kSettings[choices.below(8)]});
    server.submit(h2::SubmitSettings{&fuzz::kSettings[choices.below(8)]});
    while (!choices.empty()) {
        const std::uint32_t op = choices.octet();
        Side& one = (op & 1U) != 0 ? client : server;
        Side& other = (op & 1U) != 0 ? server : client;
        switch (op / 2 % 8) {
            case 0:
            case 1:
            case 2: one.submit(fuzz::command_of(choices, one.endpoint.connection())); break;
            case 3:
            case 4: one.write_one(); break;
            case 5: deliver(one, other, choices.octet()); break;
            case 6: deliver(one, other, one.out.size()); break;
            default: (op & 16U) != 0 ? one.consume_one() : one.finish_one_request(); break;
        }
    }
    settle(client, server);
    const h2::Connection& ours = client.endpoint.connection();
    const h2::Connection& theirs = server.endpoint.connection();
    if (!ours.goaway_sent() && !theirs.goaway_sent()) {
        check_agreement(ours, theirs);
        check_agreement(theirs, ours);
        check_window(client);
        check_window(server);
    }
    return 0;
}
