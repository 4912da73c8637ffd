#pragma once
// Whether a well-formed scenario makes sense: values that contradict each other, names that stand
// for nothing. A key that can have no effect is an error too: it would lie to the reader.

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_document.hpp"
#include "sim/text/input_error.hpp"

namespace sim {

// Names of properties that stand for none, or are listed twice; whatever else the document says.
InputErrors check_property_names(const Document& document);

// The rest, where there is no such error. The document is the one that the scenario was read from,
// with the profile merged in.
InputErrors check_sense(const Scenario& scenario, const Document& document);

}  // namespace sim
