// Verdicts and counterexamples on graphs written down for the purpose.

#include <catch2/catch.hpp>

#include "sim/search/explorer.hpp"
#include "tests/support/toy_worlds.hpp"

using sim::Exploration;
using sim::Options;
using sim::Pick;
using sim::PropertyKind;
using sim::PropertyVerdict;
using sim::Strategy;
using toys::Graph;
using toys::GraphWorld;
using Picks = std::vector<Pick>;

namespace {

Graph::Node end_node(bool satisfied) {
    return {{}, true, satisfied};
}

sim::PropertyResult ask(const Graph::Nodes& nodes, PropertyKind kind, unsigned bit = 0,
                        Strategy strategy = Strategy::breadth_first) {
    Options options;
    options.strategy = strategy;
    return sim::explore(GraphWorld{&nodes, 0}, {{"asked", kind, bit}}, options).properties.at(0);
}

}  // namespace

TEST_CASE("a violation's picks are the shortest, not those met first in depth", "[explorer]") {
    // The first edge leads to the violation in three steps, the second in two.
    const Graph::Nodes nodes{{{{1, 0}, {3, 0}}, false, false},
                             {{{2, 0}}, false, false},
                             {{{4, 1}}, false, false},
                             {{{4, 1}}, false, false},
                             end_node(true)};

    const sim::PropertyResult breadth = ask(nodes, PropertyKind::always);
    const sim::PropertyResult depth = ask(nodes, PropertyKind::always, 0, Strategy::depth_first);

    CHECK(breadth.verdict == PropertyVerdict::violated);
    CHECK(breadth.picks == Picks{1, 0});
    CHECK(breadth.shortest);
    CHECK(depth.verdict == PropertyVerdict::violated);
    CHECK(depth.picks == Picks{0, 0, 0});
    CHECK_FALSE(depth.shortest);
}

TEST_CASE("among shortest picks the lexicographically first is reported", "[explorer]") {
    // Violations of two steps at {0, 1}, {1, 0} and {1, 1}; {0, 0} is innocent.
    const Graph::Nodes nodes{{{{1, 0}, {2, 0}}, false, false},
                             {{{3, 0}, {3, 1}}, false, false},
                             {{{3, 1}, {3, 1}}, false, false},
                             end_node(true)};

    CHECK(ask(nodes, PropertyKind::always).picks == Picks{0, 1});
}

TEST_CASE("a violation in a step to a state already seen is not missed", "[explorer]") {
    // Node 1 is found by the innocent first edge; the second edge to it is the broken one.
    const Graph::Nodes nodes{{{{1, 0}, {1, 1}}, false, false}, end_node(true)};

    const sim::PropertyResult result = ask(
        nodes, PropertyKind::always, 0, GENERATE(Strategy::breadth_first, Strategy::depth_first));

    CHECK(result.verdict == PropertyVerdict::violated);
    CHECK(result.picks == Picks{1});
}

TEST_CASE("each property looks at its own observation", "[explorer]") {
    const Graph::Nodes nodes{{{{1, 1ULL << 63U}, {1, 2}}, false, false}, end_node(true)};
    const std::vector<sim::PropertySpec> specs{{"a", PropertyKind::always, 0},
                                               {"b", PropertyKind::always, 63},
                                               {"c", PropertyKind::sometimes, 1},
                                               {"d", PropertyKind::sometimes, 2},
                                               {"e", PropertyKind::always, 1}};

    const Exploration found = sim::explore(GraphWorld{&nodes, 0}, specs);

    CHECK(found.properties[0].verdict == PropertyVerdict::holds);
    CHECK(found.properties[1].verdict == PropertyVerdict::violated);
    CHECK(found.properties[1].picks == Picks{0});
    CHECK(found.properties[2].verdict == PropertyVerdict::reached);
    CHECK(found.properties[2].picks == Picks{1});
    CHECK(found.properties[3].verdict == PropertyVerdict::unreached);
    CHECK(found.properties[4].verdict == PropertyVerdict::violated);
}

TEST_CASE("a state without events is a deadlock unless it is finished", "[explorer]") {
    const bool finished = GENERATE(false, true);
    const Graph::Nodes nodes{{{{1, 0}}, false, false}, {{}, finished, true}};

    const sim::PropertyResult result = ask(nodes, PropertyKind::no_deadlock);

    CHECK(result.verdict == (finished ? PropertyVerdict::holds : PropertyVerdict::violated));
    CHECK(result.picks == (finished ? Picks{} : Picks{0}));
}

TEST_CASE("an initial state that is stuck needs no picks", "[explorer]") {
    const Graph::Nodes nodes{{{}, false, false}};

    const sim::PropertyResult deadlock = ask(nodes, PropertyKind::no_deadlock);
    const sim::PropertyResult progress = ask(nodes, PropertyKind::eventually);

    CHECK(deadlock.verdict == PropertyVerdict::violated);
    CHECK(deadlock.picks.empty());
    CHECK(deadlock.shortest);
    CHECK(progress.verdict == PropertyVerdict::violated);
    CHECK(progress.picks.empty());
}

TEST_CASE("a lost request that is retried for ever is lost progress, not a deadlock",
          "[explorer]") {
    // 0 asks; 1 may answer (4) or lose the request (2), which 2 and 3 then pass to and fro.
    const Graph::Nodes nodes{{{{1, 0}}, false, false},
                             {{{4, 0}, {2, 0}}, false, false},
                             {{{3, 0}}, false, false},
                             {{{2, 0}}, false, false},
                             end_node(true)};
    const Strategy strategy = GENERATE(Strategy::breadth_first, Strategy::depth_first);

    const sim::PropertyResult progress = ask(nodes, PropertyKind::eventually, 0, strategy);

    CHECK(progress.verdict == PropertyVerdict::violated);
    CHECK(progress.picks == Picks{0, 1});
    CHECK(ask(nodes, PropertyKind::no_deadlock, 0, strategy).verdict == PropertyVerdict::holds);
}

TEST_CASE("a cycle that can still be left for an answer is progress", "[explorer]") {
    const Graph::Nodes nodes{{{{1, 0}}, false, false},
                             {{{2, 0}}, false, false},
                             {{{1, 0}, {3, 0}}, false, false},
                             end_node(true)};

    CHECK(ask(nodes, PropertyKind::eventually).verdict == PropertyVerdict::holds);
}

TEST_CASE("a proper end with a request unanswered is lost progress", "[explorer]") {
    const Graph::Nodes nodes{{{{1, 0}, {2, 0}}, false, true}, end_node(true), end_node(false)};

    const sim::PropertyResult result = ask(nodes, PropertyKind::eventually);

    CHECK(result.verdict == PropertyVerdict::violated);
    CHECK(result.picks == Picks{1});
}

TEST_CASE("progress is asked of satisfied states too: they reach themselves", "[explorer]") {
    const Graph::Nodes nodes{{{{1, 0}}, false, true}, {{{1, 0}}, false, true}};

    CHECK(ask(nodes, PropertyKind::eventually).verdict == PropertyVerdict::holds);
}

TEST_CASE("names of verdicts, kinds, bounds and strategies", "[explorer]") {
    CHECK(sim::name(PropertyVerdict::holds) == "holds");
    CHECK(sim::name(PropertyVerdict::unknown) == "unknown");
    CHECK(sim::name(PropertyKind::eventually) == "eventually");
    CHECK(sim::name(sim::Bound::first_violation) == "first-violation");
    CHECK(sim::name(Strategy::depth_first) == "dfs");
}
