// Events, exit codes, error codes, and the words of reports and traces.

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/text/error_code.hpp"
#include "sim/world/event.hpp"
#include "tools/explain/explain.hpp"
#include "tools/system/exit_code.hpp"

namespace tools {
namespace {

struct Word {
    std::string_view name;
    std::string_view meaning;
    // An initializer, so that words without one may leave it out.
    std::string_view example{};
};

// What is printed beside the names of the other tables. `h2sim check` calls scenarios passed,
// failed, …; the others stand in reports of explore, replay and minimize, and in traces.
constexpr std::array kWords = {
    Word{"complete",
         "Every order of events has been explored, within the sizes of the scenario "
         "(streams, requests, pipes): \"holds\" is proven for them."},
    Word{"unknown",
         "The verdict of a property that was still open when the search hit a bound. "
         "The exit code is 5, never a pass.",
         "h2sim explore races/release-at-write-start --max-states 10"},
    Word{"vacuous",
         "The verdict of a property that no order breaks, and that no order puts at stake: it "
         "says nothing about the design. It is no pass unless the scenario expects it.",
         "h2sim explore races/go-42777-landed --set requests=2"},
    Word{"counterexample",
         "The steps from the beginning to the one that breaks a property. "
         "Breadth first, it is the shortest, and the first of the shortest.",
         "h2sim explore races/go-42777-landed --trace-out landed.trace.json"},
    Word{"witness",
         "The steps from the beginning to the one that shows a property of the kind "
         "\"sometimes\".",
         "h2sim explore races/go-42777-landed --property closed-but-counted"},
    Word{"trace",
         "A file with a scenario, one order of its events and what it shows. It replays "
         "without any other file.",
         "h2sim replay landed.trace.json"},
    Word{"pick",
         "In a trace: which of the events that could happen next was taken, counted from "
         "0 in the documented order."},
    Word{"digest",
         "In a trace: XXH3-128 of the state after a step. replay compares it, so that a "
         "trace that no longer means the same is noticed."},
    Word{"states", "Different states of client, server, transport and monitor that were reached."},
    Word{"transitions", "Steps that were tried, including those into states already known."},
    Word{"depth", "Steps of the longest of the shortest ways to a state."},
    Word{"context-switches",
         "Steps of a trace whose actor is not that of the step before. "
         "minimize makes them few.",
         "h2sim minimize landed.trace.json"},
    Word{"proven", "minimize: no trace is shorter, and none as short has fewer context switches."},
    Word{"point-of-no-return",
         "The last step from which some order still keeps the property; "
         "after it, every order breaks it.",
         "h2sim replay landed.trace.json --at-point-of-no-return"},
    Word{"monitor",
         "Watches the wire and says for each peer whether it has kept to RFC 9113 until "
         "then, whatever the peers think."},
    Word{"accept", "Verdict on a received frame: the RFC allows it here."},
    Word{"discard",
         "Verdict on a received frame: it is ignored, as the RFC asks for (section 5.1: "
         "it may have crossed our RST_STREAM)."},
    Word{"stream-error",
         "Verdict on a received frame: RST_STREAM with this code answers it "
         "(section 5.4.2)."},
    Word{"connection-error",
         "Verdict on a received frame: GOAWAY with this code answers it, and "
         "the connection ends (section 5.4.1)."},
    Word{"passed", "check: every property came out as expected, and so did the pinned counts."},
    Word{"skipped", "check: not explored, because it was interrupted or after --fail-fast."},
    Word{"crashed", "check: h2sim itself failed on this scenario; please report it."},
    Word{"xfailed", "check: failed as the file of --expectations says; counts as passed."},
    Word{"xpassed",
         "check: passed although the file of --expectations says it fails; counts as "
         "failed, so that the entry is removed."},
};

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace

void explain_events(Explanations& all) {
    for (const sim::EventMeaning& event : sim::all_events()) {
        Explanation each{"event", event.name, event.meaning};
        each.example = lines_of(event.words);
        all.push_back(std::move(each));
    }
}

void explain_results(Explanations& all) {
    for (const ExitCodeText& code : exit_code_texts()) {
        Explanation each{"exit code", std::to_string(static_cast<int>(code.code)), code.meaning};
        each.also = {std::string{code.name}};
        if (!code.example.empty()) {
            each.example = {fmt::format("{}; echo $?", code.example)};
        }
        all.push_back(std::move(each));
    }
    for (const sim::ErrorCodeText& code : sim::all_error_codes()) {
        Explanation each{"error code", code.name, code.meaning};
        each.example = {fmt::format("{}  # wrong", code.wrong),
                        fmt::format("{}  # right", code.right)};
        all.push_back(std::move(each));
    }
    for (const Word& word : kWords) {
        Explanation each{"word", word.name, word.meaning};
        each.example = lines_of(word.example);
        all.push_back(std::move(each));
    }
}

}  // namespace tools
