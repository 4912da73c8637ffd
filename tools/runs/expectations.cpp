// All mistakes of the list are told at once, each with its place. A failure is excused only if each
// complaint is about an entry and the search has every answer; an entry that has come out as
// expected makes the result xpassed.

#include "tools/runs/expectations.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/text/located_json.hpp"
#include "sim/text/nearest_name.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/failure.hpp"
#include "tools/system/files.hpp"

namespace tools {
namespace {

using nlohmann::json;

constexpr std::size_t kLongest = 400;  // characters shown
constexpr std::array<std::string_view, 3> kKeys{"id", "property", "reason"};

// Reads the list and remembers what is wrong with it.
class Reader {
  public:
    Reader(const sim::LocatedJson& document, const Selection& selection)
        : document_{document}, selection_{selection} {}

    std::vector<KnownFailure> read() {
        if (!document_.value.is_array()) {
            complain(sim::ErrorCode::wrong_type, "",
                     "expected an array of objects with \"id\" and \"reason\"");
            return {};
        }
        std::vector<KnownFailure> failures;
        for (std::size_t i = 0; i < document_.value.size(); ++i) {
            const std::string pointer = sim::child_pointer("", i);
            const json& entry = document_.value[i];
            if (!entry.is_object()) {
                complain(sim::ErrorCode::wrong_type, pointer,
                         "expected an object with \"id\" and \"reason\"");
                continue;
            }
            KnownFailure failure{text_of(entry, pointer, "id", true),
                                 text_of(entry, pointer, "property", false),
                                 text_of(entry, pointer, "reason", true)};
            check_keys(entry, pointer);
            check_names(failure, pointer);
            check_double(failure, failures, pointer);
            failures.push_back(std::move(failure));
        }
        return failures;
    }

    [[nodiscard]] const sim::InputErrors& errors() const { return errors_; }

  private:
    void complain(sim::ErrorCode code, const std::string& pointer, std::string message,
                  std::string hint = "") {
        sim::InputError error =
            file_error(code, document_.file, std::move(message), std::move(hint));
        const auto place = document_.places.find(pointer);
        if (place != document_.places.end()) {
            error.line = place->second.value.line;
            error.column = place->second.value.column;
            error.source_line = sim::line_at(document_.text, place->second.value);
        }
        error.pointer = pointer;
        errors_.push_back(std::move(error));
    }

    std::string text_of(const json& entry, const std::string& pointer, const char* key,
                        bool required) {
        const auto found = entry.find(key);
        const bool absent = found == entry.end();
        const std::string text =
            !absent && found->is_string() ? found->get<std::string>() : std::string{};
        const bool blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
        if (absent ? required : blank) {
            complain(absent ? sim::ErrorCode::missing_key : sim::ErrorCode::wrong_type,
                     absent ? pointer : sim::child_pointer(pointer, key),
                     fmt::format("expected a text that is not empty for \"{}\"", key));
        }
        return text;
    }

    void check_keys(const json& entry, const std::string& pointer) {
        for (const auto& [key, unused] : entry.items()) {
            if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
                complain(sim::ErrorCode::unknown_key, sim::child_pointer(pointer, key),
                         fmt::format("unknown key {}", sim::in_quotes(key)),
                         sim::did_you_mean(key, kKeys));
            }
        }
    }

    void check_names(const KnownFailure& failure, const std::string& pointer) {
        const std::vector<std::string_view> labels{selection_.labels.begin(),
                                                   selection_.labels.end()};
        if (!failure.id.empty() &&
            std::find(labels.begin(), labels.end(), failure.id) == labels.end()) {
            complain(sim::ErrorCode::unknown_name, sim::child_pointer(pointer, "id"),
                     fmt::format("no scenario here has the id {}", sim::in_quotes(failure.id)),
                     sim::did_you_mean(failure.id, labels));
        }
        for (const SelectedScenario& scenario : selection_.scenarios) {
            if (!failure.property.empty() && scenario.parsed && scenario.label() == failure.id) {
                check_property(failure, scenario.parsed->scenario, pointer);
            }
        }
    }

    void check_property(const KnownFailure& failure, const sim::Scenario& scenario,
                        const std::string& pointer) {
        std::vector<std::string_view> names;
        names.reserve(scenario.properties.size());
        for (const sim::ExpectedProperty& property : scenario.properties) {
            names.emplace_back(property.name);
        }
        if (std::find(names.begin(), names.end(), failure.property) == names.end()) {
            complain(
                sim::ErrorCode::unknown_name, sim::child_pointer(pointer, "property"),
                fmt::format("{} does not check {}", failure.id, sim::in_quotes(failure.property)),
                sim::did_you_mean(failure.property, names));
        }
    }

    void check_double(const KnownFailure& failure, const std::vector<KnownFailure>& before,
                      const std::string& pointer) {
        const bool again =
            std::any_of(before.begin(), before.end(), [&](const KnownFailure& other) {
                return other.id == failure.id &&
                       (other.property == failure.property || other.property.empty() ||
                        failure.property.empty());
            });
        if (again && !failure.id.empty()) {
            complain(sim::ErrorCode::listed_twice, pointer,
                     fmt::format("another entry covers this one of {} already",
                                 sim::in_quotes(failure.id)));
        }
    }

    const sim::LocatedJson& document_;
    const Selection& selection_;
    sim::InputErrors errors_;
};

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
    const auto text = read_text(file);
    if (!text) {
        throw Failure{ExitCode::invalid, sim::to_text(text.error())};
    }
    const auto document = sim::parse_located_json(*text, file);
    if (!document) {
        throw Failure{ExitCode::invalid, sim::to_text(document.error())};
    }
    Reader reader{*document, selection};
    failures_ = reader.read();
    if (!reader.errors().empty()) {
        throw Failure{ExitCode::invalid, sim::to_text(reader.errors())};
    }
    text_ = document->value.dump();
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
