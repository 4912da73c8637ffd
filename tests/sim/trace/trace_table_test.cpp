// The table in which people read a trace.

#include "sim/trace/trace_table.hpp"

#include <algorithm>

#include "tests/sim/races/races.hpp"
#include "tests/sim/trace/traces.hpp"

namespace {

struct Shown {
    std::vector<sim::TraceRow> rows;
    std::string table;
    std::string conclusion;
};

Shown show(const std::string& file, sim::TableStyle style = {}) {
    const sim::Trace trace = traces::parse(traces::text_of(file));
    const sim::Model model{trace.scenario};
    Shown shown;
    sim::ConnectionWorld last{model};
    (void)sim::replay(model, trace, [&](const sim::ReplayStep& step) {
        shown.rows.push_back(sim::make_row(model, step));
        last = step.after;
    });
    shown.table = sim::to_table(shown.rows, trace.scenario.limit, style);
    shown.conclusion = sim::conclusion(trace, shown.rows, last);
    return shown;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

constexpr const char* kLanded = "go-42777-landed.no-false-refusal.trace.json";

}  // namespace

TEST_CASE("table: the counterexample of the landed fix, line by line", "[trace]") {
    const auto lines = lines_of(show(kLanded).table);
    REQUIRE(lines.size() == 17);
    // clang-format off
    CHECK(lines[0] ==
          " step  actor      event                                       streams at the ser"
          "ver            client wire server/1  verdict");
    CHECK(lines[1] ==
          "    1  client     sends HEADERS 1 END_STREAM                                    "
          "                    1    1        0");
    CHECK(lines[3] ==
          "    3  loop       processes HEADERS 1 END_STREAM              1 half-closed (rem"
          "ote), counted       1    1        1  accept");
    CHECK(lines[12] ==
          "   12  writer     makes DATA 1 len=4096 END_STREAM visible                      "
          "                    1    0        1");
    CHECK(lines[13] ==
          "   13  client     receives DATA 1 len=4096 END_STREAM                           "
          "                    0    0        1  accept");
    CHECK(lines[16] ==
          "   16  loop       processes HEADERS 3 END_STREAM                                "
          "                    1    1        1  stream error PROTOCOL_ERROR 9113/5.1.2  <<<"
          " no-false-refusal  <<< no-false-refusal-weak");
    // clang-format on
}

TEST_CASE("table: columns stand below their heads in every committed trace", "[trace]") {
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const auto lines = lines_of(show(name).table);
        const std::size_t streams = lines[0].find("streams at the server");
        const std::size_t client = lines[0].find("client wire");
        REQUIRE(client != std::string::npos);
        for (std::size_t i = 1; i < lines.size(); ++i) {
            CAPTURE(lines[i]);
            REQUIRE(lines[i].size() >= client + 6);
            CHECK(lines[i].substr(0, 5) ==
                  std::string(5 - std::to_string(i).size(), ' ') + std::to_string(i));
            CHECK(lines[i].substr(streams - 2, 2) == "  ");
            CHECK(lines[i].substr(client - 2, 2) == "  ");
            CHECK(std::isdigit(static_cast<unsigned char>(lines[i][client + 5])) != 0);
            CHECK(lines[i].back() != ' ');
        }
    }
}

TEST_CASE("table: colour only where it is asked for, and only on the line that is wrong",
          "[trace]") {
    for (const std::string& name : traces::names()) {
        CHECK_FALSE(contains(show(name).table, "\x1b"));
    }
    const auto lines = lines_of(show(kLanded, {/*colour=*/true}).table);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        CHECK_FALSE(contains(lines[i], "\x1b"));
    }
    CHECK(lines.back().substr(0, 7) == "\x1b[1;31m");
    CHECK(lines.back().substr(lines.back().size() - 4) == "\x1b[0m");
}

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
