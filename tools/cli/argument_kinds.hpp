#pragma once
// Kinds of options that several commands have. Only the files that add options to the library's
// commands (tools/cli/arguments*.cpp) include this.

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "sim/text/printable.hpp"
#include "tools/runs/limits.hpp"

namespace tools {

// The values of an option whose values are names.
template <class Value, std::size_t size>
using Choices = std::array<std::pair<std::string_view, Value>, size>;

// `value`: of the choices' type, or something that takes it.
template <class Target, class Value, std::size_t size>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Target& value,
                        const Choices<Value, size>& choices, const std::string& help) {
    std::string listed;
    for (const auto& [text, unused] : choices) {
        listed += (listed.empty() ? "" : "|") + std::string{text};
    }
    const auto set = [&value, &choices](const std::string& given) {
        for (const auto& [text, meaning] : choices) {
            if (text == given) {
                value = meaning;
            }
        }
    };
    const auto check = [&choices, listed](const std::string& given) {
        const bool known = std::any_of(choices.begin(), choices.end(),
                                       [&](const auto& choice) { return choice.first == given; });
        return known ? std::string{}
                     : fmt::format("{} is not one of {}", sim::in_quotes(given), listed);
    };
    return app.add_option_function<std::string>(name, set, help)->check(check)->type_name(listed);
}

inline std::string positive(const std::string& text) {
    const bool is_number = text.find_first_not_of("0123456789.") == std::string::npos;
    return is_number && text.find_first_of("123456789") != std::string::npos
               ? std::string{}
               : fmt::format("{} is no number above 0", sim::in_quotes(text));
}

template <class Number>
CLI::Option* add_bound(CLI::App& app, const std::string& name, std::optional<Number>& bound,
                       const std::string& help) {
    return app
        .add_option_function<Number>(
            name, [&bound](const Number& value) { bound = value; }, help)
        ->check(positive)
        ->type_name("N");
}

// Bounds of each of the searches that the command makes; `of_each`: what they are.
inline void add_bounds(CLI::App& app, Limits& limits, const std::string& of_each = "") {
    const std::string stop = of_each.empty() ? "Stop" : "Stop " + of_each;
    add_bound(app, "--max-states", limits.max_states, stop + " at so many states");
    add_bound(app, "--max-depth", limits.max_depth, "Look at so many steps at most");
    add_bound(app, "--max-memory", limits.max_memory_mb, stop + " at so many MB");
    add_bound(app, "--max-time", limits.max_seconds, stop + " after so many seconds");
    app.add_flag("--exact", limits.exact, "Remember whole states instead of 128-bit digests");
}

// As many at the same time as the machine has processors, unless somebody says otherwise.
inline void add_jobs(CLI::App& app, unsigned& jobs, const std::string& help) {
    constexpr unsigned kMostJobs = 256;
    jobs = std::clamp(std::thread::hardware_concurrency(), 1U, kMostJobs);
    app.add_option("-j,--jobs", jobs, help)->check(CLI::Range(1U, kMostJobs))->type_name("N");
}

inline CLI::Option* add_overrides(
    CLI::App& app, std::vector<std::string>& overrides,
    const std::string& help = "Change a value of the scenario first; may be repeated") {
    return app.add_option("--set", overrides, help)
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

inline void add_json(CLI::App& app, std::string& json) {
    app.add_option("--json", json, "Write the report as one JSON object to a file, or to -")
        ->type_name("FILE|-");
}

// Parts of names; "!part" leaves out what has it.
inline void add_filters(CLI::App& app, std::vector<std::string>& filters, const std::string& type,
                        const std::string& help) {
    app.add_option("--filter", filters, help)
        ->check([](const std::string& given) {
            return given.empty() || given == "!" ? "a filter needs a part of a name"
                                                 : std::string{};
        })
        ->type_name(type)
        ->allow_extra_args(false);
}

}  // namespace tools
