// Sorts the changes by their keys: budgets are set here; keys that the table of keys marks as those
// of a policy go to the reader of scenarios, together with the profile.

#include "tools/net/live_policy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/scenario_document.hpp"
#include "sim/scenario/scenario_keys.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/runs/scenario_files.hpp"
#include "tools/system/failure.hpp"

namespace tools::net {
namespace {

// Keys of "server" that say something about a policy; the others describe a runtime.
std::vector<std::string> keys_of_policy() {
    std::vector<std::string> keys;
    const sim::KeySpec& server = *find_key(sim::scenario_root().members, "server");
    sim::each_key(server, [&keys](const std::string& pointer, const sim::KeySpec& key) {
        const auto decides = [](const sim::KeySpec& each) { return each.of_policy; };
        if (decides(key) || std::any_of(key.members.begin(), key.members.end(), decides)) {
            keys.push_back(sim::dotted(pointer));
        }
    });
    return keys;
}

const std::vector<std::string>& server_keys() {
    static const std::vector<std::string> keys = keys_of_policy();
    return keys;
}

using Budget = std::uint32_t& (*)(h2::Budgets&);
constexpr std::array<std::pair<std::string_view, Budget>, 10> kBudgetKeys{{
    {"budgets.control_frames_queued",
     [](h2::Budgets& b) -> std::uint32_t& { return b.control_frames_queued; }},
    {"budgets.empty_frames", [](h2::Budgets& b) -> std::uint32_t& { return b.empty_frames; }},
    {"budgets.field_block_frames",
     [](h2::Budgets& b) -> std::uint32_t& { return b.field_block_frames; }},
    {"budgets.field_block_octets",
     [](h2::Budgets& b) -> std::uint32_t& { return b.field_block_octets; }},
    {"budgets.field_list_octets",
     [](h2::Budgets& b) -> std::uint32_t& { return b.field_list_octets; }},
    {"budgets.fields", [](h2::Budgets& b) -> std::uint32_t& { return b.fields; }},
    {"budgets.resets_caused.capacity",
     [](h2::Budgets& b) -> std::uint32_t& { return b.resets_caused.capacity; }},
    {"budgets.resets_caused.per_second",
     [](h2::Budgets& b) -> std::uint32_t& { return b.resets_caused.per_second; }},
    {"budgets.resets_received.capacity",
     [](h2::Budgets& b) -> std::uint32_t& { return b.resets_received.capacity; }},
    {"budgets.resets_received.per_second",
     [](h2::Budgets& b) -> std::uint32_t& { return b.resets_received.per_second; }},
}};

[[noreturn]] void fail(const std::string& message) {
    throw Failure{ExitCode::invalid, "h2sim: error: " + message};
}

void set_budget(h2::Budgets& budgets, Budget budget, std::string_view change,
                std::string_view value) {
    std::uint32_t number = h2::kUnlimited;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool is_number = error == std::errc{} && end == value.data() + value.size();
    if (!is_number && value != "unlimited") {
        fail(fmt::format("--set {}: the value must be a number from 0 to {}, or unlimited",
                         sim::printable(change), h2::kUnlimited));
    }
    budget(budgets) = is_number ? number : h2::kUnlimited;
}

}  // namespace

std::vector<std::string_view> live_policy_keys() {
    std::vector<std::string_view> keys{server_keys().begin(), server_keys().end()};
    for (const auto& [key, unused] : kBudgetKeys) {
        keys.push_back(key);
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

h2::Policy live_policy(const std::string& scenarios, const std::string& profile,
                       const std::vector<std::string>& changes) {
    std::vector<std::string> of_server;
    h2::Budgets budgets;
    for (const std::string& change : changes) {
        const std::size_t equals = change.find('=');
        if (equals == std::string::npos) {
            fail(fmt::format("--set {}: expected KEY=VALUE", sim::in_quotes(change)));
        }
        const std::string_view key = std::string_view{change}.substr(0, equals);
        const auto* budget = std::find_if(kBudgetKeys.begin(), kBudgetKeys.end(),
                                          [&](const auto& each) { return each.first == key; });
        if (budget != kBudgetKeys.end()) {
            set_budget(budgets, budget->second, change,
                       std::string_view{change}.substr(equals + 1));
        } else if (std::find(server_keys().begin(), server_keys().end(), key) !=
                   server_keys().end()) {
            of_server.push_back(change);
        } else {
            const std::string hint = sim::did_you_mean(key, live_policy_keys());
            fail(fmt::format("--set: a live server has no {}{}", sim::in_quotes(key),
                             hint.empty() ? "" : "; " + hint));
        }
    }
    auto policy = ScenarioFiles{scenarios}.policy(profile, of_server);
    if (!policy) {
        throw Failure{ExitCode::invalid, sim::to_text(policy.error())};
    }
    policy->budgets = budgets;
    return *policy;
}

}  // namespace tools::net
