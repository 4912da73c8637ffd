#pragma once
// `--set key=value`: changes one value of a scenario before it is checked, as if the file said so.

#include <string>
#include <vector>

#include "sim/scenario/scenario_document.hpp"
#include "sim/text/input_error.hpp"

namespace sim {

// Applies `key=value` texts in order.
// - Keys are dotted ("server.profile", "client.script.0", "properties.0.expect"); an index may be
//   the number of elements, which appends. "server.release_at.data" works too where the file
//   gives one value for all kinds.
// - Values are JSON where that gives a value (2, true, ["HEADERS 1"]), else text, so that names
//   need no quotes; where only text is possible, everything but a JSON text is taken as it stands.
//   `null` removes the key.
// - Pinned counts are dropped unless only keys are set that do not change the world. Expectations
//   stay.
// The values themselves are checked with the document afterwards; the errors returned here are
// unknown keys, indices out of range, and texts without '='.
InputErrors apply_overrides(Document& document, const std::vector<std::string>& overrides);

}  // namespace sim
