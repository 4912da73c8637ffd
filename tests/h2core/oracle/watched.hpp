#pragma once
// A script with a witness on its wire: the peer's octets and what our endpoint answers.

#include <cstddef>
#include <string>
#include <vector>

#include "h2core/witness/witness.hpp"
#include "tests/h2core/oracle/ours.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

// One after the other, as they went over the wire; up to the first connection error.
struct Sending {
    h2::Role sender = h2::Role::client;
    Octets octets;
    // Of the peer's: the rule that our endpoint cites for an error, if it finds one.
    h2::RuleId punished = h2::RuleId::none;
    bool fatal = false;  // … of the connection
};
std::vector<Sending> conversation(const Script& script);

// What a witness finds in these, which are of one direction or both; for each of them, and of all.
std::vector<std::vector<h2::Finding>> watch_each(const h2::Beginning& beginning,
                                                 const std::vector<Sending>& all);
std::vector<h2::Finding> watch(const h2::Beginning& beginning, const std::vector<Sending>& all);

// "client broken 9113/6.9/zero-stream on stream 3 at 120"
std::string text(const h2::Finding& finding);
std::string text(const std::vector<h2::Finding>& findings);

}  // namespace oracle
