// All words are those of the event's action. Verdicts that reject or discard a frame name the
// section of the rule they follow from.

#include "sim/trace/describe.hpp"

#include <fmt/format.h>

#include "h2core/overloaded.hpp"

namespace sim {

EventText describe(const JudgedWorld& world, Event event) {
    const Action action = action_of(world, event);
    return {to_text(action.actor), to_text(action)};
}

std::string step_name(const Action& action) {
    return to_text(action.actor) + ": " + to_text(action);
}

std::string step_name(const JudgedWorld& world, Event event) {
    return step_name(action_of(world, event));
}

std::string to_text(const h2::Verdict& verdict) {
    return std::visit(h2::overloaded{
                          [](const h2::Accept&) { return std::string{"accept"}; },
                          [](const h2::Discard& v) {
                              return fmt::format("discard {}", h2::rule(v.rule).section);
                          },
                          [](const h2::StreamError& v) {
                              return fmt::format("stream error {} {}", h2::name(v.code),
                                                 h2::rule(v.rule).section);
                          },
                          [](const h2::ConnectionError& v) {
                              return fmt::format("connection error {} {}", h2::name(v.code),
                                                 h2::rule(v.rule).section);
                          },
                      },
                      verdict);
}

}  // namespace sim
