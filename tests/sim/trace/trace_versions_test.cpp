// Traces of other versions of h2sim: where the events and the verdict agree they replay, and what
// differs is said; where they do not, it is said why that may be.

#include <catch2/catch.hpp>

#include "sim/trace/replay.hpp"
#include "sim/trace/trace_search.hpp"
#include "sim/trace/trace_table.hpp"
#include "sim/world/version.hpp"
#include "tests/sim/trace/traces.hpp"

using Catch::Contains;
using nlohmann::json;

namespace {

const std::string& landed_version() {
    static const std::string text = traces::text_of("go-42777-landed.no-false-refusal.trace.json");
    return text;
}

sim::Trace landed(std::string h2sim, unsigned states) {
    sim::Trace trace = traces::parse(landed_version());
    trace.h2sim = std::move(h2sim);
    trace.states = states;
    return trace;
}

sim::ReplayOutcome replayed_version(const sim::Trace& trace, std::size_t until = 0) {
    const sim::Model model{trace.scenario};
    return sim::replay(model, trace, [](const sim::ReplayStep&) {}, until);
}

const std::string kOurs{sim::version()};

}  // namespace

TEST_CASE("versions: what is a version, and which is newer", "[trace]") {
    using sim::is_newer;
    using sim::is_version;
    CHECK(is_version(sim::version()));
    for (const char* good : {"0.1.0", "10.20.30", "1.2.3-rc.1", "1.2.3+local-2", "999999999.0.0"}) {
        CAPTURE(good);
        CHECK(is_version(good));
    }
    for (const char* bad :
         {"", "1", "1.2", "1.2.", "1.2.3.4", ".1.2", "1..2", "v1.2.3", "1.2.3-", "1.2.3 ",
          "1.2.3-\x1b[31m", "1.2.3-ä", "-1.2.3", "1.2.3rc", "1000000000.0.0", "1.2.3+a_b"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_version(bad));
    }
    CHECK_FALSE(is_version("1.2.3-" + std::string(60, 'a')));
    CHECK(is_newer("0.2.0", "0.1.9"));
    CHECK(is_newer("0.10.0", "0.9.0"));
    CHECK(is_newer("1.0.0", "0.999.999"));
    CHECK_FALSE(is_newer("0.1.0", "0.1.0"));
    CHECK_FALSE(is_newer("0.1.0-rc.1", "0.1.0"));
    CHECK_FALSE(is_newer("0.0.9", "0.1.0"));
}

TEST_CASE("versions: a digest that differs is an error in a trace of ours", "[trace]") {
    sim::Trace trace = landed(kOurs, sim::kStateVersion);
    trace.steps[7].digest[0] = trace.steps[7].digest[0] == '0' ? '1' : '0';
    const auto outcome = replayed_version(trace);
    REQUIRE(outcome.divergence);
    CHECK(outcome.divergence->step == 8);
    CHECK(outcome.digests_from == 0);
    CHECK(sim::digests_text(trace, outcome).empty());
}

TEST_CASE("versions: in a trace of others it is told, with the reason", "[trace]") {
    struct Case {
        std::string h2sim;
        unsigned states;
        std::string text;
    };
    const Case cases[] = {
        {"0.0.9", sim::kStateVersion + 1,
         "Digests from step 8 on differ: h2sim 0.0.9 wrote the trace, and its states had other "
         "fields; every event and the verdict agree."},
        {kOurs, sim::kStateVersion + 1,
         "Digests from step 8 on differ: h2sim " + kOurs +
             " wrote the trace, and its states had other fields; every event and the verdict "
             "agree."},
        {"0.0.9", sim::kStateVersion,
         "Digests from step 8 on differ: h2sim 0.0.9 wrote the trace, and something that no event "
         "shows has changed since; every event and the verdict agree."},
        {"", 0,
         "Digests from step 8 on differ: a version of h2sim that it does not name wrote the trace, "
         "and its states may have had other fields; every event and the verdict agree."},
    };
    for (const Case& each : cases) {
        CAPTURE(each.text);
        sim::Trace trace = landed(each.h2sim, each.states);
        trace.steps[7].digest = std::string(32, '0');
        trace.steps[15].digest = std::string(32, '0');
        const auto outcome = replayed_version(trace);
        CHECK_FALSE(outcome.divergence);
        CHECK(outcome.steps == 16);
        CHECK(outcome.digests_from == 8);
        CHECK(sim::digests_text(trace, outcome) == each.text);
        CHECK_THAT(sim::digests_text(trace, replayed_version(trace, 9)),
                   Contains("; every event so far agrees."));
        trace.steps[10].pick = 50;
        CHECK_THAT(sim::digests_text(trace, replayed_version(trace)),
                   Contains("; the events up to there agree."));
    }
    const sim::Trace same = landed("0.0.9", 7);
    CHECK(sim::digests_text(same, replayed_version(same)).empty());
}

