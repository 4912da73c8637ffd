// The real explorer against the naive one on random graphs: counts, verdicts and picks.

#include <catch2/catch.hpp>

#include "sim/search/explorer.hpp"
#include "sim/search/replay_picks.hpp"
#include "tests/support/instrumented.hpp"
#include "tests/support/naive_explorer.hpp"
#include "tests/support/split_mix64.hpp"
#include "tests/support/toy_worlds.hpp"

using sim::Exploration;
using sim::Options;
using sim::PropertyKind;
using sim::PropertyVerdict;
using sim::Strategy;
using toys::Graph;
using toys::GraphWorld;
using Naive = support::NaiveExplorer<GraphWorld>;

namespace {

constexpr int kGraphs = 3000 / static_cast<int>(support::kStride);

const std::vector<sim::PropertySpec> kSpecs{{"always", PropertyKind::always, 0},
                                            {"sometimes", PropertyKind::sometimes, 1},
                                            {"no-deadlock", PropertyKind::no_deadlock, 0},
                                            {"eventually", PropertyKind::eventually, 0}};

Graph::Nodes random_graph(support::SplitMix64& random) {
    const std::uint64_t size = 1 + random.below(14);
    const std::uint64_t most_edges = 1 + random.below(4);
    Graph::Nodes nodes(size);
    for (Graph::Node& node : nodes) {
        const std::uint64_t edges = random.below(most_edges + 1);
        for (std::uint64_t i = 0; i < edges; ++i) {
            const auto to = static_cast<std::uint32_t>(random.below(size));
            const sim::Observations observed =
                (random.chance(8) ? 1U : 0U) | (random.chance(8) ? 2U : 0U);
            node.edges.push_back({to, observed});
        }
        node.finished = random.chance(2);
        node.satisfied = random.chance(4);
    }
    return nodes;
}

struct Expected {
    bool found = false;
    support::Picks picks;
};

std::vector<Expected> naive_answers(const Naive& naive) {
    std::vector<Expected> answers(4);
    answers[0].found = naive.first_observation(0, answers[0].picks);
    answers[1].found = naive.first_observation(1, answers[1].picks);
    answers[2].found = naive.first_deadlock(answers[2].picks);
    answers[3].found = naive.first_stuck(answers[3].picks);
    return answers;
}

PropertyVerdict verdict_of(const sim::PropertySpec& spec, bool found) {
    if (spec.kind == PropertyKind::sometimes) {
        return found ? PropertyVerdict::reached : PropertyVerdict::unreached;
    }
    return found ? PropertyVerdict::violated : PropertyVerdict::holds;
}

void compare(const Exploration& real, const Naive& naive, bool shortest) {
    REQUIRE(real.complete);
    REQUIRE(real.states == naive.states());
    REQUIRE(real.transitions == naive.transitions());
    if (shortest) {
        REQUIRE(real.depth == naive.depth());
    }
    const std::vector<Expected> expected = naive_answers(naive);
    for (std::size_t i = 0; i < kSpecs.size(); ++i) {
        const sim::PropertyResult& result = real.properties[i];
        CAPTURE(result.spec.name);
        REQUIRE(result.verdict == verdict_of(kSpecs[i], expected[i].found));
        REQUIRE(result.shortest == (shortest && expected[i].found));
        if (shortest) {
            REQUIRE(result.picks == expected[i].picks);
        }
    }
}

}  // namespace

TEST_CASE("random graphs: what a naive explorer finds, the explorer finds", "[explorer]") {
    support::SplitMix64 random{42777};
    int violations = 0;
    for (int round = 0; round < kGraphs; ++round) {
        CAPTURE(round);
        const Graph::Nodes nodes = random_graph(random);
        const GraphWorld world{&nodes, 0};
        const Naive naive{world};
        for (const Strategy strategy : {Strategy::breadth_first, Strategy::depth_first}) {
            for (const bool exact : {false, true}) {
                Options options;
                options.strategy = strategy;
                options.exact = exact;
                const Exploration real = sim::explore(world, kSpecs, options);
                compare(real, naive, strategy == Strategy::breadth_first);
                violations += real.properties[3].verdict == PropertyVerdict::violated ? 1 : 0;
            }
        }
    }
    CHECK(violations > kGraphs / 3);  // the graphs are worth looking at
}

TEST_CASE("depth-first picks lead where they say, if not on the shortest way", "[explorer]") {
    support::SplitMix64 random{320};
    for (int round = 0; round < 500; ++round) {
        CAPTURE(round);
        const Graph::Nodes nodes = random_graph(random);
        Options options;
        options.strategy = Strategy::depth_first;

        const Exploration real = sim::explore(GraphWorld{&nodes, 0}, kSpecs, options);

        for (unsigned bit = 0; bit < 2; ++bit) {
            const support::Picks& picks = real.properties[bit].picks;
            GraphWorld world{&nodes, 0};
            const sim::Replayed replayed = sim::replay_picks(world, picks);
            REQUIRE(replayed.complete);
            REQUIRE((replayed.last >> bit & 1U) == (picks.empty() ? 0U : 1U));
        }
        if (real.properties[2].verdict == PropertyVerdict::violated) {
            GraphWorld world{&nodes, 0};
            REQUIRE(sim::replay_picks(world, real.properties[2].picks).complete);
            REQUIRE(nodes[world.at].edges.empty());
            REQUIRE_FALSE(world.finished());
        }
    }
}

TEST_CASE("random graphs under bounds: never a verdict that the whole graph denies", "[explorer]") {
    support::SplitMix64 random{9113};
    int certain = 0;
    for (int round = 0; round < kGraphs; ++round) {
        CAPTURE(round);
        const Graph::Nodes nodes = random_graph(random);
        const GraphWorld world{&nodes, 0};
        const std::vector<Expected> expected = naive_answers(Naive{world});
        Options options;
        options.strategy = random.chance(2) ? Strategy::breadth_first : Strategy::depth_first;
        options.max_states = 1 + random.below(8);
        options.max_depth = random.below(6);

        const Exploration real = sim::explore(world, kSpecs, options);

        REQUIRE(real.complete == (real.bound == sim::Bound::none));
        for (std::size_t i = 0; i < kSpecs.size(); ++i) {
            CAPTURE(kSpecs[i].name);
            const PropertyVerdict verdict = real.properties[i].verdict;
            if (verdict != PropertyVerdict::unknown) {
                REQUIRE(verdict == verdict_of(kSpecs[i], expected[i].found));
                certain += real.complete ? 0 : 1;
            } else {
                REQUIRE_FALSE(real.complete);
            }
            if (real.properties[i].shortest) {
                REQUIRE(real.properties[i].picks == expected[i].picks);
            }
        }
    }
    CHECK(certain > kGraphs / 6);
}
