// Nets against designs that are written down directly (tests/reference/net_machines.hpp): the same
// verdict, and the same length of the shortest counterexample, on a grid of sizes.

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/reference/net_machines.hpp"
#include "tests/sim/races/races.hpp"

namespace {

using reference::NetSize;
using reference::ShortestRefusal;

ShortestRefusal of_net(const std::string& idiom, const NetSize& size) {
    const races::Sets sets =
        races::sized({size.limit, size.requests, size.to_client, size.to_server},
                     {fmt::format("server.slack={}", size.slack), R"(client.behaviour=saturating)",
                      races::asking({"no-false-refusal"})});
    sim::Options options;
    options.stop_at_first_violation = true;
    const sim::Exploration found = races::explore(races::load_id(idiom, sets), options);
    const sim::PropertyResult& result = found.properties.front();
    return result.verdict == sim::PropertyVerdict::violated ? ShortestRefusal{result.picks.size()}
                                                            : std::nullopt;
}

template <class Machine>
void compare(const std::string& idiom, unsigned most_requests, const Machine& machine) {
    std::size_t refusals = 0;
    for (unsigned limit = 1; limit <= 2; ++limit) {
        for (unsigned requests = limit; requests <= most_requests; ++requests) {
            for (unsigned pipe = 1; pipe <= 2; ++pipe) {
                for (unsigned slack = 0; slack <= 1; ++slack) {
                    const NetSize size{limit, requests, pipe, pipe == 1 ? 2U : 1U, slack};
                    CAPTURE(idiom, limit, requests, pipe, slack);
                    const ShortestRefusal expected = machine(size);
                    CHECK(of_net(idiom, size) == expected);
                    refusals += expected ? 1 : 0;
                }
            }
        }
    }
    INFO(idiom);
    const bool holds = idiom.find("park-at-limit") != std::string::npos ||
                       idiom.find("behind-frame") != std::string::npos;
    CHECK((refusals == 0) == holds);
}

}  // namespace

TEST_CASE("nets: the writer that swaps its queue, against its machine", "[verdict]") {
    compare("idioms/batching-writer", 4,
            [](const NetSize& size) { return reference::batching_writer(size, 0, false); });
    compare("idioms/batching-writer-bounded", 4,
            [](const NetSize& size) { return reference::batching_writer(size, 2, false); });
    compare("idioms/batching-writer-at-once", 4,
            [](const NetSize& size) { return reference::batching_writer(size, 0, true); });
}

TEST_CASE("nets: the actor and its mailbox, against its machine", "[verdict]") {
    using reference::ActorEnds;
    compare("idioms/mailbox-actor", 3, [](const NetSize& size) {
        return reference::mailbox_actor(size, ActorEnds::any_time_later);
    });
    compare("idioms/mailbox-actor-exits-first", 3, [](const NetSize& size) {
        return reference::mailbox_actor(size, ActorEnds::later_and_first);
    });
    compare("idioms/mailbox-actor-end-behind-frame", 3, [](const NetSize& size) {
        return reference::mailbox_actor(size, ActorEnds::behind_last_frame);
    });
}

TEST_CASE("nets: the completion queue, against its machine", "[verdict]") {
    using reference::RingOrder;
    compare("idioms/completion-queue", 3,
            [](const NetSize& size) { return reference::completion_queue(size, RingOrder::any); });
    compare("idioms/completion-queue-writes-first", 3, [](const NetSize& size) {
        return reference::completion_queue(size, RingOrder::writes_first);
    });
    compare("idioms/completion-queue-park-at-limit", 3, [](const NetSize& size) {
        return reference::completion_queue(size, RingOrder::park_at_limit);
    });
}
