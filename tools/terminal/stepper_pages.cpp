// The page of the state begins with what the state means, leaves out facts without a value, and
// ends with the facts that are gone.

#include "tools/terminal/stepper_pages.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "sim/judge/situation.hpp"
#include "sim/text/printable.hpp"
#include "sim/trace/state_text.hpp"
#include "tools/terminal/stepper_help.hpp"

namespace tools {
namespace {

constexpr std::size_t kPageLines = 10;   // lines of a page key
constexpr std::size_t kLongText = 2000;  // characters of a scenario's own words

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at <= text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// What the state means, then all of it; what the last step changed has a star.
std::vector<std::string> state_lines(const sim::Walk& walk) {
    const std::vector<sim::Change> changed = sim::changes(walk.before(), walk.world());
    std::vector<std::string> lines = sim::stale_counts(walk.world());
    if (walk.enabled().empty() && !walk.world().finished()) {
        const std::vector<std::string> waiting = sim::who_waits(walk.world());
        lines.insert(lines.end(), waiting.begin(), waiting.end());
    }
    if (!lines.empty()) {
        lines.emplace_back();
    }
    for (const sim::Fact& fact : sim::facts_of(walk.world())) {
        const auto change =
            std::find_if(changed.begin(), changed.end(),
                         [&fact](const sim::Change& each) { return each.name == fact.name; });
        if (change != changed.end()) {
            lines.push_back(
                fmt::format("* {:<26} {} (was {})", fact.name, fact.value, change->before));
        } else if (fact.value != "-") {
            lines.push_back(fmt::format("  {:<26} {}", fact.name, fact.value));
        }
    }
    for (const sim::Change& change : changed) {
        if (change.after == "-") {
            lines.push_back(fmt::format("* {:<26} gone (was {})", change.name, change.before));
        }
    }
    return lines;
}

}  // namespace

bool turn(Page& page, const Key& key) {
    const auto is = [&key](std::string_view letters) {
        return key.kind == Key::Kind::text && letters.find(key.text) != std::string_view::npos;
    };
    const std::size_t last = page.lines.empty() ? 0 : page.lines.size() - 1;
    if (key.kind == Key::Kind::down || is("j")) {
        page.top = std::min(page.top + 1, last);
    } else if (key.kind == Key::Kind::up || is("k")) {
        page.top -= std::min<std::size_t>(page.top, 1);
    } else if (key.kind == Key::Kind::page_down || is(" ")) {
        page.top = std::min(page.top + kPageLines, last);
    } else if (key.kind == Key::Kind::page_up || is("b")) {
        page.top -= std::min(page.top, kPageLines);
    } else if (key.kind == Key::Kind::home) {
        page.top = 0;
    } else if (key.kind == Key::Kind::end) {
        page.top = last;
    } else {
        return false;
    }
    return true;
}

Page help_page() {
    return {"Keys", lines_of(std::string{kStepperHelp})};
}

Page state_page(const sim::Walk& walk) {
    return {walk.position() == 0 ? "State at the beginning"
                                 : fmt::format("State after step {}", walk.position()),
            state_lines(walk)};
}

Page about_page(const sim::Trace& trace, const std::optional<sim::NoReturn>& no_return) {
    const sim::Property& property = *sim::find_property(trace.property);
    std::vector<std::string> lines = {
        sim::printable(trace.scenario.title, kLongText),
        sim::printable(trace.scenario.why, kLongText),
        "",
        trace.verdict == sim::PropertyVerdict::unknown
            ? fmt::format("The trace claims nothing about {}.", property.name)
            : fmt::format("{} {} in {} steps{}", property.name, name(trace.verdict),
                          trace.steps.size(), trace.shortest ? ", and in no fewer" : ""),
        fmt::format("{}{}{}: {}", property.section, property.invariant.empty() ? "" : ", ",
                    property.invariant, property.meaning),
    };
    if (no_return) {
        lines.push_back(sim::to_text(*no_return, trace));
    }
    if (!trace.h2sim.empty()) {
        lines.push_back(fmt::format("Written by h2sim {}.", trace.h2sim));
    }
    return {sim::printable(trace.scenario.id), std::move(lines)};
}

Page divergence_page(const std::string& reason) {
    return {"The trace does not replay", lines_of(reason)};
}

}  // namespace tools
