// Two traces in a terminal.

#include "tools/reports/diff_report.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/text/columns.hpp"
#include "sim/text/printable.hpp"
#include "tools/system/files.hpp"
#include "tools/system/wording.hpp"
#include "tools/tables/prose.hpp"

namespace tools {
namespace {

using sim::StepChange;

constexpr std::size_t kFewest = 4;         // common steps that a line stands for
constexpr std::size_t kContext = 2;        // common steps that are shown before and after others
constexpr std::size_t kLongestKey = 36;    // columns: the values need some, too
constexpr std::size_t kMostFacts = 12;     // of a list
constexpr std::size_t kWholeText = 4'000;  // characters
constexpr const char* kNone = "none";      // a table leaves out columns without a value

std::string titled(std::string_view title, TextStyle style) {
    return "\n" + toned(folded(title, style.width), Tone::heading, style.colour) + "\n";
}

// The file on a line of its own, to be copied, and what the trace says in one.
std::string side_lines(std::string_view mark, std::string_view which, const DiffSide& side,
                       Tone tone, TextStyle style) {
    const sim::Trace& trace = side.trace;
    const std::string file = sim::printable(input_name(side.file), 400);
    const std::string steps = counted(trace.steps.size(), "step");
    const std::string claim =
        trace.verdict == sim::PropertyVerdict::unknown
            ? fmt::format("{}, nothing claimed about {}", steps, trace.property)
            : fmt::format("{}, {} {}{}", steps, trace.property, name(trace.verdict),
                          trace.shortest ? ", shortest" : "");
    return toned(folded(fmt::format("{} {:<6}  {}", mark, which, file), style.width), tone,
                 style.colour) +
           "\n" +
           folded(fmt::format("{:10}{}: {}\n", "", sim::printable(trace.scenario.id, 200), claim),
                  style.width);
}

// A value as somebody would write it after --set.
std::string value_text(const nlohmann::json& value) {
    return value.is_null()     ? std::string{kNone}
           : value.is_string() ? sim::printable(value.get<std::string>(), kWholeText)
                               : value.dump();
}

// They say what a scenario is about, at length.
bool is_prose(std::string_view key) {
    return key == "title" || key == "why" || key.starts_with("refs.") || key.starts_with("rfc.");
}

std::string claims_and_scenario(const sim::TraceDifference& written, bool full, TextStyle style) {
    Table table{{{"", Align::left, Fit::inside, kLongestKey},
                 {"first", Align::left, Fit::wrapped},
                 {"second", Align::left, Fit::wrapped}}};
    for (const sim::ClaimDifference& each : written.claims) {
        table.add({each.name, each.first.empty() ? kNone : each.first,
                   each.second.empty() ? kNone : each.second});
    }
    std::vector<std::string> left_out;
    for (const sim::KeyDifference& each : written.scenario) {
        if (!full && is_prose(each.key)) {
            left_out.push_back(each.key);
        } else {
            table.add({each.key, value_text(each.first), value_text(each.second)});
        }
    }
    if (written.claims.empty() && written.scenario.empty()) {
        return "";
    }
    std::string text = titled("Claims and scenarios", style);
    text += table.rows.empty() ? "" : to_text(table, style);
    return text +
           (left_out.empty()
                ? ""
                : folded(fmt::format("Other texts (--full shows them): {}\n", joined(left_out)),
                         style.width));
}

// "14 in both, 2 only in the first, 1 moved".
std::string step_counts(const sim::TraceDifference& written) {
    std::string text = fmt::format("{} in both", written.count(StepChange::same));
    const auto add = [&](StepChange change, std::string_view what) {
        const std::size_t number = written.count(change);
        text += number == 0 ? "" : fmt::format(", {} {}", number, what);
    };
    add(StepChange::removed, "only in the first");
    add(StepChange::added, "only in the second");
    add(StepChange::moved_away, "moved");
    return text;
}

// "Of the steps in both, 3 have another pick."
std::string common_text(const sim::CommonDifferences& common) {
    std::vector<std::string> parts;
    const auto add = [&](std::size_t number, const char* what) {
        if (number > 0) {
            parts.push_back(fmt::format("{} {} {}", number, number == 1 ? "has" : "have", what));
        }
    };
    add(common.words, "other words");
    add(common.places, "other places to take from or put to");
    add(common.picks, "another pick");
    add(common.digests, "another digest of the state");
    return parts.empty() ? "" : fmt::format("Of the steps in both, {}.\n", joined(parts));
}

class StepTable {
  public:
    explicit StepTable(const TraceDiff& diff) : diff_{diff} {
        table_.columns = {{.header = "", .kept = true},
                          {"first", Align::right},
                          {"second", Align::right},
                          {"actor", Align::left, Fit::cut},
                          {"event", Align::left, Fit::wrapped},
                          {"moved"}};
    }

