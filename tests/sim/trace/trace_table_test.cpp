// The rows in which people read a trace, and what all of it shows.

#include "sim/trace/trace_table.hpp"

#include <algorithm>

#include "sim/promises/properties.hpp"
#include "sim/run/scenario_run.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/sim/trace/traces.hpp"

namespace {

struct ShownTrace {
    std::vector<sim::TraceRow> rows;
    std::string conclusion;
};

ShownTrace show(const std::string& file) {
    const sim::Trace trace = traces::parse(traces::text_of(file));
    const sim::Model model{trace.scenario};
    ShownTrace shown;
    sim::JudgedWorld last{model};
    (void)sim::replay(model, trace, [&](const sim::ReplayStep& step) {
        shown.rows.push_back(sim::make_row(model, step));
        last = step.after;
    });
    shown.conclusion = sim::conclusion(trace, shown.rows, last);
    return shown;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

constexpr const char* kLanded = "go-42777-landed.no-false-refusal.trace.json";

}  // namespace

TEST_CASE("conclusion: what was broken, what it means, and by whom", "[trace]") {
    const std::string text = show(kLanded).conclusion;
    CAPTURE(text);
    CHECK(contains(text, "no-false-refusal violated: 9113/5.1.2, I1\n"));
    CHECK(contains(text, std::string{sim::find_property("no-false-refusal")->meaning}));
    CHECK(contains(text,
                   "At step 16: open streams are 1 for the client, 1 on the wire; the "
                   "server counts 1 of 1."));
    CHECK(contains(text, "client: kept to RFC 9113\n"));
    CHECK(contains(text,
                   "server: broke 9113/5.1.2 at step 16, stream 3: only a stream that exceeds the "
                   "advertised limit is an error for exceeding it\n"));
}

TEST_CASE("conclusion: REFUSED_STREAM is allowed, a greedy client is named", "[trace]") {
    const std::string refused = show("refused-stream.no-false-refusal.trace.json").conclusion;
    CHECK(contains(refused, "client: kept to RFC 9113\n"));
    CHECK(contains(refused, "server: kept to RFC 9113\n"));
    const std::string greedy =
        show("release-at-write-start-greedy.admitted-within-limit.trace.json").conclusion;
    CHECK(contains(greedy, "client: broke 9113/5.1.2 at step "));
    const std::string late = show("late-data.late-frames-tolerated.trace.json").conclusion;
    CHECK(contains(late, "server: did not follow 9113/5.4.1 at step 11, stream 1: "));
}

TEST_CASE("conclusion: a client that exceeds its limit is told what it takes no account of",
          "[trace]") {
    const std::string early =
        show("client-frees-slot-early.client-within-limit.trace.json").conclusion;
    CHECK(contains(early, "The client has 2 streams open; its limit is 1.\n"));
    CHECK(contains(early, "The client counts 1 of the 2 streams it has open.\n"));
    CHECK(contains(early, "client: broke 9113/5.1.2 at step 4, stream 3: "));
    CHECK(contains(early, "server: kept to RFC 9113\n"));
    const std::string lowered =
        show("client-opens-when-queued.client-obeys-settings.trace.json").conclusion;
    CHECK(contains(lowered, "The client has 2 streams open; its limit is 1.\n"));
    CHECK_FALSE(contains(lowered, "The client counts"));
    const std::string lost =
        show("client-reset-overrides-response.response-kept.trace.json").conclusion;
    CHECK(contains(lost, "client: broke 9113/8.1 at step 12, stream 1: "));
    CHECK(contains(lost, "server: kept to RFC 9113\n"));
}

namespace {

// What a trace of `property` says of both peers, in a world that is asked for these properties.
std::string told(const char* name, std::initializer_list<std::string_view> asked,
                 std::string_view property) {
    const sim::Model model{races::load(name, {races::asking(asked)})};
    const sim::ScenarioOutcome outcome =
        sim::run_scenario(model, sim::options_for(model.scenario()));
    for (const sim::PropertyOutcome& each : outcome.properties) {
        if (each.property->name == property) {
            const sim::Trace trace = sim::record_trace(model, {}, each.result);
            std::vector<sim::TraceRow> rows;
            sim::JudgedWorld last{model};
            (void)sim::replay(model, trace, [&](const sim::ReplayStep& step) {
                rows.push_back(sim::make_row(model, step));
                last = step.after;
            });
            return sim::conclusion(trace, rows, last);
        }
    }
    return {};
}

}  // namespace

TEST_CASE("conclusion: whose fault it is does not depend on what else is asked", "[trace]") {
    const char* const scenario = "shutdown-single-goaway";
    const std::string alone =
        told(scenario, {"no-request-lost-in-shutdown"}, "no-request-lost-in-shutdown");
    CHECK(alone == told(scenario,
                        {"every-request-answered", "no-request-lost-in-shutdown",
                         "server-keeps-rfc", "no-deadlock"},
                        "no-request-lost-in-shutdown"));
    CHECK(contains(alone, "client: kept to RFC 9113\n"));
    CHECK(contains(alone, "server: did not follow 9113/6.8 at step "));  // SHOULD
    const auto explored = [&](std::initializer_list<std::string_view> asked) {
        return races::explore(scenario, {races::asking(asked)}).fingerprint;
    };
    CHECK(explored({"no-deadlock"}) == explored({"no-request-lost-in-shutdown"}));
}

TEST_CASE("conclusion: the fault that shows the property, then what else was broken", "[trace]") {
    const sim::Fault late{sim::Peer::server, h2::RuleId::goaway_graceful, h2::StreamId{}, 0};
    const sim::Fault first{sim::Peer::server, h2::RuleId::idle_stream, h2::StreamId{},
                           sim::bit(sim::Observation::illegal_emission)};
    const sim::Fault shows{sim::Peer::server, h2::RuleId::refused_within_limit, h2::StreamId{},
                           sim::bit(sim::Observation::false_refusal)};
    const sim::Trace trace = traces::parse(traces::text_of(kLanded));
    const sim::Model model{trace.scenario};
    const sim::JudgedWorld last{model};
    std::vector<sim::TraceRow> rows(3);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].step = i + 1;
    }
    rows[0].faults = {first};
    rows[1].faults = {late};
    CHECK(contains(sim::conclusion(trace, rows, last), "  server: broke 9113/5.1 at step 1"));
    rows[2].faults = {first, shows};
    const std::string text = sim::conclusion(trace, rows, last);
    CAPTURE(text);
    CHECK(contains(text, "  server: broke 9113/5.1.2 at step 3"));
    CHECK(contains(text, "  also server: broke 9113/5.1 at step 1"));
    CHECK(contains(text, "  also server: did not follow 9113/6.8 at step 2"));
    CHECK_FALSE(contains(text, "9113/5.1 at step 3"));
}

TEST_CASE("rows: what the server's streams are after a step that changes them", "[trace]") {
    const ShownTrace shown = show(kLanded);
    CHECK(shown.rows[2].streams == "1 half-closed (remote), counted");
    CHECK(shown.rows[10].streams == "1 closed (END_STREAM), counted");
    CHECK(shown.rows[3].streams.empty());
    CHECK(std::count_if(shown.rows.begin(), shown.rows.end(),
                        [](const auto& row) { return row.wrong; }) == 1);
    CHECK(shown.rows.back().observed ==
          std::vector<std::string>{"no-false-refusal", "no-false-refusal-weak"});
}

TEST_CASE("rows: that a closed stream is counted is seen by stream, not by sums", "[trace]") {
    // Step 14 opens stream 3: one stream is open, one is counted, and it is not the same.
    const ShownTrace shown = show(kLanded);
    for (const sim::TraceRow& row : shown.rows) {
        CAPTURE(row.step);
        CHECK(row.stale == (row.step >= 12));
    }
    CHECK(shown.rows[13].wire == shown.rows[13].server);
}
