// How two traces differ: what they claim, which steps both have, and what their worlds do.

#include "sim/trace/trace_difference.hpp"

#include <algorithm>
#include <chrono>

#include "sim/promises/properties.hpp"
#include "sim/trace/refit.hpp"
#include "sim/trace/world_difference.hpp"
#include "tests/sim/trace/drawn.hpp"

namespace {

using sim::StepChange;
using Compared = std::vector<sim::ComparedStep>;

sim::Trace committed_landed() {
    return drawn::trace_of(drawn::kLanded);
}

// A trace of steps that only have words.
sim::Trace in_words(const std::vector<std::string>& words) {
    sim::Trace trace = committed_landed();
    trace.steps.clear();
    for (const std::string& each : words) {
        trace.steps.push_back({0, each, "", std::nullopt});
    }
    return trace;
}

// The same steps, one of them later, recorded anew; nothing if the world does not allow it.
std::optional<sim::Trace> with_moved(const sim::Trace& trace, std::size_t from, std::size_t to) {
    sim::Trace moved = trace;
    const auto begin = moved.steps.begin() + static_cast<std::ptrdiff_t>(from);
    std::rotate(begin, begin + 1, moved.steps.begin() + static_cast<std::ptrdiff_t>(to) + 1);
    sim::Refit refit = sim::refit(sim::Model{trace.scenario}, trace.document, moved);
    return refit.all_taken() ? std::optional{std::move(refit.trace)} : std::nullopt;
}

std::size_t first_step_with(const sim::Trace& trace, const std::string& property) {
    const auto wanted = sim::bit(sim::find_property(property)->observation);
    std::size_t first = 0;
    (void)sim::replay(sim::Model{trace.scenario}, trace, [&](const sim::ReplayStep& step) {
        first = first == 0 && (step.after.observed & wanted) != 0 ? step.number : first;
    });
    return first;
}

// Two neighbours of the trace that may come in either order: the index of the first.
std::size_t independent(const sim::Trace& trace) {
    for (std::size_t i = 0; i + 2 < trace.steps.size(); ++i) {
        if (with_moved(trace, i, i + 1)) {
            return i;
        }
    }
    FAIL("no two neighbours may change places");
    return 0;
}

}  // namespace

TEST_CASE("trace difference: every committed trace is itself", "[trace][diff]") {
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        const sim::TraceDifference found = sim::difference(trace, trace);
        CHECK(found.none());
        CHECK(found.same_world());
        CHECK(found.count(StepChange::same) == trace.steps.size());
        CHECK_FALSE(found.by_words);
        const sim::WorldDifference worlds = sim::world_difference(trace, trace, true);
        CHECK(worlds.beginning.empty());
        CHECK_FALSE(worlds.parting);
        CHECK_FALSE(worlds.meeting);
        CHECK(worlds.ends.empty());
        CHECK(worlds.first == worlds.second);
        for (const sim::ShownProperty& shown : worlds.first.shown) {
            CHECK(shown.step == first_step_with(trace, shown.name));
        }
    }
}

TEST_CASE("trace difference: whatever a trace says makes a difference", "[trace][diff]") {
    const sim::Trace trace = committed_landed();
    const auto changed = [&](const auto& change) {
        sim::Trace other = trace;
        change(other);
        return sim::difference(trace, other);
    };
    using Claims = std::vector<sim::ClaimDifference>;
    CHECK(changed([](sim::Trace& t) { t.property = "no-deadlock"; }).claims ==
          Claims{{"property", "no-false-refusal", "no-deadlock"}});
    CHECK(changed([](sim::Trace& t) { t.verdict = sim::PropertyVerdict::unknown; }).claims ==
          Claims{{"verdict", "violated", "unknown"}});
    CHECK(changed([](sim::Trace& t) { t.shortest = false; }).claims ==
          Claims{{"shortest", "true", "false"}});
    CHECK(changed([](sim::Trace& t) { t.h2sim = "9.9.9"; }).claims ==
          Claims{{"h2sim", trace.h2sim, "9.9.9"}});
    CHECK(changed([](sim::Trace& t) { t.states = 0; }).claims ==
          Claims{{"states", std::to_string(trace.states), ""}});
    CHECK(changed([](sim::Trace& t) { t.document["limit"] = 7; }).scenario.size() == 1);

    const auto common = [&](const auto& change) {
        const sim::TraceDifference found = changed([&](sim::Trace& t) { change(t.steps[7]); });
        CHECK(found.count(StepChange::same) == trace.steps.size());
        CHECK_FALSE(found.none());
        return found.common;
    };
    using Common = sim::CommonDifferences;
    CHECK(common([](sim::TraceStep& s) { s.name += "!"; }) == Common{1, 0, 0, 0});
    CHECK(common([](sim::TraceStep& s) { s.action->to.clear(); }) == Common{0, 1, 0, 0});
    CHECK(common([](sim::TraceStep& s) { s.action->from.clear(); }) == Common{0, 1, 0, 0});
    CHECK(common([](sim::TraceStep& s) { ++s.pick; }) == Common{0, 0, 1, 0});
    CHECK(common([](sim::TraceStep& s) { s.digest = std::string(32, '0'); }) == Common{0, 0, 0, 1});
}

