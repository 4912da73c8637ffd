#include "sim/trace/trace_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/judge/situation.hpp"
#include "sim/trace/describe.hpp"

namespace sim {
namespace {

std::string stream_text(const h2::Stream& stream) {
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
        if (old == nullptr || stream_text(*old) != stream_text(stream)) {
            add(stream_text(stream));
        }
    }
    return text;
}

bool heard_a_frame(Event event) {
    return event.kind == EventKind::client_receive || event.kind == EventKind::loop_process;
}

// `kept`: the column that says it step by step.
std::string compliance_text(const char* who, const Compliance& compliance,
                            const std::vector<TraceRow>& rows, bool TraceRow::* kept) {
    const auto first = std::find_if(rows.begin(), rows.end(),
                                    [kept](const TraceRow& row) { return !(row.*kept); });
    if (first == rows.end()) {
        return fmt::format("{}: kept to RFC 9113", who);
    }
    const h2::Rule& rule = h2::rule(compliance.broken);
    return fmt::format("{}: broke {} at step {}, stream {}: {}", who, rule.section, first->step,
                       compliance.stream.value(), rule.text);
}

}  // namespace

TraceRow make_row(const Model& model, const ReplayStep& step) {
    const EventText text = describe(step.before, step.event);
    TraceRow row;
    row.step = step.number;
    row.actor = text.actor;
    row.event = text.action;
    row.streams = changed_streams(step.before.server.core, step.after.server.core);
    row.client = step.after.monitor.open_for_client();
    row.wire = step.after.monitor.open_on_wire();
    row.server = step.after.server.core.admission_count();
    row.stale = !stale_streams(step.after).empty();
    row.client_kept = step.after.monitor.client().kept();
    row.server_kept = step.after.monitor.server().kept();
    if (heard_a_frame(step.event)) {
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
                       const ConnectionWorld& last) {
    const Property& property = *find_property(trace.property);
    std::string text =
        trace.verdict == PropertyVerdict::unknown
            ? fmt::format("\nThe trace claims nothing about {}.\n", trace.property)
            : fmt::format("\n{} {}: {}{}{}\n  {}\n", trace.property, name(trace.verdict),
                          property.section, property.invariant.empty() ? "" : ", ",
                          property.invariant, property.meaning);
    if (property.kind == PropertyKind::always && !rows.empty()) {
        const TraceRow& row = rows.back();
        text += fmt::format(
            "  At step {}: open streams are {} for the client, {} on the wire; the server counts "
            "{} of {}.\n",
            row.step, row.client, row.wire, row.server, trace.scenario.limit);
    }
    for (const std::string& line :
         property.kind == PropertyKind::always ? stale_counts(last) : who_waits(last)) {
        text += fmt::format("  {}\n", line);
    }
    return text +
           fmt::format(
               "  {}\n  {}\n",
               compliance_text("client", last.monitor.client(), rows, &TraceRow::client_kept),
               compliance_text("server", last.monitor.server(), rows, &TraceRow::server_kept));
}

}  // namespace sim
