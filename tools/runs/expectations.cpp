// All mistakes of the list are told at once, each with its place. A failure is excused only if each
// complaint is about an entry and the search has every answer; an entry that has come out as
// expected makes the result xpassed.

#include "tools/runs/expectations.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/text/json_check.hpp"
#include "sim/text/located_json.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

using nlohmann::json;

constexpr std::size_t kLongest = 400;  // characters shown

sim::JsonForm entry_form() {
    const sim::JsonForm text = sim::a_text_that(
        "a text that is not empty", sim::ErrorCode::out_of_range, [](const std::string& words) {
            return words.find_first_not_of(" \t\r\n") != std::string::npos;
        });
    return sim::an_object({{"id", text}, sim::maybe("property", text), {"reason", text}})
        .called("an object with \"id\" and \"reason\"");
}

// The scenarios have it: its id, and its property if it names one.
void look_up(sim::JsonCheck& check, const KnownFailure& failure, const std::string& pointer,
             const Selection& selection) {
    const std::vector<std::string_view> labels{selection.labels.begin(), selection.labels.end()};
    if (std::find(labels.begin(), labels.end(), failure.id) == labels.end()) {
        check.complain(sim::ErrorCode::unknown_name, pointer + "/id",
                       fmt::format("no scenario here has the id {}", sim::in_quotes(failure.id)),
                       "an id that h2sim list scenarios shows",
                       sim::did_you_mean(failure.id, labels));
    }
    for (const SelectedScenario& scenario : selection.scenarios) {
        if (failure.property.empty() || !scenario.parsed || scenario.label() != failure.id) {
            continue;
        }
        std::vector<std::string_view> names;
        for (const sim::ExpectedProperty& property : scenario.parsed->scenario.properties) {
            names.emplace_back(property.name);
        }
        if (std::find(names.begin(), names.end(), failure.property) == names.end()) {
            check.complain(
                sim::ErrorCode::unknown_name, pointer + "/property",
                fmt::format("{} does not check {}", failure.id, sim::in_quotes(failure.property)),
                fmt::format("one of {}", fmt::join(names, ", ")),
                sim::did_you_mean(failure.property, names));
        }
    }
}

bool covers(const KnownFailure& one, const KnownFailure& other) {
    return one.id == other.id &&
           (one.property == other.property || one.property.empty() || other.property.empty());
}

std::vector<KnownFailure> failures_in(const json& list, const Selection& selection,
                                      sim::JsonCheck& check) {
    std::vector<KnownFailure> failures;
    const sim::JsonForm entry{
        entry_form().expected, [&](sim::JsonCheck&, const sim::JsonPart& part) {
            if (!check.fits(part, entry_form())) {
                return;
            }
            const KnownFailure failure{part.value.at("id").get<std::string>(),
                                       part.value.value("property", ""),
                                       part.value.at("reason").get<std::string>()};
            look_up(check, failure, part.pointer, selection);
            if (std::any_of(failures.begin(), failures.end(),
                            [&](const KnownFailure& before) { return covers(before, failure); })) {
                check.complain(sim::ErrorCode::listed_twice, part.pointer,
                               fmt::format("another entry covers this one of {} already",
                                           sim::in_quotes(failure.id)),
                               "one entry for each failure");
            }
            failures.push_back(failure);
        }};
    check.fits({list, ""}, sim::a_list("an array of objects with \"id\" and \"reason\"", entry));
    return failures;
}

const sim::PropertyOutcome* property_named(const Run& run, const std::string& name) {
    for (const sim::PropertyOutcome& property : run.outcome.properties) {
        if (property.result.spec.name == name) {
            return &property;
        }
    }
    return nullptr;
}

bool is_about(const std::string& complaint, const KnownFailure& known) {
    return known.property.empty() || complaint.starts_with(known.property + " ");
}

bool has_every_answer(const Run& run) {
    const auto& properties = run.outcome.properties;
    return run.outcome.exploration.complete &&
           std::none_of(properties.begin(), properties.end(), [](const auto& property) {
               return property.result.verdict == sim::PropertyVerdict::unknown;
           });
}

}  // namespace

Expectations::Expectations(const std::string& file, const Selection& selection) : file_{file} {
    const sim::LocatedJson document = read_json(file);
    sim::JsonCheck check{document};
    failures_ = failures_in(document.value, selection, check);
    if (check.failed()) {
        throw Failure{ExitCode::invalid, sim::to_text(sim::in_order(check.take()))};
    }
    text_ = document.value.dump();
}

std::vector<const KnownFailure*> Expectations::about(const std::string& label) const {
    std::vector<const KnownFailure*> found;
    for (const KnownFailure& failure : failures_) {
        if (failure.id == label) {
            found.push_back(&failure);
        }
    }
    return found;
}

void Expectations::judge(CheckResult& result) const {
    const std::vector<const KnownFailure*> known = about(result.scenario->label());
    if (known.empty() || !result.run ||
        (result.status != CheckStatus::passed && result.status != CheckStatus::failed)) {
        return;
    }
    std::string reason;
    for (const KnownFailure* each : known) {
        const sim::PropertyOutcome* property = property_named(*result.run, each->property);
        const bool passes =
            property == nullptr ? result.status == CheckStatus::passed : property->as_expected();
        if (passes) {
            result.complaints.push_back(fmt::format(
                "{} as expected, but {} has it as a known failure ({}): take it out",
                property == nullptr ? "everything is" : each->property + " is",
                sim::printable(file_, kLongest), sim::printable(each->reason, kLongest)));
        }
        reason += (reason.empty() ? "" : "; ") + each->reason;
    }
    const auto& complaints = result.run->outcome.complaints;
    const bool all_known =
        std::all_of(complaints.begin(), complaints.end(), [&](const std::string& complaint) {
            return std::any_of(known.begin(), known.end(), [&](const KnownFailure* each) {
                return is_about(complaint, *each);
            });
        });
    if (!all_known) {
        return;
    }
    if (!result.complaints.empty()) {
        result.status = CheckStatus::xpassed;
    } else if (!has_every_answer(*result.run)) {
        result.status = CheckStatus::incomplete;
    } else {
        result.status = CheckStatus::xfailed;
        result.reason = reason;
    }
}

}  // namespace tools
