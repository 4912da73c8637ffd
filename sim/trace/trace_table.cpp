// A row is made of the states before and after its step. The conclusion tells for each peer one
// fault: one that shows the property, else the first MUST it broke, else the first rule it did not
// follow. All other faults come after these.

#include "sim/trace/trace_table.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/judge/situation.hpp"
#include "sim/promises/properties.hpp"
#include "sim/trace/describe.hpp"

namespace sim {
namespace {

std::string stream_cell(const h2::Stream& stream) {
    return fmt::format("{} {}{}", stream.id.value(), h2::name(stream.lifecycle),
                       stream.closing   ? ", closing"
                       : stream.counted ? ", counted"
                                        : "");
}

// The server's streams that differ between two states, as they are now.
std::string changed_streams(const h2::Connection& before, const h2::Connection& after) {
    std::string text;
    const auto add = [&text](const std::string& part) {
        text += (text.empty() ? "" : "; ") + part;
    };
    for (const h2::Stream& stream : before.streams()) {
        if (after.find(stream.id) == nullptr) {
            add(fmt::format("{} gone", stream.id.value()));
        }
    }
    for (const h2::Stream& stream : after.streams()) {
        const h2::Stream* old = before.find(stream.id);
        if (old == nullptr || stream_cell(*old) != stream_cell(stream)) {
            add(stream_cell(stream));
        }
    }
    return text;
}

bool heard_a_frame(const Action& action) {
    return action.verb == Verb::receive || action.verb == Verb::process;
}

// The step after which the world was in the state of the trace's end: what comes after it goes on
// for ever. Nothing where the trace ends in an end.
std::optional<std::size_t> begin_of_cycle(const Trace& trace, const JudgedWorld& last) {
    EventList<JudgedWorld> events;
    last.enabled(events);
    std::optional<std::size_t> begin;
    if (events.empty() || trace.steps.empty()) {
        return begin;
    }
    const Model model{trace.scenario};
    const std::string end = digest_text(last);
    const auto look = [&](std::size_t steps, const JudgedWorld& world) {
        if (!begin && steps < trace.steps.size() && digest_text(world) == end) {
            begin = steps;
        }
    };
    look(0, JudgedWorld{model});
    (void)replay(model, trace, [&](const ReplayStep& step) { look(step.number, step.after); });
    return begin;
}

struct Blame {
    Fault fault;
    std::size_t step = 0;
};

std::string_view name(Peer peer) {
    return peer == Peer::client ? "client" : "server";
}

// A MUST is broken; what the RFC recommends, or what follows from it without its saying so, is not
// followed.
std::string to_text(const Blame& blame) {
    const h2::Rule& rule = h2::rule(blame.fault.rule);
    return fmt::format("{}: {} {} at step {}, stream {}: {}", name(blame.fault.peer),
                       rule.level == h2::Level::must ? "broke" : "did not follow", rule.section,
                       blame.step, blame.fault.stream.value(), rule.text);
}

// Each rule that a peer broke, where it did so first; the ones that the last step breaks and that
// show the property are there whatever came before.
std::vector<Blame> blames_of(const std::vector<TraceRow>& rows, Observations shown) {
    std::vector<Blame> blames;
    for (const TraceRow& row : rows) {
        for (const Fault& fault : row.faults) {
            const bool known = std::any_of(blames.begin(), blames.end(), [&](const Blame& blame) {
                return blame.fault.peer == fault.peer && blame.fault.rule == fault.rule;
            });
            const bool decides = row.step == rows.back().step && (fault.shows & shown) != 0;
            if (!known || decides) {
                blames.push_back({fault, row.step});
            }
        }
    }
    return blames;
}

// For each peer one line: what shows the property, else the first MUST it broke, else the first
// rule it did not follow. Then what else was broken on the way.
std::string compliance_text(const std::vector<TraceRow>& rows, Observations shown) {
    std::vector<Blame> blames = blames_of(rows, shown);
    std::string text;
    for (const Peer peer : {Peer::client, Peer::server}) {
        const auto weight = [&](const Blame& blame) {
            const bool decides = blame.step == rows.back().step && (blame.fault.shows & shown) != 0;
            return decides ? 3 : h2::rule(blame.fault.rule).level == h2::Level::must ? 2 : 1;
        };
        auto first = blames.end();
        for (auto each = blames.begin(); each != blames.end(); ++each) {
            if (each->fault.peer == peer &&
                (first == blames.end() || weight(*each) > weight(*first))) {
                first = each;
            }
        }
        if (first == blames.end()) {
            text += fmt::format("  {}: kept to RFC 9113\n", name(peer));
        } else {
            text += fmt::format("  {}\n", to_text(*first));
            blames.erase(first);
        }
    }
    for (const Blame& blame : blames) {
        text += fmt::format("  also {}\n", to_text(blame));
    }
    return text;
}

}  // namespace

TraceRow make_row(const Model& model, const ReplayStep& step) {
    TraceRow row;
    row.step = step.number;
    row.action = action_of(step.before, step.event);
    row.actor = to_text(row.action.actor);
    row.event = to_text(row.action);
    row.streams = changed_streams(step.before.server.core, step.after.server.core);
    row.client = step.after.monitor.open_for_client();
    row.wire = step.after.monitor.open_on_wire();
    row.server = step.after.server.core.admission_count();
    row.stale = !stale_streams(step.after).empty();
    row.faults = {step.after.monitor.faults().begin(), step.after.monitor.faults().end()};
    if (heard_a_frame(row.action)) {
        row.verdict = to_text(step.after.last_verdict);
    }
    for (const ExpectedProperty& asked : model.scenario().properties) {
        const Property& property = *find_property(asked.name);
        const bool by_step = property.kind == PropertyKind::always;
        if (by_step && (step.after.observed & bit(property.observation)) != 0) {
            row.observed.emplace_back(property.name);
            row.wrong = true;
        }
    }
    return row;
}

std::string conclusion(const Trace& trace, const std::vector<TraceRow>& rows,
                       const JudgedWorld& last) {
    const Property& property = *find_property(trace.property);
    std::string text =
        trace.verdict == PropertyVerdict::unknown
            ? fmt::format("\nThe trace claims nothing about {}.\n", trace.property)
            : fmt::format("\n{} {}: {}{}{}\n  {}\n", trace.property, name(trace.verdict),
                          property.section, property.invariant.empty() ? "" : ", ",
                          property.invariant, property.meaning);
    if (property.kind == PropertyKind::eventually) {
        if (const auto begin = begin_of_cycle(trace, last)) {
            text += fmt::format(
                "  The state after step {} is the one after step {}: the steps between go on for "
                "ever.\n",
                trace.steps.size(), *begin);
        }
    }
    const bool by_step = property.kind == PropertyKind::always;
    if (by_step && !rows.empty()) {
        const TraceRow& row = rows.back();
        text += fmt::format(
            "  At step {}: open streams are {} for the client, {} on the wire; the server counts "
            "{} of {}.\n",
            row.step, row.client, row.wire, row.server, trace.scenario.limit);
    }
    for (const std::string& line : by_step ? stale_counts(last) : who_waits(last)) {
        text += fmt::format("  {}\n", line);
    }
    return text + compliance_text(rows, by_step ? bit(property.observation) : 0);
}

}  // namespace sim
