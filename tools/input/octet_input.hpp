#pragma once
// Octets of a connection, in whatever form people have them: as they are, or as a text that stands
// for them. Nothing is guessed: what can be read in two ways is an error that names both.

#include <string>
#include <string_view>

#include "h2core/result.hpp"
#include "h2core/role.hpp"
#include "sim/text/input_error.hpp"
#include "tools/input/connection_start.hpp"
#include "tools/input/input_form.hpp"

namespace tools {

struct OctetInput {
    std::string octets;     // from where HTTP/2 begins
    std::string form;       // "bare hex"; empty: raw
    ConnectionStart start;  // what was before it
};

using OctetInputResult = h2::Result<OctetInput, sim::InputError>;

// `text` is all of the file; `receiver` decides where a text has both directions. Errors have a
// line and a column where they are about a place in a text.
OctetInputResult read_octets(std::string text, const std::string& file, InputForm form,
                             h2::Role receiver);

// Of octets whose form is known: finds where HTTP/2 begins.
OctetInputResult from_start(std::string octets, const std::string& file, std::string form);

}  // namespace tools
