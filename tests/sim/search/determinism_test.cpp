// Every search runs its first schedule twice before it trusts its world.

#include <catch2/catch.hpp>

#include "sim/judge/judged_transfer.hpp"
#include "sim/run/scenario_run.hpp"
#include "sim/search/determinism_check.hpp"
#include "tests/sim/races/races.hpp"
#include "tests/support/toy_worlds.hpp"

namespace {

// Counts to `top`; at `fault` it looks at something that is no part of its state.
struct Leaky {
    enum class Fault : std::uint8_t { none, state, observation, enabled };
    using Event = std::uint8_t;
    int* outside = nullptr;
    Fault fault = Fault::none;
    std::uint8_t at_step = 0;
    std::uint8_t top = 10;
    std::uint8_t count = 0;
    std::uint8_t noise = 0;

    [[nodiscard]] bool leaks(Fault wanted) const { return fault == wanted && count == at_step; }
    void enabled(sim::EventList<Leaky>& out) const {
        if (count < top) {
            out.push_back(0);
        }
        if (leaks(Fault::enabled) && (*outside)++ % 2 == 0) {
            out.push_back(1);
        }
    }
    sim::Observations step(Event) {
        ++count;
        noise = leaks(Fault::state) ? static_cast<std::uint8_t>(++*outside) : noise;
        return leaks(Fault::observation) && (*outside)++ % 2 == 0 ? 1U : 0U;
    }
    [[nodiscard]] bool finished() const { return true; }
    [[nodiscard]] bool satisfied() const { return true; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        archive.scalars(self.count, self.noise);
    }
};

}  // namespace

TEST_CASE("a world that looks outside of its state is found at the step where it does",
          "[sim][determinism]") {
    using Fault = Leaky::Fault;
    int outside = 0;
    const auto disagreement = [&](Fault fault, std::uint8_t at_step, std::size_t most = 1000) {
        return sim::first_disagreement([&] { return Leaky{&outside, fault, at_step}; }, most);
    };
    CHECK(disagreement(Fault::none, 0) == std::nullopt);
    CHECK(disagreement(Fault::state, 1) == 1U);
    CHECK(disagreement(Fault::state, 7) == 7U);
    CHECK(disagreement(Fault::state, 10) == 10U);
    CHECK(disagreement(Fault::observation, 3) == 3U);
    CHECK(disagreement(Fault::enabled, 0) == 0U);
    CHECK(disagreement(Fault::enabled, 10) == 10U);
    CHECK(disagreement(Fault::state, 7, 7) == 7U);
    CHECK(disagreement(Fault::state, 7, 6) == std::nullopt);
}

TEST_CASE("a world that begins differently differs at step 0", "[sim][determinism]") {
    std::uint16_t made = 0;
    const auto fresh = [&] { return toys::Grid{++made, 2}; };
    CHECK(sim::first_disagreement(fresh) == 0U);
    CHECK_THROWS_WITH(sim::require_determinism(fresh),
                      Catch::Contains("differs in the state after step 0"));
}

TEST_CASE("a first schedule that is only longer is a disagreement too", "[sim][determinism]") {
    int outside = 0;
    bool longer = false;
    const auto fresh = [&] {
        longer = !longer;
        return Leaky{&outside, Leaky::Fault::none, 0, static_cast<std::uint8_t>(longer ? 4 : 3)};
    };
    CHECK(sim::first_disagreement(fresh) == 3U);
}

TEST_CASE("the worlds of all scenarios agree with themselves", "[sim][determinism]") {
    for (const std::string& name : races::names()) {
        CAPTURE(name);
        const sim::Model model{races::load(name)};
        CHECK(sim::first_disagreement([&] { return sim::JudgedWorld{model}; }) == std::nullopt);
    }
}