TEST_CASE("trace difference: a step is what it does, in every part of it", "[trace][diff]") {
    const sim::Trace trace = committed_landed();
    const auto other_step = [&](const auto& change) {
        sim::Trace other = trace;
        change(*other.steps[4].action);
        return sim::difference(trace, other).count(StepChange::removed);
    };
    CHECK(other_step([](sim::ActionRecord& a) { a.actor = "time"; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.thread = "writer"; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.number = 9; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.verb = "drop"; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.stream = 9; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.frame = "PING"; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.completes = "buffer"; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.count = 9; }) == 1);
    CHECK(other_step([](sim::ActionRecord& a) { a.limit = 9; }) == 1);
    CHECK(other_step([](sim::ActionRecord&) {}) == 0);
}

TEST_CASE("trace difference: steps only here, only there, and moved", "[trace][diff]") {
    const auto compared = [](const std::vector<std::string>& first,
                             const std::vector<std::string>& second) {
        const sim::TraceDifference found = sim::difference(in_words(first), in_words(second));
        CHECK(found.by_words == !(first.empty() && second.empty()));
        return found.steps;
    };
    CHECK(compared({"a", "b", "c"}, {"a", "x", "c", "d"}) == Compared{{StepChange::same, 1, 1},
                                                                      {StepChange::removed, 2, 0},
                                                                      {StepChange::added, 0, 2},
                                                                      {StepChange::same, 3, 3},
                                                                      {StepChange::added, 0, 4}});
    CHECK(compared({"a", "b", "c", "d"}, {"b", "c", "d", "a"}) ==
          Compared{{StepChange::moved_away, 1, 4},
                   {StepChange::same, 2, 1},
                   {StepChange::same, 3, 2},
                   {StepChange::same, 4, 3},
                   {StepChange::moved_here, 1, 4}});
    // Of three that are gone and two that are new, two have moved.
    const Compared twice = compared({"x", "x", "x", "a", "b"}, {"a", "b", "x", "x"});
    CHECK(std::count_if(twice.begin(), twice.end(), [](const sim::ComparedStep& step) {
              return step.change == StepChange::removed;
          }) == 1);
    CHECK(compared({}, {}).empty());
    CHECK(compared({}, {"a"}) == Compared{{StepChange::added, 0, 1}});
}

TEST_CASE("trace difference: words decide where one of the traces has no actions",
          "[trace][diff]") {
    const sim::Trace trace = committed_landed();
    sim::Trace old = trace;
    old.steps[3].action.reset();
    const sim::TraceDifference found = sim::difference(old, trace);
    CHECK(found.by_words);
    CHECK(found.none());
    old.steps[3].name = "request 1: gives away HEADERS";
    CHECK(sim::difference(old, trace).count(StepChange::removed) == 1);
}

