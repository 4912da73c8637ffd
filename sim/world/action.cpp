// The names and the words of actions.

#include "sim/world/action.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "sim/scenario/notation.hpp"
#include "sim/text/enumerators.hpp"

namespace sim {
namespace {

constexpr auto kThreads = enumerators<Thread::clock>();
constexpr auto kVerbs = enumerators<Verb::advance>();
constexpr auto kPlaces = enumerators<Place::timers>();

std::string text_of(const std::optional<h2::Frame>& frame) {
    return frame ? to_text(*frame) : std::string{"the flushed buffer"};
}

std::string processed(const Action& action) {
    const std::string text = "processes " + text_of(action.frame);
    return action.first
               ? fmt::format("takes the completion of {}, {}", text_of(action.first->frame), text)
               : text;
}

std::string completed(const Action& action) {
    return action.count > 0 ? fmt::format("hears that {} write(s) have finished", action.count)
                            : fmt::format("hears that {} is written", text_of(action.frame));
}

// "process HEADERS 3 END_STREAM", "swap HEADERS 1 and 2 more".
std::string fired(const Action& action) {
    std::string text = action.rule->name;
    if (action.frame) {
        text += ' ' + to_text(*action.frame);
    } else if (!action.planned.empty()) {
        text += ' ' + to_text(action.planned);
    }
    return action.count > 1 ? fmt::format("{} and {} more", text, action.count - 1) : text;
}

}  // namespace

bool operator==(const Action& left, const Action& right) {
    const auto parts = [](const Action& action) {
        return std::tie(action.actor, action.verb, action.stream, action.frame, action.first,
                        action.count, action.limit);
    };
    const auto rule = [](const Action& action) {
        return action.rule == nullptr ? std::string_view{} : std::string_view{action.rule->name};
    };
    return parts(left) == parts(right) && rule(left) == rule(right) &&
           std::equal(left.planned.begin(), left.planned.end(), right.planned.begin(),
                      right.planned.end());
}

Role role_of(Thread thread) {
    switch (thread) {
        case Thread::client:
        case Thread::client_writer:
        case Thread::caller: return Role::client;
        case Thread::reader:
        case Thread::loop:
        case Thread::writer:
        case Thread::request:
        case Thread::server:
        case Thread::net: return Role::server;
        case Thread::clock: return Role::time;
    }
    return Role::time;
}

std::string_view name(Role role) {
    switch (role) {
        case Role::client: return "client";
        case Role::server: return "server";
        case Role::time: return "time";
    }
    return {};
}

std::string_view name(Thread thread) {
    switch (thread) {
        case Thread::client: return "client";
        case Thread::client_writer: return "client writer";
        case Thread::caller: return "caller";
        case Thread::reader: return "reader";
        case Thread::loop: return "loop";
        case Thread::writer: return "writer";
        case Thread::request: return "request";
        case Thread::server: return "server";
        case Thread::net: return "net";
        case Thread::clock: return "clock";
    }
    return {};
}

std::string_view name(Verb verb) {
    switch (verb) {
        case Verb::receive: return "receive";
        case Verb::send: return "send";
        case Verb::queue: return "queue";
        case Verb::check: return "check";
        case Verb::give: return "give";
        case Verb::report_error: return "report-error";
        case Verb::read: return "read";
        case Verb::process: return "process";
        case Verb::wait: return "wait";
        case Verb::complete: return "complete";
        case Verb::take: return "take";
        case Verb::drop: return "drop";
        case Verb::show: return "show";
        case Verb::post: return "post";
        case Verb::remove: return "remove";
        case Verb::hand_over: return "hand-over";
        case Verb::begin_write: return "begin-write";
        case Verb::come_back: return "come-back";
        case Verb::announce: return "announce";
        case Verb::begin_shutdown: return "begin-shutdown";
        case Verb::close: return "close";
        case Verb::fire: return "fire";
        case Verb::advance: return "advance";
    }
    return {};
}

std::string_view name(Place place) {
    switch (place) {
        case Place::to_server: return "to-server";
        case Place::to_client: return "to-client";
        case Place::client_plan: return "client-plan";
        case Place::client_streams: return "client-streams";
        case Place::client_slots: return "client-slots";
        case Place::client_windows: return "client-windows";
        case Place::client_queue: return "client-queue";
        case Place::client_callers: return "client-callers";
        case Place::client_settings: return "client-settings";
        case Place::client_responses: return "client-responses";
        case Place::client_reading: return "client-reading";
        case Place::hand_off: return "hand-off";
        case Place::loop_waiting: return "loop-waiting";
        case Place::functions: return "functions";
        case Place::handed_over: return "handed-over";
        case Place::queue: return "queue";
        case Place::removals: return "removals";
        case Place::buffer: return "buffer";
        case Place::write: return "write";
        case Place::completion: return "completion";
        case Place::streams: return "streams";
        case Place::slots: return "slots";
        case Place::windows: return "windows";
        case Place::running: return "running";
        case Place::server_plan: return "server-plan";
        case Place::timers: return "timers";
    }
    return {};
}

std::span<const Thread> all_threads() {
    return kThreads;
}

std::span<const Verb> all_verbs() {
    return kVerbs;
}

std::span<const Place> all_places() {
    return kPlaces;
}

std::string to_text(Actor actor) {
    const std::string_view text = actor.name.empty() ? name(actor.thread) : actor.name;
    return actor.number == 0 ? std::string{text} : fmt::format("{} {}", text, actor.number);
}

std::string to_text(std::span<const PlannedFrame> planned) {
    std::string text;
    for (const PlannedFrame& frame : planned) {
        const char* const kind = frame.kind == PlannedFrame::Kind::data ? "DATA" : "HEADERS";
        text += fmt::format("{}{} len={}{}", text.empty() ? "" : " and ", kind, frame.octets,
                            frame.end_stream ? " END_STREAM" : "");
    }
    return text;
}

std::string to_text(const Action& action) {
    switch (action.verb) {
        case Verb::receive: return "receives " + text_of(action.frame);
        case Verb::send: return "sends " + text_of(action.frame);
        case Verb::queue: return "queues " + text_of(action.frame);
        case Verb::check:
            return fmt::format("sees {} of {} streams open", action.count, action.limit);
        case Verb::give:
            return fmt::format("gives the response on stream {} to its caller",
                               action.stream.value());
        case Verb::report_error:
            return fmt::format("reports an error for stream {}, whose response is complete",
                               action.stream.value());
        case Verb::read: return "reads " + text_of(action.frame);
        case Verb::process: return processed(action);
        case Verb::wait: return "waits for the write of " + text_of(action.frame);
        case Verb::complete: return completed(action);
        case Verb::take:
            return fmt::format("takes stream {}'s {}", action.stream.value(),
                               to_text(action.planned));
        case Verb::drop: return "drops a frame of a stream that is gone";
        case Verb::show: return fmt::format("makes {} visible", text_of(action.frame));
        case Verb::post: return "posts the completion of " + text_of(action.frame);
        case Verb::remove:
            return fmt::format("takes the removal of stream {}", action.stream.value());
        case Verb::hand_over: return "hands over " + to_text(action.planned);
        case Verb::begin_write:
            return "takes the lock, begins to write " +
                   (action.planned.empty() ? text_of(action.frame) : to_text(action.planned));
        case Verb::come_back: return "returns, its stream was reset";
        case Verb::announce: return "announces " + text_of(action.frame);
        case Verb::begin_shutdown: return "begins the graceful shutdown";
        case Verb::close: return "closes the transport";
        case Verb::fire: return fired(action);
        case Verb::advance: return "advances to the next timer";
    }
    return {};
}

}  // namespace sim
