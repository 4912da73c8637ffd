// Shares the rows out among steps, changes and events in fixed proportions; while an event is
// chosen, the events have the rows of the changes too. Steps and events are shown around the
// current one, in the middle where that is possible.

#include "tools/terminal/stepper_view.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "sim/judge/situation.hpp"
#include "sim/text/columns.hpp"
#include "sim/text/printable.hpp"
#include "sim/trace/describe.hpp"
#include "sim/trace/state_text.hpp"
#include "tools/system/wording.hpp"
#include "tools/terminal/stepper_help.hpp"
#include "tools/terminal/styled_line.hpp"

namespace tools {
namespace {

using Mode = Stepper::Mode;

constexpr std::size_t kFixed = 7;         // rows that are no list: titles, rules, message, keys
constexpr std::size_t kWide = 64;         // columns from which on the counts have whole names
constexpr std::size_t kWidestActor = 12;  // columns
constexpr std::size_t kIndent = 4;        // of the rest of a line on a page
constexpr std::size_t kNameWidth = 26;    // of a fact

// How the rows below the two at the top are shared out.
struct Heights {
    std::size_t steps = 0;
    std::size_t changes = 0;
    std::size_t events = 0;
};

Heights heights_of(std::size_t rows, bool choosing) {
    const std::size_t body = rows - kFixed;
    Heights heights;
    heights.events = std::max<std::size_t>(1, body * 4 / 17);
    heights.changes = std::max<std::size_t>(1, body * 6 / 17);
    heights.steps = body - heights.events - heights.changes;
    if (choosing) {
        heights.events += heights.changes + 1;  // and the rule between them
        heights.changes = 0;
    }
    return heights;
}

class Drawer {
  public:
    Drawer(const Stepper& stepper, ScreenSize size)
        : stepper_{stepper}, walk_{stepper.walk()}, size_{size} {}

    std::vector<Line> draw() {
        if (size_.columns < kSmallestScreen.columns || size_.rows < kSmallestScreen.rows) {
            return too_small();
        }
        if (stepper_.mode() == Mode::page) {
            return page();
        }
        const bool choosing = stepper_.mode() == Mode::choose;
        const Heights heights = heights_of(size_.rows, choosing);
        events_ = walk_.enabled();
        heading();
        steps(heights.steps);
        if (!choosing) {
            rule(step_title());
            changes(heights.changes);
        }
        rule(choosing ? "take which one? number or arrows, then Enter; Esc takes none"
                      : fmt::format("what can happen now: {}", events_.size()));
        events(heights.events);
        lines_.push_back(message());
        const bool wide = kStepperKeys.size() <= size_.columns;
        add(std::string{wide ? kStepperKeys : kStepperKeysShort}, Style::faint);
        return std::move(lines_);
    }

  private:
    void add(std::string text, Style style = Style::plain) {
        lines_.push_back({{std::move(text), style}});
    }
    void fill(std::size_t until) {
        while (lines_.size() < until) {
            lines_.emplace_back();
        }
    }
    void rule(const std::string& title) {
        const std::string text = fitted(fmt::format("-- {} ", title), size_.columns);
        const std::size_t used = text.find_last_not_of(' ') + 2;
        add(text.substr(0, std::min(text.size(), used)) +
                std::string(
                    size_.columns - std::min(size_.columns, sim::columns_of(text.substr(0, used))),
                    '-'),
            Style::faint);
    }

    [[nodiscard]] std::vector<Line> too_small() const {
        const std::string text =
            fmt::format("h2sim needs {}x{}, this is {}x{}; q quits", kSmallestScreen.columns,
                        kSmallestScreen.rows, size_.columns, size_.rows);
        std::vector<Line> lines;
        for (const std::string& line :
             sim::wrapped(text, std::max<std::size_t>(2, size_.columns))) {
            if (lines.size() < size_.rows) {
                lines.push_back({{line, Style::plain}});
            }
        }
        return lines;
    }

    std::vector<Line> page() {
        const Page& page = stepper_.page();
        add(page.title, Style::strong);
        lines_.emplace_back();
        for (std::size_t i = page.top; i < page.lines.size(); ++i) {
            for (const std::string& line : sim::wrapped(page.lines[i], size_.columns, kIndent)) {
                if (lines_.size() + 1 < size_.rows) {
                    add(line, line.starts_with("* ") ? Style::fresh : Style::plain);
                }
            }
        }
        fill(size_.rows - 1);
        add("arrows and space scroll, q closes this page", Style::faint);
        return std::move(lines_);
    }