TEST_CASE("trace difference: two orders of one world part and meet", "[trace][diff]") {
    const sim::Trace trace = committed_landed();
    const std::size_t at = independent(trace);
    const sim::Trace other = *with_moved(trace, at, at + 1);
    const sim::TraceDifference found = sim::difference(trace, other);
    CHECK_FALSE(found.none());
    CHECK(found.same_world());
    CHECK(found.count(StepChange::moved_away) == 1);
    CHECK(found.count(StepChange::moved_here) == 1);
    CHECK(found.count(StepChange::same) == trace.steps.size() - 1);

    const sim::WorldDifference worlds = sim::world_difference(trace, other, true);
    REQUIRE(worlds.parting);
    CHECK(worlds.parting->step == at + 1);
    CHECK_FALSE(worlds.parting->changes.empty());
    CHECK(worlds.meeting == sim::Meeting{at + 2, at + 2});
    CHECK(worlds.ends.empty());
    CHECK(worlds.beginning.empty());
}

TEST_CASE("trace difference: a trace that ends earlier", "[trace][diff]") {
    const sim::Trace trace = committed_landed();
    sim::Trace shorter = trace;
    shorter.steps.pop_back();
    const sim::WorldDifference worlds = sim::world_difference(trace, shorter, true);
    CHECK_FALSE(worlds.parting);
    CHECK_FALSE(worlds.ends.empty());
    const auto shows = [](const sim::TraceRun& run, const std::string& property) {
        const auto found =
            std::find_if(run.shown.begin(), run.shown.end(),
                         [&](const sim::ShownProperty& each) { return each.name == property; });
        return found == run.shown.end() ? std::size_t{0} : found->step;
    };
    CHECK(shows(worlds.first, "no-false-refusal") == trace.steps.size());
    CHECK(shows(worlds.second, "no-false-refusal") == 0);
    CHECK(shows(worlds.second, "closed-but-counted") == 13);
    CHECK(worlds.first.end == sim::RunEnd::open);

    const sim::Trace stuck = drawn::trace_of(drawn::kDeadlock);
    CHECK(sim::world_difference(stuck, stuck, true).first.end == sim::RunEnd::deadlock);
}

TEST_CASE("trace difference: two designs are compared by what they have in common",
          "[trace][diff]") {
    const sim::Trace before = drawn::trace_of("go-42777-before.no-false-refusal");
    const sim::Trace landed = committed_landed();
    const sim::TraceDifference found = sim::difference(before, landed);
    CHECK_FALSE(found.same_world());
    CHECK(found.scenario.front() ==
          sim::KeyDifference{"server.before_read", "nothing", "drain", true});
    CHECK(found.count(StepChange::same) == landed.steps.size());
    const sim::WorldDifference worlds = sim::world_difference(before, landed, false);
    CHECK(worlds.beginning.empty());
    CHECK_FALSE(worlds.parting);
    CHECK(worlds.ends.empty());

    // A larger limit is there from the beginning, and no difference of later states.
    sim::Trace larger = landed;
    larger.document["limit"] = 2;
    larger.scenario.limit = 2;
    const sim::Refit refit = sim::refit(sim::Model{larger.scenario}, larger.document, landed);
    REQUIRE(refit.trace.steps.size() > 3);
    const sim::WorldDifference limits = sim::world_difference(landed, refit.trace, false);
    CHECK(
        std::any_of(limits.beginning.begin(), limits.beginning.end(), [](const sim::Change& each) {
            return each == sim::Change{"the server's limit", "1", "2"};
        }));
    REQUIRE(limits.parting);
    CHECK(limits.parting->step == 16);  // where the other one refuses
    CHECK(limits.parting->changes.front() == sim::Change{"counted by the server", "1", "2"});
    CHECK_FALSE(limits.meeting);
}

TEST_CASE("trace difference: long traces take no longer than their steps", "[trace][diff]") {
    constexpr std::size_t kSteps = 10'000;
    std::vector<std::string> words(kSteps);
    for (std::size_t i = 0; i < kSteps; ++i) {
        words[i] = "client: step " + std::to_string(i);
    }
    const std::vector<std::string> backwards{words.rbegin(), words.rend()};
    const auto begin = std::chrono::steady_clock::now();
    const sim::TraceDifference found = sim::difference(in_words(words), in_words(backwards));
    CHECK(found.count(StepChange::same) == 1);
    CHECK(found.count(StepChange::moved_away) == kSteps - 1);
    CHECK(found.steps.size() == 2 * kSteps - 1);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{20});
}
