#pragma once
// The rows of the ledger that no verdict cites, in document order within each table. Private to
// h2core/ledger.cpp.

#include <span>
#include <string_view>

#include "h2core/rules.hpp"

namespace h2::ledger_tables {

std::span<const Rule> rfc7541();
std::span<const Rule> extensions();  // RFC 8441, RFC 9218
std::span<const Rule> rfc9113_frames();
std::span<const Rule> rfc9113_messages();

// The section is the slug without its last part.
constexpr Rule row(std::string_view slug, Level level, Observer observer, std::string_view text,
                   std::string_view unseen = {}) {
    return {RuleId::none, slug, slug.substr(0, slug.rfind('/')), level, observer, text, unseen};
}

}  // namespace h2::ledger_tables