    void heading() {
        const sim::Scenario& scenario = stepper_.trace().scenario;
        const std::string place = fmt::format(" step {} of {}", walk_.position(), walk_.length());
        const std::string title =
            sim::printable(fmt::format("{}: {}", scenario.id, scenario.title), 300);
        lines_.push_back(
            {{fitted(title, size_.columns - place.size()), Style::strong}, {place, Style::strong}});
        if (const auto own = walk_.own_from()) {
            add(fmt::format("your own steps from step {} on (r: the trace's, w: write)", *own),
                Style::notice);
            return;
        }
        add(claim(), stepper_.replays() ? Style::plain : Style::wrong);
    }

    [[nodiscard]] std::string claim() const {
        const sim::Trace& trace = stepper_.trace();
        if (!stepper_.replays()) {
            return fmt::format("the trace does not replay from step {} on (i: why)",
                               walk_.length() + 1);
        }
        std::string text = trace.verdict == sim::PropertyVerdict::unknown
                               ? fmt::format("claims nothing about {}", trace.property)
                               : fmt::format("{} {} at step {}", trace.property,
                                             name(trace.verdict), trace.steps.size());
        if (const auto step = stepper_.no_return_step()) {
            text += fmt::format("; point of no return: step {}", *step);
        }
        return text;
    }

    // The steps around the current one, which stands in the middle where it can.
    void steps(std::size_t height) {
        const bool wide = size_.columns >= kWide;
        const std::string counts = wide ? "client wire server" : " cl wi sv";
        actor_width_ = 6;
        for (const sim::TraceRow& row : walk_.rows()) {
            actor_width_ =
                std::max(actor_width_, std::min(sim::columns_of(row.actor), kWidestActor));
        }
        event_width_ = size_.columns - 2 - 5 - 1 - actor_width_ - 1 - 1 - counts.size();
        lines_.push_back({{fmt::format("   step {} {} {}", fitted("actor", actor_width_),
                                       fitted("event", event_width_), counts),
                           Style::faint}});
        const std::size_t here = walk_.position();
        const std::size_t total = walk_.length() + 1;  // the beginning is a line too
        const std::size_t first =
            std::min(here - std::min(here, height / 2), total - std::min(total, height));
        for (std::size_t i = first; i < std::min(total, first + height); ++i) {
            step(i);
        }
        fill(3 + height);
    }

    void step(std::size_t index) {
        const bool here = index == walk_.position();
        if (index == 0) {
            add(fmt::format("{}     0 {}", here ? ">" : " ", "the beginning"),
                here ? Style::current : Style::plain);
            return;
        }
        const sim::TraceRow& row = walk_.rows()[index - 1];
        const bool no_return = stepper_.no_return_step() == index;
        std::string event = row.event;
        for (const std::string& property : row.observed) {
            event += " <<< " + property;
        }
        const std::string counts =
            size_.columns >= kWide
                ? fmt::format("{:>6} {:>4} {:>6}", row.client, row.wire, row.server)
                : fmt::format("{:>3}{:>3}{:>3}", row.client, row.wire, row.server);
        const bool ahead = index > walk_.position();
        const Style style = here        ? Style::current
                            : row.wrong ? Style::wrong
                            : ahead     ? Style::faint
                                        : Style::plain;
        lines_.push_back(
            {{fmt::format("{}{}{:>5} {} {} ", here ? ">" : " ",
                          row.wrong   ? "!"
                          : no_return ? "^"
                                      : " ",
                          index, fitted(row.actor, actor_width_), fitted(event, event_width_)),
              style},
             {counts, style == Style::plain && row.stale ? Style::notice : style}});
    }

    [[nodiscard]] std::string step_title() const {
        if (walk_.position() == 0) {
            return "before the first step";
        }
        const sim::TraceRow& row = walk_.rows()[walk_.position() - 1];
        return fmt::format("what step {} changed{}", row.step,
                           row.verdict.empty() ? "" : ": " + row.verdict);
    }

    void changes(std::size_t height) {
        const std::size_t until = lines_.size() + height;
        const auto all = sim::changes(walk_.before(), walk_.world());
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (lines_.size() + 1 == until && i + 1 < all.size()) {
                add(fmt::format("  {} more, s shows the whole state", all.size() - i),
                    Style::faint);
                break;
            }
            lines_.push_back(change(all[i]));
        }
        fill(until);
    }

