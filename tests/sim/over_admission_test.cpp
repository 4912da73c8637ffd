#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "sim/explorer.hpp"
#include "sim/model.hpp"
#include "sim/world.hpp"
#include "sim/world_transfer.hpp"
#include "tests/sim/races.hpp"

namespace {

// A ConnectionWorld that observes how many admitted streams are open on the wire: bit n for n.
struct Counting {
    using Event = sim::Event;

    sim::ConnectionWorld world;

    void enabled(sim::EventList<Counting>& out) const { world.enabled(out); }
    sim::Observations step(Event event) {
        world.step(event);
        unsigned open = 0;
        for (const sim::WireStream& stream : world.monitor.streams()) {
            open += stream.has(sim::WireStream::admitted) && stream.open_on_wire() ? 1 : 0;
        }
        return sim::Observations{1} << open;
    }
    [[nodiscard]] bool finished() const { return world.finished(); }
    [[nodiscard]] bool satisfied() const { return world.satisfied(); }
    [[nodiscard]] sim::Interned interned() const { return world.interned(); }
    template <class Archive>
    void transfer(Archive& archive) {
        world.transfer(archive);
    }
};

// The largest number of admitted streams that are open on the wire at once, in any order.
unsigned most_admitted(const sim::Scenario& scenario) {
    const sim::Model model{scenario};
    std::vector<sim::PropertySpec> specs;
    for (unsigned count = 0; count <= scenario.requests; ++count) {
        specs.push_back({fmt::format("{}", count), sim::PropertyKind::sometimes, count});
    }
    sim::Options options; options.max_states = 1500000;
    const sim::Exploration found = sim::explore(Counting{sim::ConnectionWorld{model}}, specs, options);
    if (!found.complete) return 99;
    unsigned most = 0;
    for (unsigned count = 0; count <= scenario.requests; ++count) {
        if (found.properties[count].verdict == sim::PropertyVerdict::reached) {
            most = count;
        }
    }
    return most;
}

}  // namespace

TEST_CASE("tmp") {
    for (const char* f : {"go-42777-before", "go-42777-landed", "go-42777-buffered", "completions-first", "blocking-drain", "wait-at-limit", "park-at-limit", "release-at-return", "release-at-write-start", "release-at-encode", "closing-counter", "refused-stream", "slack-1"}) {
        for (const char* b : {"greedy", "saturating"}) for (const char* resp: {"response={\"headers\":4200}", "response={\"headers\":40}"}) {
            std::string line;
            for (unsigned limit = 1; limit <= 3; ++limit) for (unsigned r = limit; r <= 5; ++r)
                line += fmt::format(" {}/{}:{}", limit, r, most_admitted(races::load(f, races::sized({limit, r, 1, 1}, {resp, fmt::format("client.behaviour={}", b), "server.graceful_shutdown=false"}))));
            fmt::print("{} {} {} {}\n", f, b, resp, line);
        }
    }
}
