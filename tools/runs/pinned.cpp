// Replaces the digits of a number at the place where the JSON reader has found it, so that the rest
// of the file stays as it was. Nothing is written where a complaint is about something else than a
// pinned count.

#include "tools/runs/pinned.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/text/located_json.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

// The counts that were found, for the keys that the scenario pins.
struct Count {
    const char* key;
    std::optional<std::uint64_t> pinned;
    std::optional<std::uint64_t> found;
};

std::vector<Count> counts_of(const CheckResult& result) {
    const sim::Pinned& pinned = result.scenario->parsed->scenario.pinned;
    const sim::Exploration& exploration = result.run->outcome.exploration;
    std::optional<std::uint64_t> shortest;
    for (const sim::PropertyOutcome& property : result.run->outcome.properties) {
        if (!shortest && property.result.verdict == sim::PropertyVerdict::violated) {
            shortest = property.result.picks.size();
        }
    }
    return {{"states", pinned.states, exploration.states},
            {"transitions", pinned.transitions, exploration.transitions},
            {"shortest", pinned.shortest, shortest}};
}

bool differs_only_in_pinned(const CheckResult& result) {
    if (result.status != CheckStatus::failed || !result.run ||
        !result.run->outcome.exploration.complete) {
        return false;
    }
    const auto& complaints = result.run->outcome.complaints;
    return std::all_of(complaints.begin(), complaints.end(), [](const std::string& complaint) {
        return complaint.starts_with("pinned ");
    });
}

}  // namespace

std::string with_pinned(const std::string& text, std::string_view key, std::uint64_t value) {
    const auto document = sim::parse_located_json(text, "");
    const std::string pointer = sim::child_pointer("/pinned", key);
    if (!document || !document->places.contains(pointer)) {
        return text;
    }
    const std::size_t begin = document->places.at(pointer).value.offset;
    const std::size_t end = std::min(text.find_first_not_of("0123456789.eE+-", begin), text.size());
    return end == begin ? text : text.substr(0, begin) + std::to_string(value) + text.substr(end);
}

void update_pinned(CheckResult& result) {
    if (!differs_only_in_pinned(result) || result.scenario->file == "-") {
        return;
    }
    std::string text = result.scenario->text;
    std::string changes;
    for (const Count& count : counts_of(result)) {
        if (!count.pinned || count.pinned == count.found) {
            continue;
        }
        if (!count.found) {
            return;  // a counterexample that is gone has no number
        }
        text = with_pinned(text, count.key, *count.found);
        changes += fmt::format("{}{} {} is now {}", changes.empty() ? "" : ", ", count.key,
                               *count.pinned, *count.found);
    }
    const std::string shown = sim::printable(result.scenario->file, 400);
    try {
        write_text(result.scenario->file, text);
    } catch (const Failure& failure) {
        result.complaints.emplace_back(failure.what());
        return;
    }
    result.run->outcome.complaints.clear();
    result.run->outcome.status = sim::RunStatus::as_expected;
    result.status = CheckStatus::passed;
    result.notes.push_back(fmt::format("{}: pinned {}", shown, changes));
}

}  // namespace tools