    Table table(bool full) {
        const std::vector<sim::ComparedStep>& steps = diff_.written.steps;
        for (std::size_t i = 0; i < steps.size();) {
            const std::size_t end = end_of_same(i);
            const std::size_t before = i == 0 ? 0 : kContext;
            const std::size_t after = end == steps.size() ? 0 : kContext;
            const bool folds = !full && end - i >= before + after + kFewest;
            const std::size_t hidden = folds ? end - i - before - after : 0;
            for (std::size_t step = i; step < end; ++step) {
                if (hidden > 0 && step == i + before) {
                    table_.add({"", "", "", "", fmt::format("… {} steps the same", hidden), ""});
                    step += hidden - 1;
                } else {
                    add(steps[step]);
                }
            }
            i = end;
            if (i < steps.size()) {
                add(steps[i++]);
            }
        }
        return std::move(table_);
    }

  private:
    // Behind the common steps from this one on.
    [[nodiscard]] std::size_t end_of_same(std::size_t begin) const {
        const auto& steps = diff_.written.steps;
        const auto end = std::find_if(
            steps.begin() + static_cast<std::ptrdiff_t>(begin), steps.end(),
            [](const sim::ComparedStep& step) { return step.change != StepChange::same; });
        return static_cast<std::size_t>(end - steps.begin());
    }

    void add(const sim::ComparedStep& step) {
        const bool in_first =
            step.change != StepChange::added && step.change != StepChange::moved_here;
        const bool in_second =
            step.change != StepChange::removed && step.change != StepChange::moved_away;
        const sim::TraceStep& shown = in_first ? diff_.first.trace.steps[step.first - 1]
                                               : diff_.second.trace.steps[step.second - 1];
        const std::size_t colon = shown.name.find(": ");
        const bool parted = colon != std::string::npos;
        table_.add({std::string{mark(step.change)}, in_first ? std::to_string(step.first) : "",
                    in_second ? std::to_string(step.second) : "",
                    parted ? shown.name.substr(0, colon) : "",
                    parted ? shown.name.substr(colon + 2) : shown.name,
                    step.change == StepChange::moved_away   ? fmt::format("to {}", step.second)
                    : step.change == StepChange::moved_here ? fmt::format("from {}", step.first)
                                                            : ""},
                   tone(step.change));
    }

    static std::string_view mark(StepChange change) {
        switch (change) {
            case StepChange::same: return "";
            case StepChange::removed: return "-";
            case StepChange::added: return "+";
            case StepChange::moved_away:
            case StepChange::moved_here: return "~";
        }
        return "";
    }
    static Tone tone(StepChange change) {
        switch (change) {
            case StepChange::same: return Tone::plain;
            case StepChange::removed: return Tone::bad;
            case StepChange::added: return Tone::good;
            case StepChange::moved_away:
            case StepChange::moved_here: return Tone::open;
        }
        return Tone::plain;
    }

