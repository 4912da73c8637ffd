// XXH3 gives the same hash on every machine, so machines need not agree on anything else. Scenarios
// keep their positions when those of other shards are taken out: merge puts them in order by these.

#include "tools/runs/shard.hpp"

#include <charconv>

#include <fmt/format.h>

#include "sim/world/digest.hpp"
#include "tools/system/json_text.hpp"

namespace tools {
namespace {

std::optional<std::uint32_t> number(const std::string& digits) {
    std::uint32_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [last, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc{} && last == end && value >= 1 && value <= kMostShards
               ? std::optional{value}
               : std::nullopt;
}

}  // namespace

std::optional<Shard> parse_shard(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto index = number(std::string{text.substr(0, slash)});
    const auto count = number(std::string{text.substr(slash + 1)});
    return index && count && *index <= *count ? std::optional{Shard{*index, *count}} : std::nullopt;
}

std::uint32_t shard_index(std::string_view label, std::uint32_t count) {
    return static_cast<std::uint32_t>(XXH3_64bits(label.data(), label.size()) % count) + 1;
}

std::string selection_digest(const Selection& selection, std::string_view more) {
    nlohmann::json all{{"more", more}, {"scenarios", nlohmann::json::array()}};
    for (const SelectedScenario& scenario : selection.scenarios) {
        nlohmann::json content;
        if (scenario.parsed) {
            content = scenario.parsed->document;
        } else {
            for (const sim::InputError& error : scenario.parsed.error()) {
                content.push_back(error.message);
            }
        }
        all["scenarios"].push_back({scenario.label(), content});
    }
    const std::string text = json_text(all);
    const sim::Digest digest = sim::digest_of(std::as_bytes(std::span{text}));
    return fmt::format("{:016x}{:016x}", digest.high, digest.low);
}

void keep_shard(Selection& selection, const Shard& shard) {
    std::erase_if(selection.scenarios, [&](const SelectedScenario& scenario) {
        return shard_index(scenario.label(), shard.count) != shard.index;
    });
}

}  // namespace tools