TEST_CASE("versions: events and verdicts decide in every trace, with the reason", "[trace]") {
    const std::string reason =
        "\n  h2sim 0.0.9 wrote the trace, this is h2sim " + kOurs +
        ": its events may have had other "
        "names, another order or\n  other consequences. h2sim explore --trace-out records it "
        "again.";
    sim::Trace renamed = landed("0.0.9", 1);
    renamed.steps[2].name = "loop: handles HEADERS 1";
    renamed.steps[2].action.reset();  // from before actions were recorded: the words decide
    REQUIRE(replayed_version(renamed).divergence);
    CHECK(replayed_version(renamed).divergence->step == 3);
    CHECK(replayed_version(renamed).divergence->reason ==
          "event 0 is \"loop: handles HEADERS 1\" in the trace and \"loop: processes HEADERS 1 "
          "END_STREAM\" in this world; enabled are:\n    0  loop: processes HEADERS 1 END_STREAM" +
              reason);

    sim::Trace moved = landed("0.0.9", 1);
    moved.steps[12].pick = static_cast<sim::Pick>(1 - moved.steps[12].pick);
    REQUIRE(replayed_version(moved).divergence);
    CHECK(replayed_version(moved).divergence->step == 13);
    CHECK_THAT(replayed_version(moved).divergence->reason,
               Contains("in this world; here that is event "));
    CHECK_THAT(replayed_version(moved).divergence->reason, Catch::EndsWith(reason));

    sim::Trace shorter = landed("0.0.9", 1);
    shorter.steps.pop_back();
    REQUIRE(replayed_version(shorter).divergence);
    CHECK(replayed_version(shorter).divergence->step == 16);
    CHECK(replayed_version(shorter).divergence->reason ==
          "the last step does not show no-false-refusal" + reason);

    shorter.h2sim = kOurs;
    CHECK(replayed_version(shorter).divergence->reason ==
          "the last step does not show no-false-refusal");
}

TEST_CASE("versions: keys that a newer h2sim has written are ignored and told", "[trace]") {
    json document = json::parse(landed_version());
    document["h2sim"] = "999.2.0";
    document["zoom"] = 1;
    document["steps"][3]["thread"] = "loop";
    document["steps"][3]["a/b"] = nullptr;
    const sim::Trace trace = traces::parse(document.dump(2));
    CHECK(trace.ignored == std::vector<std::string>{"/steps/3/a~1b", "/steps/3/thread", "/zoom"});
    CHECK_FALSE(replayed_version(trace).divergence);
    CHECK_THAT(sim::to_json_text(trace), !Contains("zoom"));

    for (const std::string& version : {std::string{"0.0.9"}, kOurs, kOurs + "-rc.1"}) {
        CAPTURE(version);
        document["h2sim"] = version;
        const auto refused = sim::parse_trace(document.dump(2), "t.json");
        REQUIRE_FALSE(refused);
        CHECK(refused.error().size() == 3);
    }
    document.erase("h2sim");
    CHECK_FALSE(sim::parse_trace(document.dump(2), "t.json"));
}

TEST_CASE("versions: what cannot be ignored says that a newer h2sim is needed", "[trace]") {
    const std::string hint =
        "h2sim 999.2.0 wrote this trace, this is h2sim " + kOurs + ": read it there";
    for (const char* patch :
         {R"({"scenario": {"weather": "rain"}})", R"({"property": "no-rain"})",
          R"({"verdict": "likely"})", R"({"scenario": {"server": {"loop": "threefold"}}})"}) {
        CAPTURE(patch);
        json document = json::parse(landed_version());
        document.merge_patch(json::parse(patch));
        const auto old = sim::parse_trace(document.dump(2), "t.json");
        REQUIRE_FALSE(old);
        CHECK_THAT(old.error()[0].hint, !Contains("wrote this trace"));
        document["h2sim"] = "999.2.0";
        const auto parsed = sim::parse_trace(document.dump(2), "t.json");
        REQUIRE_FALSE(parsed);
        CHECK_THAT(parsed.error()[0].hint, Catch::EndsWith(hint));
    }
}

TEST_CASE("trace: one that claims nothing replays as far as it goes", "[trace]") {
    json document = json::parse(landed_version());
    document["verdict"] = "unknown";
    document["shortest"] = false;
    for (std::size_t length = 16;; --length) {
        const sim::Trace trace = traces::parse(document.dump(2));
        CHECK(trace.verdict == sim::PropertyVerdict::unknown);
        CHECK(trace.steps.size() == length);
        const auto outcome = replayed_version(trace);
        CHECK_FALSE(outcome.divergence);
        CHECK(outcome.steps == length);
        CHECK(json::parse(sim::to_json_text(trace)).at("verdict") == "unknown");
        if (length == 0) {
            break;
        }
        document["steps"].erase(length - 1);
    }
    document["steps"] = json::array({{{"pick", 5}, {"name", "x"}}});
    CHECK(replayed_version(traces::parse(document.dump(2))).divergence);
}

TEST_CASE("trace: the words for one that claims nothing", "[trace]") {
    sim::Trace trace = landed("", 0);
    trace.verdict = sim::PropertyVerdict::unknown;
    trace.steps.resize(12);
    const sim::Model model{trace.scenario};
    std::vector<sim::TraceRow> rows;
    sim::JudgedWorld last{model};
    (void)sim::replay(model, trace, [&](const sim::ReplayStep& step) {
        rows.push_back(sim::make_row(model, step));
        last = step.after;
    });
    const std::string text = sim::conclusion(trace, rows, last);
    CHECK_THAT(text, Contains("The trace claims nothing about no-false-refusal.\n"));
    CHECK_THAT(text, Contains("The server still counts stream 1, which is closed on the wire."));
    CHECK_THAT(text, !Contains("violated"));
    CHECK(sim::point_of_no_return(model, trace).kind == sim::NoReturn::Kind::nothing);
}
