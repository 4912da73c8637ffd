#pragma once
// Holds a document against the table of keys (sim/scenario_keys.hpp): unknown and missing keys,
// kinds, ranges, names of choices. What passes can be read without further checks.

#include "sim/input_error.hpp"
#include "sim/scenario_document.hpp"
#include "sim/scenario_keys.hpp"

namespace sim {

// One error for each key that is wrong; empty if the document has the shape.
InputErrors check_shape(const Document& document, const KeySpec& root);

}  // namespace sim
