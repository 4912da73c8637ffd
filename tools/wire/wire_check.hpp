#pragma once
// Whether a JSON document is frames as tools/wire/wire_json.hpp has them: {"frames": [...]}, with
// "preface" (the client's 24 octets come first) and "rest" (octets after the last frame) as
// `decode --json` prints them. An empty list of errors: WireWriter can write it.

#include "sim/text/located_json.hpp"

namespace tools {

sim::InputErrors check_wire(const sim::LocatedJson& document);

}  // namespace tools