    // Where there is too little room, what is now is worth more than what was.
    [[nodiscard]] Line change(const sim::Change& change) const {
        constexpr std::size_t kArrow = 4;
        const std::size_t name = std::min(kNameWidth, size_.columns / 2);
        const std::size_t room = size_.columns - name - 3 - kArrow;
        const std::size_t width = sim::columns_of(change.before);
        const std::size_t least = std::min<std::size_t>(width, 8);
        const std::size_t after = std::min(sim::columns_of(change.after), room - least);
        const std::size_t before = std::min(width, room - after);
        return {
            {fmt::format("  {} {} -> ", fitted(change.name, name), fitted(change.before, before))},
            {fitted(change.after, after), Style::fresh}};
    }

    void events(std::size_t height) {
        const std::size_t until = lines_.size() + height;
        const bool choosing = stepper_.mode() == Mode::choose;
        const std::size_t next =
            walk_.position() < walk_.length() ? walk_.picks()[walk_.position()] : events_.size();
        const std::size_t shown = choosing ? stepper_.chosen() : next < events_.size() ? next : 0;
        const std::size_t count = events_.size();
        const std::size_t first =
            std::min(shown - std::min(shown, height / 2), count - std::min(count, height));
        for (std::size_t i = first; i < count && lines_.size() < until; ++i) {
            const std::size_t left = count - i;
            if (lines_.size() + 1 == until && left > 1 && !(choosing && i == shown)) {
                add(fmt::format("  {} more, t lists them", left), Style::faint);
                break;
            }
            event(i, choosing && i == shown, i == next);
        }
        if (count == 0) {
            add(walk_.world().finished() ? "  nothing: the run is complete"
                                         : "  nothing, and not all is done: a deadlock",
                walk_.world().finished() ? Style::plain : Style::wrong);
        }
        fill(until);
    }

    void event(std::size_t index, bool chosen, bool next) {
        const sim::EventText text =
            sim::describe(walk_.world(), events_[static_cast<std::uint32_t>(index)]);
        add(fmt::format("{}{}{:>5} {} {}", chosen ? ">" : " ", next ? "*" : " ", index,
                        fitted(text.actor, actor_width_), text.action),
            chosen ? Style::current : Style::plain);
    }

    [[nodiscard]] Line message() const {
        const std::string& typed = stepper_.typed();
        switch (stepper_.mode()) {
            case Mode::ask_step: return {{fmt::format("Go to step: {}_", typed), Style::strong}};
            case Mode::ask_file: return file_question();
            case Mode::confirm:
                return {{fmt::format("{} exists. Overwrite it? y/n", typed), Style::notice}};
            case Mode::choose:
                return {{typed.empty() ? "" : fmt::format("Take {}_", typed), Style::strong}};
            case Mode::browse:
            case Mode::page: break;
        }
        if (!typed.empty()) {
            return {{fmt::format("{}_ (g: go to that step, t: take that event)", typed),
                     Style::strong}};
        }
        return stepper_.message().empty() ? situation() : Line{{stepper_.message(), Style::notice}};
    }

    // The end of a long name is what is being typed.
    [[nodiscard]] Line file_question() const {
        const std::string question = fmt::format("Write {} to: ", counted(walk_.length(), "step"));
        const std::size_t room = size_.columns - std::min(size_.columns, question.size());
        return {{question + sim::last_columns(stepper_.typed() + "_", room), Style::strong}};
    }

    // What the state means.
    [[nodiscard]] Line situation() const {
        if (walk_.position() > 0 && walk_.rows()[walk_.position() - 1].wrong) {
            const std::string& broken = walk_.rows()[walk_.position() - 1].observed.front();
            return {{fmt::format("This step breaks {} ({}); i says what that means.", broken,
                                 sim::find_property(broken)->section),
                     Style::wrong}};
        }
        auto sentences = sim::stale_counts(walk_.world());
        if (sentences.empty() && events_.empty() && !walk_.world().finished()) {
            sentences = sim::who_waits(walk_.world());
        }
        return sentences.empty() ? Line{} : Line{{sentences.front(), Style::notice}};
    }

    const Stepper& stepper_;
    const sim::Walk& walk_;
    ScreenSize size_;
    sim::EventList<sim::JudgedWorld> events_;
    std::vector<Line> lines_;
    std::size_t actor_width_ = 0;
    std::size_t event_width_ = 0;
};

}  // namespace

std::vector<std::string> view(const Stepper& stepper, ScreenSize size, bool colour) {
    std::vector<std::string> texts;
    for (const Line& line : Drawer{stepper, size}.draw()) {
        texts.push_back(rendered(line, size.columns, colour));
    }
    return texts;
}

}  // namespace tools
