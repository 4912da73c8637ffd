// What was seen of a peer, in one word: the gravest comes first.

#include <algorithm>

#include <fmt/format.h>

#include "tools/probe/probe_link.hpp"

namespace tools {
namespace {

bool wants_goaway(const ProbeCase& asked) {
    return std::any_of(asked.expect.begin(), asked.expect.end(), [](const ProbeOutcome& outcome) {
        return outcome.see == ProbeSight::goaway && outcome.grade == ProbeGrade::conform;
    });
}

}  // namespace

// Where it may as well go on without a word about the stream, nobody waits for one.
bool ProbeLink::asks_about_stream() const {
    bool asks = false;
    for (const ProbeOutcome& outcome : asked_.expect) {
        if (outcome.see == ProbeSight::alive) {
            return false;
        }
        asks = asks || (outcome.grade != ProbeGrade::ambiguous &&
                        (outcome.see == ProbeSight::reset || outcome.see == ProbeSight::response));
    }
    return asks && asked_.stream != 0;
}

ProbeReaction ProbeLink::reaction() const {
    if (goaway_ && (*goaway_ != h2::ErrorCode::NO_ERROR || ended_)) {
        return {ProbeSight::goaway, *goaway_, "", ""};
    }
    if (const auto seen = streams_.find(asked_.stream);
        asked_.stream != 0 && seen != streams_.end()) {
        if (seen->second.reset) {
            return {ProbeSight::reset, *seen->second.reset, "", ""};
        }
        if ((!ended_ || asked_.quiet) && seen->second.ended && asks_about_stream()) {
            return {ProbeSight::response, {}, seen->second.status, ""};
        }
    }
    if (ended_ || other_protocol_) {
        return {ProbeSight::close, {}, "", ""};
    }
    if (asked_.stream == 0 && wants_goaway(asked_)) {
        const auto reset = std::find_if(streams_.begin(), streams_.end(), [](const auto& each) {
            return each.second.reset.has_value();
        });
        if (reset != streams_.end()) {
            return {ProbeSight::reset, *reset->second.reset, "", ""};
        }
    }
    if (unasked_) {
        return {ProbeSight::unasked, {}, "", ""};
    }
    const auto later = streams_.find(highest_stream_);
    if (stage_ == Stage::last && later != streams_.end() && later->second.reset) {
        return {ProbeSight::reset, *later->second.reset, "", ""};
    }
    return {ProbeSight::alive, {}, "", ""};
}

std::string ProbeLink::waiting() const {
    switch (stage_) {
        case Stage::opening: return "a connection was opened";
        case Stage::settling: return "SETTINGS were exchanged";
        case Stage::steps:
            return step_ < asked_.steps.size() ? fmt::format("step {} was waited for", step_ + 1)
                                               : "all was sent";
        case Stage::ping:
        case Stage::last: return "a PING was sent";
        case Stage::stream: return fmt::format("stream {} was waited for", asked_.stream);
        case Stage::request: return "a later request was sent";
        case Stage::done: break;
    }
    return "";
}

}  // namespace tools
