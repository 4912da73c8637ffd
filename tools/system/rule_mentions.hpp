#pragma once
// Which tests and scenarios of the source tree touch which rule of the ledger. The build generates
// the table (tools/system/rule_mentions.py), so that an installed h2sim knows it too.

#include <cstdint>
#include <string_view>
#include <vector>

namespace tools {

struct RuleMention {
    enum class Kind : std::uint8_t { scenario, test };
    std::string_view slug;  // as it was written: it may name no row
    Kind kind = Kind::test;
    std::string_view where;  // "tests/h2core/push_test.cpp: NAME", or the id of a scenario
};

// In the order of slugs, kinds and places.
std::vector<RuleMention> rule_mentions();

}  // namespace tools
