#pragma once
// Holds a document against the table of keys (sim/scenario/scenario_keys.hpp): unknown and missing
// keys, kinds, ranges, names of choices. What passes can be read without further checks.

#include "sim/scenario/scenario_document.hpp"
#include "sim/text/input_error.hpp"
#include "sim/text/json_check.hpp"

namespace sim {

const JsonForm& scenario_form();
const JsonForm& profile_form();

// One error for each key that is wrong; empty if the document has the form.
InputErrors check_shape(const Document& document, const JsonForm& form);

}  // namespace sim