    const TraceDiff& diff_;
    Table table_;
};

std::string steps_text(const TraceDiff& diff, bool full, TextStyle style) {
    const sim::TraceDifference& written = diff.written;
    const bool all_same = written.count(StepChange::same) == written.steps.size();
    std::string text =
        all_same ? titled(fmt::format("Steps: all {} are the same", written.steps.size()), style)
                 : titled("Steps: " + step_counts(written), style);
    if (!all_same || full) {
        text += to_text(StepTable{diff}.table(full), style);
    }
    text += folded(common_text(written.common), style.width);
    if (written.by_words) {
        text += folded("They are compared by their words: not every step says what it does.\n",
                       style.width);
    }
    return text;
}

std::string facts_text(const std::vector<sim::Change>& changes, bool full, TextStyle style) {
    Table table{
        {{""}, {"first", Align::left, Fit::wrapped}, {"second", Align::left, Fit::wrapped}}};
    const std::size_t shown =
        full || changes.size() <= kMostFacts + 1 ? changes.size() : kMostFacts;
    const auto value = [](const std::string& text) { return text == "-" ? kNone : text; };
    for (std::size_t i = 0; i < shown; ++i) {
        table.add({changes[i].name, value(changes[i].before), value(changes[i].after)});
    }
    return to_text(table, style) +
           (shown == changes.size()
                ? ""
                : fmt::format("… {} more (--full shows them)\n", changes.size() - shown));
}

std::string parting_text(const TraceDiff& diff, const sim::WorldDifference& worlds, bool full,
                         TextStyle style) {
    const std::size_t first = diff.first.trace.steps.size();
    const std::size_t second = diff.second.trace.steps.size();
    if (!worlds.parting) {
        const std::string steps = counted(std::min(first, second), "step");
        return titled(first == second
                          ? fmt::format("States: no difference after any of {}", steps)
                          : fmt::format("States: no difference after any of the first {}", steps),
                      style);
    }
    std::string text =
        titled(fmt::format("States: they first differ after step {}", worlds.parting->step),
               style) +
        facts_text(worlds.parting->changes, full, style);
    if (worlds.meeting) {
        text += folded(fmt::format("After step {} of the first and step {} of the second they are "
                                   "the same again.\n",
                                   worlds.meeting->first, worlds.meeting->second),
                       style.width);
    } else if (diff.written.same_world()) {
        text += "No later state is in both.\n";
    }
    return text;
}

std::string_view end_text(sim::RunEnd end) {
    switch (end) {
        case sim::RunEnd::finished: return "all is done";
        case sim::RunEnd::deadlock: return "a deadlock";
        case sim::RunEnd::open: return "more can happen";
    }
    return "";
}

// What both show, in a sentence.
std::string same_run_text(const sim::TraceRun& run) {
    std::vector<std::string> shown;
    shown.reserve(run.shown.size());
    for (const sim::ShownProperty& each : run.shown) {
        shown.push_back(fmt::format("{} at step {}", each.name, each.step));
    }
    return fmt::format(
        "Both show {}{}.\n", shown.empty() ? "none of the properties" : joined(shown),
        run.end == sim::RunEnd::open ? "" : fmt::format("; then {}", end_text(run.end)));
}

// Which step of each shows what, and what is left at the end.
std::string runs_text(const sim::WorldDifference& worlds, TextStyle style) {
    if (worlds.first == worlds.second) {
        return folded(same_run_text(worlds.first), style.width);
    }
    Table table{{{"", Align::left, Fit::inside}, {"first"}, {"second"}}};
    const auto step_of = [](const sim::TraceRun& run, const std::string& property) -> std::string {
        for (const sim::ShownProperty& shown : run.shown) {
            if (shown.name == property) {
                return fmt::format("at step {}", shown.step);
            }
        }
        return "never";
    };
    std::vector<std::string> names;
    for (const sim::TraceRun* const run : {&worlds.first, &worlds.second}) {
        for (const sim::ShownProperty& shown : run->shown) {
            if (std::find(names.begin(), names.end(), shown.name) == names.end()) {
                names.push_back(shown.name);
            }
        }
    }
    for (const std::string& each : names) {
        table.add({each, step_of(worlds.first, each), step_of(worlds.second, each)});
    }
    if (worlds.first.end != sim::RunEnd::open || worlds.second.end != sim::RunEnd::open) {
        table.add({"then", std::string{end_text(worlds.first.end)},
                   std::string{end_text(worlds.second.end)}});
    }
    return to_text(table, style);
}

std::string worlds_text(const TraceDiff& diff, const sim::WorldDifference& worlds, bool full,
                        TextStyle style) {
    std::string text;
    if (!worlds.beginning.empty()) {
        text += titled("States: different from the beginning on, and left out below", style) +
                facts_text(worlds.beginning, full, style);
    }
    text += parting_text(diff, worlds, full, style);
    const bool told = worlds.parting && worlds.parting->changes == worlds.ends;
    text += titled(!worlds.ends.empty()        ? "Ends: different states"
                   : diff.written.same_world() ? "Ends: the same state"
                                               : "Ends: no difference",
                   style);
    if (!worlds.ends.empty() && !told) {
        text += facts_text(worlds.ends, full, style) + "\n";
    }
    return text + runs_text(worlds, style);
}

// That and where a trace does not replay, and what another version says of its states.
std::string notes(const TraceDiff& diff) {
    std::string text;
    const auto add = [&text](std::string_view which, const DiffSide& side) {
        if (side.outcome.divergence) {
            text += fmt::format(
                "The {} trace does not replay here: it leaves off at step {}; {}\n", which,
                side.outcome.divergence->step,
                side.file == "-" ? "h2sim replay says why."
                                 : fmt::format("h2sim replay {} says why.", path_word(side.file)));
        }
        const std::string digests = sim::digests_text(side.trace, side.outcome);
        text += digests.empty() ? "" : fmt::format("The {} trace: {}\n", which, digests);
    };
    add("first", diff.first);
    add("second", diff.second);
    if (!diff.worlds) {
        text += "Their states are not compared.\n";
    }
    return text.empty() ? text : "\n" + text;
}

}  // namespace

TraceDiff diff_of(DiffSide first, DiffSide second) {
    for (DiffSide* const side : {&first, &second}) {
        side->outcome = sim::replay(sim::Model{side->trace.scenario}, side->trace,
                                    [](const sim::ReplayStep&) {});
    }
    TraceDiff diff{std::move(first), std::move(second), {}, {}};
    diff.written = sim::difference(diff.first.trace, diff.second.trace);
    if (!diff.first.outcome.divergence && !diff.second.outcome.divergence) {
        diff.worlds =
            sim::world_difference(diff.first.trace, diff.second.trace, diff.written.same_world());
    }
    return diff;
}

std::string diff_text(const TraceDiff& diff, bool full, TextStyle style) {
    std::string text = side_lines("-", "first", diff.first, Tone::bad, style) +
                       side_lines("+", "second", diff.second, Tone::good, style);
    if (diff.written.none()) {
        text += "\nThe traces are the same.\n";
    } else {
        text += claims_and_scenario(diff.written, full, style) + steps_text(diff, full, style);
        text += diff.worlds ? worlds_text(diff, *diff.worlds, full, style) : "";
    }
    return text + folded(notes(diff), style.width);
}

}  // namespace tools
