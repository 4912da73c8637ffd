// Searches at random, held against what can be computed: exact probabilities of a walk, PCT's
// bound where it is tight, and that a search with more runs begins with the same ones.

#include "sim/search/random_search.hpp"

#include <array>
#include <cmath>
#include <map>

#include <catch2/catch.hpp>

#include "sim/judge/judged_transfer.hpp"
#include "sim/run/scenario_run.hpp"
#include "sim/search/random_statistics.hpp"
#include "sim/search/replay_picks.hpp"
#include "sim/world/model.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/support/toy_worlds.hpp"

using sim::RandomAnswer;
using sim::RandomOptions;
using sim::Scheduler;

namespace {

// The exact probability that a uniform random walk makes an observation, by going through the
// whole graph from its ends. The worlds asked have no cycles.
template <sim::World W>
class ExactWalk {
  public:
    explicit ExactWalk(unsigned bit) : bit_{bit} {}

    double from(const W& world) {
        sim::Sink sink;
        W::transfer(world, sink);
        const auto octets = sink.octets();
        const std::vector<std::byte> state{octets.begin(), octets.end()};
        if (const auto known = known_.find(state); known != known_.end()) {
            return known->second;
        }
        sim::EventList<W> events;
        static_cast<const W&>(world).enabled(events);
        double sum = 0;
        for (const auto& event : events) {
            W next = world;
            const bool hit = (next.step(event) >> bit_ & 1U) != 0;
            sum += hit ? 1 : from(next);
        }
        const double probability = events.empty() ? 0 : sum / static_cast<double>(events.size());
        return known_[state] = probability;
    }

  private:
    unsigned bit_;
    std::map<std::vector<std::byte>, double> known_;
};

RandomOptions options_with(Scheduler scheduler, std::uint64_t seed, std::uint64_t runs) {
    RandomOptions options;
    options.scheduler = scheduler;
    options.seed = seed;
    options.runs = runs;
    return options;
}

double rate(const RandomAnswer& answer, std::size_t property = 0) {
    return static_cast<double>(answer.properties.at(property).hits) /
           static_cast<double>(answer.runs);
}

// How far a measured rate may be from the probability: four standard deviations.
double tolerance(double p, std::uint64_t runs) {
    return 4 * std::sqrt(p * (1 - p) / static_cast<double>(runs));
}

const std::vector<sim::PropertySpec> kFirstBit{{"bit", sim::PropertyKind::always, 0}};

// Thread 0 takes `length` steps, thread 1 two. The bug of depth 2 is thread 1's first step when
// thread 0 has taken `place`; that of depth 3 is its second one at the end of thread 0 after that.
struct Step {
    std::uint8_t thread = 0;
    bool operator==(const Step&) const = default;
};
sim::Lane lane_of(Step step) {
    return step.thread;
}
struct TwoThreads {
    using Event = Step;
    std::uint8_t length = 6;
    std::uint8_t place = 3;
    std::uint8_t taken = 0;
    std::uint8_t other = 0;
    bool met = false;

    void enabled(sim::EventList<TwoThreads>& out) const {
        if (taken < length) {
            out.push_back({0});
        }
        if (other < 2) {
            out.push_back({1});
        }
    }
    sim::Observations step(Step step) {
        if (step.thread == 0) {
            ++taken;
            return 0;
        }
        ++other;
        if (other == 1) {
            met = taken == place;
            return met ? 1U : 0U;
        }
        return met && taken == length ? 2U : 0U;
    }
    [[nodiscard]] bool finished() const { return true; }
    [[nodiscard]] bool satisfied() const { return true; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        archive.scalars(self.taken, self.other, self.met);
    }
};

// Thread 0 takes four steps and thread 1 one; the state remembers their order. Bit 0: thread 1 is
// last.
struct Order {
    using Event = Step;
    std::uint8_t left = 4;
    std::uint8_t other = 1;
    std::uint8_t order = 0;

    void enabled(sim::EventList<Order>& out) const {
        if (left > 0) {
            out.push_back({0});
        }
        if (other > 0) {
            out.push_back({1});
        }
    }
    sim::Observations step(Step step) {
        --(step.thread == 0 ? left : other);
        order = static_cast<std::uint8_t>(order << 1U | step.thread);
        return step.thread == 1 && left == 0 ? 1U : 0U;
    }
    [[nodiscard]] bool finished() const { return true; }
    [[nodiscard]] bool satisfied() const { return true; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        archive.scalars(self.left, self.other, self.order);
    }
};

// n threads of two steps; who goes first?
struct ManyThreads {
    using Event = Step;
    std::array<std::uint8_t, 5> left{2, 2, 2, 2, 2};
    bool begun = false;

