// The Mermaid form: a step is an arrow where it gives something to another thread, else a note; its
// other hand-overs are arrows after it. A step that breaks a property stands in a coloured box.
// There is no quoting in Mermaid, so every text is escaped.

#include <algorithm>

#include <fmt/format.h>

#include "sim/promises/properties.hpp"
#include "sim/text/printable.hpp"
#include "sim/trace/drawing.hpp"

namespace sim {
namespace {

// Mermaid has no quoting: ';' and line ends finish a statement, '#' begins an entity, ':' a text,
// '%%' a comment and '%%{' a directive, '<' HTML. Whatever could mean something is an entity.
std::string escaped(std::string_view text, std::size_t most) {
    constexpr std::string_view kPlain = " .,_-=/()!?*+'";
    std::string result;
    for (const char character : printable(text, most)) {
        const auto octet = static_cast<unsigned char>(character);
        const bool plain = octet >= 0x80 || (octet >= '0' && octet <= '9') ||
                           (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z') ||
                           kPlain.find(character) != std::string_view::npos;
        result += plain ? std::string{character} : fmt::format("#{};", octet);
    }
    return result;
}

constexpr std::size_t kMostOfAText = 200;  // characters

std::string participant(std::size_t lane) {
    return fmt::format("p{}", lane);
}

// Whether such a step is told by an arrow: what it does is to give something to another thread.
bool gives(Verb verb) {
    switch (verb) {
        case Verb::send:
        case Verb::queue:
        case Verb::show:
        case Verb::post:
        case Verb::hand_over: return true;
        case Verb::receive:
        case Verb::check:
        case Verb::give:
        case Verb::report_error:
        case Verb::read:
        case Verb::process:
        case Verb::wait:
        case Verb::complete:
        case Verb::take:
        case Verb::drop:
        case Verb::remove:
        case Verb::begin_write:
        case Verb::come_back:
        case Verb::announce:
        case Verb::begin_shutdown:
        case Verb::close:
        case Verb::fire:
        case Verb::advance: return false;
    }
    return false;
}

// The message that says the same as the step that sends it; null if there is none.
const Message* sent_by(const SpaceTime& picture, const TraceRow& row) {
    const bool begins = gives(row.action.verb);
    const auto found =
        std::find_if(picture.messages.begin(), picture.messages.end(),
                     [&](const Message& each) { return each.from_step == row.step; });
    return begins && found != picture.messages.end() ? &*found : nullptr;
}

// What else a step hands to other threads, with the number of the step that takes it.
std::string hand_overs(const SpaceTime& picture, const TraceRow& row, const Message* told) {
    std::string text;
    for (const Message& message : picture.messages) {
        if (message.from_step == row.step && message.kind == Message::Kind::hand_over &&
            &message != told) {
            text += fmt::format("    {}--){}: {}, for step {}\n", participant(message.from_lane),
                                participant(message.to_lane), escaped(message.text, kMostOfAText),
                                message.to_step);
        }
    }
    return text;
}

std::string step_line(const SpaceTime& picture, std::size_t index) {
    const TraceRow& row = picture.rows[index];
    const std::string text = escaped(fmt::format("{}. {}{}{}", row.step, row.event,
                                                 row.verdict.empty() ? "" : " - ", row.verdict),
                                     kMostOfAText);
    const std::string lane = participant(picture.at[index]);
    const Message* const message = sent_by(picture, row);
    const std::string line = message == nullptr ? fmt::format("    Note over {}: {}\n", lane, text)
                                                : fmt::format("    {}-){}: {}\n", lane,
                                                              participant(message->to_lane), text);
    return line + hand_overs(picture, row, message);
}

std::string all_lanes(const SpaceTime& picture) {
    return picture.lanes.size() == 1 ? participant(0)
                                     : participant(0) + "," + participant(picture.lanes.size() - 1);
}

std::string note(const SpaceTime& picture, std::string_view text) {
    return fmt::format("    Note over {}: {}\n", all_lanes(picture), escaped(text, 500));
}

std::string wrong_step(const SpaceTime& picture, std::size_t index) {
    std::string text = "    rect rgb(255, 214, 214)\n" + step_line(picture, index);
    for (const std::string& name : picture.rows[index].observed) {
        const Property* const property = find_property(name);
        text += note(picture, fmt::format("{} violated, RFC {}", name, property->section));
    }
    return text + "    end\n";
}

bool stands_after(const Drawing& drawing, std::size_t step) {
    return drawing.no_return && drawing.no_return->kind == NoReturn::Kind::at_step &&
           drawing.no_return->step == step;
}

std::string ending(const Drawing& drawing) {
    const Property& property = *find_property(drawing.trace.property);
    std::string text;
    if (drawing.no_return && drawing.no_return->kind != NoReturn::Kind::at_step) {
        text += note(drawing.picture, to_text(*drawing.no_return, drawing.trace));
    }
    if (drawing.ended && property.kind != PropertyKind::always) {
        text += note(drawing.picture,
                     fmt::format("{} {}, RFC {}. {}", property.name, name(drawing.trace.verdict),
                                 property.section, property.meaning));
    }
    return text + (drawing.ended ? "" : note(drawing.picture, drawing.note));
}

}  // namespace

std::string to_mermaid(const Drawing& drawing) {
    const SpaceTime& picture = drawing.picture;
    std::string text = fmt::format("sequenceDiagram\n    title {} - {}\n",
                                   escaped(drawing.trace.scenario.id, kMostOfAText),
                                   escaped(drawing.trace.scenario.title, kMostOfAText));
    for (std::size_t lane = 0; lane < picture.lanes.size(); ++lane) {
        text += fmt::format("    participant {} as {}\n", participant(lane),
                            escaped(picture.lanes[lane], kMostOfAText));
    }
    for (std::size_t i = 0; i < picture.rows.size(); ++i) {
        const TraceRow& row = picture.rows[i];
        text += row.wrong ? wrong_step(picture, i) : step_line(picture, i);
        if (stands_after(drawing, row.step)) {
            text += note(picture, to_text(*drawing.no_return, drawing.trace));
        }
        if (text.size() > kMostMermaidOctets && i + 1 < picture.rows.size()) {
            text += note(picture, fmt::format("Cut here. Steps {} to {} are not shown.",
                                              row.step + 1, picture.rows.back().step));
            break;
        }
    }
    return text + ending(drawing);
}

}  // namespace sim
