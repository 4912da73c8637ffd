// Names of the outcomes, and the exit code of each.

#include "tools/runs/check_status.hpp"

#include <algorithm>
#include <array>

namespace tools {
namespace {

constexpr std::array<std::string_view, 8> kStatusNames{
    "passed", "failed", "incomplete", "invalid", "crashed", "skipped", "xfailed", "xpassed"};

}  // namespace

std::string_view name(CheckStatus status) {
    return kStatusNames[static_cast<std::size_t>(status)];
}

std::optional<CheckStatus> status_named(std::string_view name) {
    const auto* const found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
    return found == kStatusNames.end()
               ? std::nullopt
               : std::optional{static_cast<CheckStatus>(found - kStatusNames.begin())};
}

std::vector<std::string_view> status_names() {
    return {kStatusNames.begin(), kStatusNames.end()};
}

bool counts_as_failed(CheckStatus status) {
    return status != CheckStatus::passed && status != CheckStatus::skipped &&
           status != CheckStatus::xfailed;
}

ExitCode code_of(CheckStatus status) {
    switch (status) {
        case CheckStatus::passed:
        case CheckStatus::xfailed:
        case CheckStatus::skipped: return ExitCode::ok;
        case CheckStatus::failed:
        case CheckStatus::xpassed: return ExitCode::failed;
        case CheckStatus::incomplete: return ExitCode::incomplete;
        case CheckStatus::invalid: return ExitCode::invalid;
        case CheckStatus::crashed: return ExitCode::internal;
    }
    return ExitCode::internal;
}

}  // namespace tools
