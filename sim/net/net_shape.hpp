#pragma once
// The form of a net's file: keys, kinds, ranges, names. What passes has words that are still to be
// read (sim/net/net_words.hpp).

#include "sim/text/json_check.hpp"

namespace sim {

const JsonForm& net_form();

}  // namespace sim
