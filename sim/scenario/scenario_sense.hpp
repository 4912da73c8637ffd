#pragma once
// Whether a well-formed scenario makes sense: values that contradict each other, names that stand
// for nothing. A key that can have no effect in this world is an error too: it would lie to the
// reader. From a profile, which is written for many worlds, it is a note.

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_document.hpp"
#include "sim/text/input_error.hpp"

namespace sim {

// Names of properties that stand for none, or are listed twice; whatever else the document says.
InputErrors check_property_names(const Document& document);

// The rest, where there is no such error. The document is the one that the scenario was read from,
// with the profile merged in.
// A value that has no effect in this world, and need not have one.
struct Note {
    std::string key;       // "server.limit_in_force"
    std::string sentence;  // what it is, and what it needs
    bool operator==(const Note&) const = default;
};

struct Sense {
    InputErrors errors;
    std::vector<Note> notes;
};
Sense check_sense(const Scenario& scenario, const Document& document);

}  // namespace sim
