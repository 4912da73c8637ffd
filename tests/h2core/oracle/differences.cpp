#include "tests/h2core/oracle/differences.hpp"

#include <array>

namespace oracle {

namespace {

using Scope = Outcome::Scope;
using h2::ErrorCode;
using h2::RuleId;

constexpr std::array kDifferences = {
    Difference{"stream error as connection error", "ends the connection, with the same code",
               "resets the stream",
               "9113/5.4.2: a stream error is an error related to a specific stream that does not "
               "affect processing of other streams",
               [](const Occasion& occasion) {
                   return occasion.ours.scope == Scope::stream &&
                          occasion.theirs.scope == Scope::connection &&
                          occasion.ours.code == occasion.theirs.code;
               }},
};

}  // namespace

std::span<const Difference> all_differences() {
    return kDifferences;
}

const Difference* find_difference(const Occasion& occasion) {
    for (const Difference& difference : kDifferences) {
        if (difference.covers(occasion)) {
            return &difference;
        }
    }
    return nullptr;
}

}  // namespace oracle
