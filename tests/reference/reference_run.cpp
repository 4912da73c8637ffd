#include "tests/reference/reference_run.hpp"

#include <fmt/core.h>

#include "sim/search/explorer.hpp"

namespace reference {

Figures run(const Parameters& parameters) {
    const sim::Exploration exploration = sim::explore(
        Machine{parameters}, {{"no-false-refusal", sim::PropertyKind::always, Machine::kErrorBit},
                              {"no-deadlock", sim::PropertyKind::no_deadlock, 0}});
    const sim::PropertyResult& refusal = exploration.properties[0];
    const sim::PropertyResult& deadlock = exploration.properties[1];

    Figures figures;
    figures.complete = exploration.complete;
    figures.states = exploration.states;
    figures.transitions = exploration.transitions;
    if (refusal.verdict == sim::PropertyVerdict::violated) {
        figures.shortest = refusal.picks.size();
    }
    figures.deadlock = deadlock.verdict == sim::PropertyVerdict::violated;
    return figures;
}

std::string line(const Figures& figures) {
    const bool violated = figures.shortest.has_value();
    return fmt::format("states={} transitions={} no_false_refusal={} shortest={} deadlock={}",
                       figures.states, figures.transitions, violated ? "violated" : "holds",
                       violated ? fmt::format("{}", *figures.shortest) : "-",
                       figures.deadlock ? "yes" : "no");
}

}  // namespace reference
