// The rows in which people read a trace, and what all of it shows.

#include "sim/trace/trace_table.hpp"

#include <algorithm>

#include "tests/sim/races/races.hpp"
#include "tests/sim/trace/traces.hpp"

namespace {

struct Shown {
    std::vector<sim::TraceRow> rows;
    std::string conclusion;
};

Shown show(const std::string& file) {
    const sim::Trace trace = traces::parse(traces::text_of(file));
    const sim::Model model{trace.scenario};
    Shown shown;
    sim::ConnectionWorld last{model};
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
    CHECK(contains(late, "server: broke 9113/5.4.1 at step 11, stream 1: "));
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

TEST_CASE("rows: what the server's streams are after a step that changes them", "[trace]") {
    const Shown shown = show(kLanded);
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
    const Shown shown = show(kLanded);
    for (const sim::TraceRow& row : shown.rows) {
        CAPTURE(row.step);
        CHECK(row.stale == (row.step >= 12));
    }
    CHECK(shown.rows[13].wire == shown.rows[13].server);
}
