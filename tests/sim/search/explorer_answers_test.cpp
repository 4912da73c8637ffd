// When a search has its answer, what it has then, and what was never at stake.

#include <catch2/catch.hpp>

#include "sim/search/bad_end.hpp"
#include "sim/search/explorer.hpp"
#include "tests/support/toy_worlds.hpp"

using sim::Bound;
using sim::Exploration;
using sim::Options;
using sim::PropertyKind;
using sim::PropertySpec;
using sim::PropertyVerdict;

namespace {

// 0 -> 1 (shows bit 0) -> 2 (shows bit 1) -> 3 … 9, the end.
toys::Graph::Nodes chain() {
    toys::Graph::Nodes nodes;
    for (std::uint32_t i = 0; i < 9; ++i) {
        nodes.push_back({{{i + 1, i < 2 ? sim::Observations{1} << i : 0}}, false, false});
    }
    nodes.push_back({{}, true, true});
    return nodes;
}

PropertySpec never(unsigned bit, std::optional<unsigned> stake = std::nullopt) {
    return {"never", PropertyKind::always, bit, stake};
}

Exploration ask(const toys::Graph::Nodes& nodes, const std::vector<PropertySpec>& specs,
                const Options& options = {}) {
    return sim::explore(toys::GraphWorld{&nodes, 0}, specs, options);
}

Options until_answered() {
    Options options;
    options.stop_when_answered = true;
    return options;
}

}  // namespace

TEST_CASE("a search ends when all that is asked is answered", "[explorer][answers]") {
    const toys::Graph::Nodes nodes = chain();
    const Exploration one = ask(nodes, {never(0)}, until_answered());
    CHECK(one.bound == Bound::answered);
    CHECK_FALSE(one.complete);
    CHECK(one.transitions == 1);
    CHECK(one.properties[0].picks == std::vector<sim::Pick>{0});
    CHECK(one.properties[0].shortest);

    const Exploration both =
        ask(nodes, {never(0), {"some", PropertyKind::sometimes, 1}}, until_answered());
    CHECK(both.bound == Bound::answered);
    CHECK(both.transitions == 2);
    CHECK(both.properties[1].verdict == PropertyVerdict::reached);

    // That nothing breaks it is known at the end, and not before.
    const Exploration all = ask(nodes, {never(0), never(7)}, until_answered());
    CHECK(all.complete);
    CHECK(all.states == 10);
    CHECK(all.properties[1].verdict == PropertyVerdict::holds);
    CHECK(ask(nodes, {never(0)}).complete);
}

TEST_CASE("a search for lost progress ends at the first end without it", "[explorer][answers]") {
    toys::Graph::Nodes nodes = chain();
    nodes[0].edges.push_back({10, 0});
    nodes.push_back({{}, true, false});  // an end that is not what was hoped for
    const PropertySpec progress{"progress", PropertyKind::eventually};
    const Exploration found = ask(nodes, {progress}, until_answered());
    CHECK(found.bound == Bound::answered);
    CHECK(found.properties[0].verdict == PropertyVerdict::violated);
    CHECK(found.properties[0].picks == std::vector<sim::Pick>{1});
    CHECK(found.states < 10);
    const Exploration open = ask(nodes, {progress, never(7)}, until_answered());
    CHECK(open.complete);
    CHECK(open.properties[1].verdict == PropertyVerdict::holds);
}

TEST_CASE("what was found is told at once", "[explorer][answers]") {
    const toys::Graph::Nodes nodes = chain();
    std::vector<std::size_t> told;
    Options options;
    options.found = [&told](const sim::PropertyResult& result) {
        told.push_back(result.picks.size());
    };
    CHECK(ask(nodes, {never(1), never(0), never(7)}, options).complete);
    CHECK(told == std::vector<std::size_t>{1, 2});
}

TEST_CASE("what holds and was never at stake is vacuous", "[explorer][answers]") {
    const toys::Graph::Nodes nodes = chain();
    const Exploration found = ask(nodes, {never(7, 1),
                                          never(7, 6),
                                          never(0, 6),
                                          never(7),
                                          {"free", PropertyKind::no_deadlock, 0, 6},
                                          {"free", PropertyKind::no_deadlock, 0, 0},
                                          {"progress", PropertyKind::eventually, 0, 6},
                                          {"some", PropertyKind::sometimes, 6}});
    const std::vector<PropertyVerdict> expected{
        PropertyVerdict::holds,   PropertyVerdict::vacuous,  PropertyVerdict::violated,
        PropertyVerdict::holds,   PropertyVerdict::vacuous,  PropertyVerdict::holds,
        PropertyVerdict::vacuous, PropertyVerdict::unreached};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CAPTURE(i);
        CHECK(found.properties[i].verdict == expected[i]);
    }
    CHECK(found.observed == 3);

    Options cut;  // not at stake so far is no verdict
    cut.max_states = 3;
    CHECK(ask(nodes, {never(7, 6)}, cut).properties[0].verdict == PropertyVerdict::unknown);
}

TEST_CASE("a stuck state goes on to the nearest end", "[explorer][answers]") {
    // 0 has a way of three steps and one of two; 4 and 5 go round.
    const toys::Graph::Nodes nodes{{{{1, 0}, {2, 0}}, false, false}, {{{2, 0}}, false, false},
                                   {{{3, 0}}, false, false},         {{}, true, false},
                                   {{{5, 0}}, false, false},         {{{4, 0}}, false, false},
                                   {{{4, 0}}, false, false}};
    const sim::BadEnd end = sim::bad_end(toys::GraphWorld{&nodes, 0});
    CHECK(end.picks == std::vector<sim::Pick>{1, 0});
    CHECK_FALSE(end.cycle_from);
    CHECK(sim::bad_end(toys::GraphWorld{&nodes, 3}).picks.empty());
    const sim::BadEnd cycle = sim::bad_end(toys::GraphWorld{&nodes, 6});  // 6, 4, 5, 4
    CHECK(cycle.picks == std::vector<sim::Pick>(3, 0));
    CHECK(cycle.cycle_from == 1);
}
