#pragma once
// Committed traces as the tests of pictures and of shorter traces need them.

#include <string>

#include "sim/trace/drawing.hpp"
#include "tests/sim/trace/traces.hpp"

namespace drawn {

inline sim::Trace trace_of(const std::string& name) {
    return traces::parse(traces::text_of(name + ".trace.json"));
}

inline sim::SpaceTime picture_of(const sim::Model& model, const sim::Trace& trace) {
    sim::SpaceTimeRecorder recorder{model};
    const auto outcome =
        sim::replay(model, trace, [&](const sim::ReplayStep& step) { recorder.add(step); });
    REQUIRE_FALSE(outcome.divergence);
    return recorder.picture();
}

inline sim::SpaceTime picture_of(const std::string& name) {
    const sim::Trace trace = trace_of(name);
    const sim::Model model{trace.scenario};
    return picture_of(model, trace);
}

// What `svg` or `mermaid` is drawn of: the whole trace, with its point of no return.
template <class Draw>
std::string draw(const sim::Trace& trace, const Draw& to_text) {
    const sim::Model model{trace.scenario};
    return to_text(sim::Drawing{trace, picture_of(model, trace), "  It broke.\n", "It replays.",
                                true, sim::point_of_no_return(model, trace)});
}

inline std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos;
         at = text.find(part, at + part.size())) {
        ++found;
    }
    return found;
}

inline const std::string kLanded = "go-42777-landed.no-false-refusal";
inline const std::string kDeadlock = "blocking-drain.no-deadlock";

}  // namespace drawn
