// The slot step of each design, step by step: counts alone cannot tell a drain that takes the
// posted completion from one that does not, because neither reaches a state the other does not.

#include "tests/reference/abstract_machine.hpp"

#include <initializer_list>
#include <vector>

#include <catch2/catch.hpp>

using reference::Client;
using reference::Design;
using reference::Machine;
using Step = reference::Machine::Step;
using Steps = std::vector<Step>;

namespace {

Steps enabled_steps(const Machine& machine) {
    sim::EventList<Machine> events;
    machine.enabled(events);
    Steps steps;
    for (const Machine::Event event : events) {
        steps.push_back(event.step);
    }
    return steps;
}

void take(Machine& machine, std::initializer_list<Step> steps) {
    for (const Step step : steps) {
        sim::EventList<Machine> events;
        machine.enabled(events);
        bool taken = false;
        for (const Machine::Event event : events) {
            if (event.step == step && !taken) {
                machine.step(event);
                taken = true;
            }
        }
        REQUIRE(taken);
    }
}

// Limit 1: the client has the first response and has sent the second id, which is in the slot; the
// writer has not posted the completion yet.
Machine at_the_race(Design design) {
    Machine machine{{1, 2, 1, 1, design, Client::duplex}};
    take(machine, {Step::client_sends, Step::reader_fills_slot, Step::loop_takes_slot,
                   Step::request_finishes, Step::loop_takes_want, Step::writer_puts_frame,
                   Step::client_receives, Step::client_sends, Step::reader_fills_slot});
    return machine;
}

}  // namespace

TEST_CASE("reference: none, drain and prio refuse while the completion is not posted",
          "[reference]") {
    Machine machine = at_the_race(GENERATE(Design::none, Design::drain, Design::prio));

    CHECK(enabled_steps(machine) == Steps{Step::loop_takes_slot, Step::writer_posts_completion});
    take(machine, {Step::loop_takes_slot, Step::writer_posts_completion,
                   Step::loop_takes_completion, Step::writer_puts_frame, Step::client_receives});

    CHECK(enabled_steps(machine) == Steps{Step::writer_posts_completion});
}

TEST_CASE("reference: early admits before the completion is posted", "[reference]") {
    Machine machine = at_the_race(Design::early);

    take(machine, {Step::loop_takes_slot});

    CHECK(enabled_steps(machine) == Steps{Step::request_finishes, Step::writer_posts_completion});
}

TEST_CASE("reference: block and lazy mark the loop blocked and do nothing else until posted",
          "[reference]") {
    Machine machine = at_the_race(GENERATE(Design::block, Design::lazy));

    take(machine, {Step::loop_takes_slot});
    CHECK(enabled_steps(machine) == Steps{Step::writer_posts_completion});
    take(machine, {Step::writer_posts_completion});
    CHECK(enabled_steps(machine) == Steps{Step::loop_takes_slot});
    take(machine, {Step::loop_takes_slot});

    CHECK(enabled_steps(machine) == Steps{Step::request_finishes});
}

TEST_CASE("reference: defer leaves the slot alone until posted", "[reference]") {
    Machine machine = at_the_race(Design::defer);

    CHECK(enabled_steps(machine) == Steps{Step::writer_posts_completion});
}

TEST_CASE("reference: with a posted completion none refuses, prio serves it first", "[reference]") {
    Machine none = at_the_race(Design::none);
    Machine prio = at_the_race(Design::prio);

    take(none, {Step::writer_posts_completion});
    take(prio, {Step::writer_posts_completion});
    CHECK(enabled_steps(none) == Steps{Step::loop_takes_slot, Step::loop_takes_completion});
    CHECK(enabled_steps(prio) == Steps{Step::loop_takes_completion});
    take(none, {Step::loop_takes_slot});

    CHECK(enabled_steps(none) == Steps{Step::loop_takes_completion});
}

TEST_CASE("reference: with a posted completion drain, block, lazy and defer take it with the slot",
          "[reference]") {
    Machine machine =
        at_the_race(GENERATE(Design::drain, Design::block, Design::lazy, Design::defer));

    take(machine, {Step::writer_posts_completion});
    CHECK(enabled_steps(machine) == Steps{Step::loop_takes_slot, Step::loop_takes_completion});
    take(machine, {Step::loop_takes_slot});

    CHECK(enabled_steps(machine) == Steps{Step::request_finishes});
}