    void enabled(sim::EventList<ManyThreads>& out) const {
        for (std::uint8_t i = 0; i < left.size(); ++i) {
            if (left.at(i) > 0) {
                out.push_back({i});
            }
        }
    }
    sim::Observations step(Step step) {
        --left.at(step.thread);
        const bool first = !begun && step.thread == 4;
        begun = true;
        return first ? 1U : 0U;
    }
    [[nodiscard]] bool finished() const { return true; }
    [[nodiscard]] bool satisfied() const { return true; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        for (auto& each : self.left) {
            archive.scalar(each);
        }
        archive.scalar(self.begun);
    }
};

}  // namespace

TEST_CASE("a uniform walk hits as often as the graph says", "[sim][random][rate]") {
    for (const auto& [reads, writes] : {std::pair{1, 1}, {3, 2}, {4, 7}}) {
        const toys::Grid grid{static_cast<std::uint16_t>(reads),
                              static_cast<std::uint16_t>(writes)};
        const double exact = ExactWalk<toys::Grid>{0}.from(grid);
        const auto answer =
            random_search(grid, kFirstBit, options_with(Scheduler::uniform, 3, 20'000));
        CAPTURE(reads, writes, exact);
        CHECK(rate(answer) == Approx(exact).margin(tolerance(exact, 20'000)));
        CHECK(answer.states == static_cast<std::uint64_t>((reads + 1) * (writes + 1)));
        CHECK(answer.longest == static_cast<std::uint64_t>(reads + writes));
        CHECK(answer.steps == answer.longest * 20'000);
    }
}

TEST_CASE("a uniform walk of a scenario hits as often as the graph says", "[sim][random][rate]") {
    const auto name = GENERATE("go-42777-landed", "go-42777-before", "completions-first",
                               "release-at-return", "tomcat-headers-only");
    const sim::Model model{races::load(name)};
    const auto bit = static_cast<unsigned>(sim::Observation::false_refusal);
    const double exact = ExactWalk<sim::JudgedWorld>{bit}.from(sim::JudgedWorld{model});
    CAPTURE(name, exact);
    for (const std::uint64_t seed : {1U, 2U}) {
        const auto answer =
            random_search(sim::JudgedWorld{model}, {{"x", sim::PropertyKind::always, bit}},
                          options_with(Scheduler::uniform, seed, 10'000));
        CHECK(rate(answer) == Approx(exact).margin(tolerance(exact, 10'000)));
        const auto hits = answer.properties[0].hits;
        CHECK(sim::clopper_pearson(hits, 10'000, 0.9999).low <= exact);
        CHECK(sim::clopper_pearson(hits, 10'000, 0.9999).high >= exact);
    }
}

TEST_CASE("PCT finds with the probability of its bound where the bound is tight",
          "[sim][random][pct][rate]") {
    constexpr std::uint64_t kRuns = 40'000;
    const std::vector<sim::PropertySpec> specs{{"depth 2", sim::PropertyKind::always, 0},
                                               {"depth 3", sim::PropertyKind::always, 1}};
    for (const std::uint8_t place : {std::uint8_t{1}, std::uint8_t{3}, std::uint8_t{5}}) {
        const TwoThreads world{6, place};
        RandomOptions options = options_with(Scheduler::pct, 9, kRuns);
        options.pct_depth = 2;
        const RandomAnswer two = random_search(world, specs, options);
        REQUIRE(two.pct);
        CHECK(*two.pct == sim::PctFigures{2, 8, 2, 0});
        const double bound = sim::pct_bound(2, 8, 2);
        CHECK(rate(two) == Approx(bound).margin(tolerance(bound, kRuns)));
        CHECK(two.properties[1].hits == 0U);  // one change point is not enough

        options.pct_depth = 3;
        const RandomAnswer three = random_search(world, specs, options);
        const double deeper = sim::pct_bound(2, 8, 3);
        CHECK(rate(three, 1) == Approx(deeper).margin(tolerance(deeper, kRuns)));
        CHECK(rate(three) >= deeper);
    }
}

TEST_CASE("PCT of depth 1 is a permutation of the threads", "[sim][random][pct][rate]") {
    RandomOptions options = options_with(Scheduler::pct, 4, 20'000);
    options.pct_depth = 1;
    const RandomAnswer answer = random_search(ManyThreads{}, kFirstBit, options);
    CHECK(*answer.pct == sim::PctFigures{5, 10, 1, 0});
    CHECK(rate(answer) == Approx(0.2).margin(tolerance(0.2, 20'000)));
    CHECK(answer.schedules == 120U);  // one thread to its end, then another one
}

TEST_CASE("PCT's bound holds for the race of golang/go#42777", "[sim][random][pct][rate]") {
    const sim::Model model{races::load("go-42777-landed")};
    const auto bit = static_cast<unsigned>(sim::Observation::false_refusal);
    for (const std::uint32_t depth : {2U, 3U, 4U, 5U}) {
        RandomOptions options = options_with(Scheduler::pct, 1, 4000);
        options.pct_depth = depth;
        const RandomAnswer answer = random_search(sim::JudgedWorld{model},
                                                  {{"x", sim::PropertyKind::always, bit}}, options);
        const double bound = sim::pct_bound(answer.pct->lanes, answer.pct->steps, depth);
        CAPTURE(depth, bound, answer.pct->lanes, answer.pct->steps);
        CHECK(answer.properties[0].hits > 0U);
        CHECK(rate(answer) >= bound - tolerance(bound, 4000));
    }
}

TEST_CASE("POS draws again for a race and only for a race", "[sim][random][pos][rate]") {
    const RandomOptions options = options_with(Scheduler::pos, 2, 20'000);
    // One write and four reads commute until the last read. The write is last if its priority is
    // the lowest of five.
    const auto apart = random_search(toys::Grid{4, 1}, kFirstBit, options);
    CHECK(1 - rate(apart) == Approx(0.2).margin(tolerance(0.2, 20'000)));
    // Where the state remembers the order, every pair is a race: an even chance, four times.
    const auto race = random_search(Order{}, kFirstBit, options);
    CHECK(rate(race) == Approx(1 / 16.0).margin(tolerance(1 / 16.0, 20'000)));
}

TEST_CASE("all schedulers find the race, and none breaks the fix", "[sim][random]") {
    const auto scheduler = GENERATE(Scheduler::uniform, Scheduler::pct, Scheduler::pos);
    CAPTURE(name(scheduler));
    for (const auto& [name, is_racy] :
         {std::pair{"go-42777-landed", true}, {"release-at-write-start", false}}) {
        const sim::Model model{races::load(name)};
        const sim::JudgedWorld world{model};
        const auto specs = sim::specs_for(sim::asked_of(model.scenario()));
        const auto answer = random_search(world, specs, options_with(scheduler, 1, 2000));
        CAPTURE(name);
        CHECK(answer.runs == 2000U);
        CHECK(answer.bound == sim::Bound::none);
        CHECK(answer.cut == 0U);
        for (const sim::RandomHits& hits : answer.properties) {
            if (hits.spec.name == "no-false-refusal") {
                CHECK((hits.hits > 0) == is_racy);
            }
            if (hits.hits > 0 && hits.spec.kind == sim::PropertyKind::always) {
                sim::JudgedWorld copy = world;
                const sim::Replayed replayed = replay_picks(copy, hits.picks);
                CHECK(replayed.complete);
                CHECK((replayed.last >> hits.spec.observation_bit & 1U) == 1U);
            }
        }
        CHECK(answer.states <= *model.scenario().pinned.states);
    }
}

TEST_CASE("a run depends on the seed and its number alone", "[sim][random]") {
    const sim::Model model{races::load("go-42777-landed")};
    const sim::JudgedWorld world{model};
    const auto specs = sim::specs_for(sim::asked_of(model.scenario()));
    const RandomOptions options = options_with(Scheduler::uniform, 6, 600);
    using Search =
        sim::detail::RandomSearch<sim::JudgedWorld, sim::UniformScheduler<sim::JudgedWorld>>;
    const RandomAnswer whole = random_search(world, specs, options);
    const RandomAnswer head = Search{world, specs, options}.run(0, 250);
    const RandomAnswer tail = Search{world, specs, options}.run(250, 350);

    CHECK(head.steps + tail.steps == whole.steps);
    for (std::size_t i = 0; i < specs.size(); ++i) {
        CHECK(head.properties[i].hits + tail.properties[i].hits == whole.properties[i].hits);
    }
    CHECK(random_search(world, specs, options) == whole);
    CHECK(random_search(world, specs, options_with(Scheduler::uniform, 7, 600)) != whole);
}

TEST_CASE("the figures of a seed are pinned", "[sim][random]") {
    const sim::Model model{races::load("go-42777-landed")};
    const auto specs = sim::specs_for(sim::asked_of(model.scenario()));
    const auto figures = [&](Scheduler scheduler) {
        const auto answer =
            random_search(sim::JudgedWorld{model}, specs, options_with(scheduler, 1, 1000));
        return std::array<std::uint64_t, 4>{answer.properties[0].hits, answer.steps, answer.states,
                                            answer.schedules};
    };
    using Figures = std::array<std::uint64_t, 4>;
    CHECK(figures(Scheduler::uniform) == Figures{74, 29'275, 76, 937});
    CHECK(figures(Scheduler::pct) == Figures{286, 27'591, 76, 426});
    CHECK(figures(Scheduler::pos) == Figures{203, 28'272, 76, 763});
}
