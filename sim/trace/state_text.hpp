#pragma once
// A state as a list of facts that a person can compare: each has a name that stays the same from
// state to state, so that two states differ in the facts whose values differ. Values never have
// line feeds or control characters.

#include <string>
#include <vector>

#include "sim/judge/judged_world.hpp"

namespace sim {

struct Fact {
    std::string name;   // "server's stream 3"
    std::string value;  // "half-closed (remote), counted, running"; "-" where there is nothing
    bool operator==(const Fact&) const = default;
};

// Outside in: counts, the wire, the client, the server and its threads, time.
std::vector<Fact> facts_of(const JudgedWorld& world);

struct Change {
    std::string name;
    std::string before;
    std::string after;
    bool operator==(const Change&) const = default;
};

// In the order of `after`; what is gone comes where it stood.
std::vector<Change> changes(const std::vector<Fact>& before, const std::vector<Fact>& after);

// The same of two states of one world. Where they differ in nothing that has a name here, one
// change says so.
std::vector<Change> changes(const JudgedWorld& before, const JudgedWorld& after);

}  // namespace sim
