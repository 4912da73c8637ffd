#pragma once
// The ledger: every MUST, MUST NOT, SHOULD and SHOULD NOT of RFC 9113 and RFC 7541 that an endpoint
// can obey or see broken, and those of RFC 8441 and RFC 9218 for HTTP/2, as one row each: where it
// stands, how binding it is, who can see it kept or broken. Rows that verdicts cite have a RuleId;
// the backbone of the others is their slug.
//
// Left out is what addresses no endpoint: tests/h2core/ledger_sentences.hpp lists all requirements
// of these RFCs with the rows that hold them, or why there is none.

#include <string_view>
#include <vector>

#include "h2core/rules.hpp"

namespace h2 {

// In document order: by RFC and by section; within a section first those that verdicts cite.
std::vector<Rule> ledger();

// Why no verdict and no witness cites the row; empty for those that are cited.
std::string_view why_uncited(const Rule& row);

// "9113/6.9" holds "9113/6.9", "9113/6.9.1" and "9113/6.9.1/overflow-stream", but not "9113/6.10";
// a part holds itself. Empty holds everything.
bool holds(std::string_view part, std::string_view slug);

}  // namespace h2
