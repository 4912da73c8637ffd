// One function for each part of the state tells its facts. changes() looks for each fact by its
// name in the facts of the other state, so no two facts of a state may have the same name.

#include "sim/trace/state_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/notation.hpp"
#include "sim/scenario/scenario_names.hpp"

namespace sim {
namespace {

constexpr const char* kNothing = "-";

using Facts = std::vector<Fact>;

template <class Items, class Text>
std::string listed(const Items& items, const Text& text_of) {
    std::string text;
    for (const auto& item : items) {
        text += (text.empty() ? "" : ", ") + text_of(item);
    }
    return text.empty() ? kNothing : text;
}

template <class Frames>
std::string frames_text(const Frames& frames) {
    return listed(frames, [](const h2::Frame& frame) { return to_text(frame); });
}

std::string limit_text(std::uint32_t limit) {
    return limit == h2::kUnlimited ? "none" : std::to_string(limit);
}

std::string request_text(h2::RequestState state) {
    switch (state) {
        case h2::RequestState::none: return "";
        case h2::RequestState::waiting: return ", request waits for its turn";
        case h2::RequestState::running: return ", request runs";
    }
    return "";
}

std::string stream_text(const h2::Stream& stream) {
    std::string text{h2::name(stream.lifecycle)};
    text += stream.closing ? ", closing" : stream.counted ? ", counted" : "";
    text += request_text(stream.request);
    if (stream.closing_frame != h2::ClosingFrame::none) {
        text += fmt::format(", its end: {}", to_text(stream.closing_stage));
    }
    return text;
}

void tell_connection(Facts& facts, const char* whose, const h2::Connection& core) {
    for (const h2::Stream& stream : core.streams()) {
        facts.push_back(
            {fmt::format("{}'s stream {}", whose, stream.id.value()), stream_text(stream)});
    }
    for (const h2::Stream& stream : core.streams()) {
        facts.push_back({fmt::format("{}'s windows, stream {}", whose, stream.id.value()),
                         fmt::format("send {}, receive {}", stream.send_window.size(),
                                     stream.receive_window.size())});
    }
    facts.push_back({fmt::format("{}'s windows", whose),
                     fmt::format("send {}, receive {}", core.connection_send_window(),
                                 core.connection_receive_window())});
    facts.push_back({fmt::format("{}'s GOAWAY", whose), core.goaway_sent() && core.goaway_received()
                                                            ? "sent and received"
                                                        : core.goaway_sent()     ? "sent"
                                                        : core.goaway_received() ? "received"
                                                                                 : kNothing});
    facts.push_back({fmt::format("{}'s SETTINGS", whose),
                     core.unacked_settings() == 0
                         ? "acknowledged"
                         : fmt::format("{} not acknowledged", core.unacked_settings())});
}

std::string wire_text(const WireStream& stream) {
    if (stream.open_for_client() == stream.open_on_wire()) {
        return stream.open_on_wire() ? "open" : "closed";
    }
    return stream.open_on_wire() ? "open, closed for the client"
                                 : "closed, still open for the client";
}

std::string compliance_text(const Compliance& compliance) {
    return compliance.kept()
               ? "kept to RFC 9113"
               : fmt::format("broke {}, stream {}", h2::rule(compliance.broken).section,
                             compliance.stream.value());
}

void tell_wire(Facts& facts, const JudgedWorld& world) {
    const Monitor& monitor = world.monitor;
    facts.push_back({"open for the client", std::to_string(monitor.open_for_client())});
    facts.push_back({"open on the wire", std::to_string(monitor.open_on_wire())});
    facts.push_back({"counted by the server", std::to_string(world.server.core.admission_count())});
    facts.push_back({"the server's limit", limit_text(world.server.core.limit_in_force())});
    facts.push_back({"the client's limit", limit_text(monitor.client_limit())});
    for (const WireStream& stream : monitor.streams()) {
        facts.push_back({fmt::format("wire, stream {}", stream.id.value()), wire_text(stream)});
    }
    facts.push_back({"on the way to the server", frames_text(world.to_server.frames)});
    facts.push_back({"on the way to the client", frames_text(world.to_client.frames)});
    facts.push_back({"the client", compliance_text(monitor.client())});
    facts.push_back({"the server", compliance_text(monitor.server())});
}

std::string callers_text(unsigned passed) {
    std::string text;
    for (unsigned caller = 0; passed >> caller != 0; ++caller) {
        if ((passed >> caller & 1U) != 0) {
            text += fmt::format("{}{}", text.empty() ? "" : ", ", caller + 1);
        }
    }
    return text.empty() ? kNothing : text;
}

void tell_client(Facts& facts, const JudgedWorld& world) {
    const ClientState& client = world.client;
    facts.push_back({"client's requests made", std::to_string(client.opened)});
    facts.push_back({"client has to send", frames_text(client.outgoing)});
    facts.push_back({"callers that saw a free slot", callers_text(client.passed)});
    facts.push_back({"SETTINGS not applied", std::to_string(client.unapplied.size())});
    facts.push_back({"responses not taken", listed(client.answers, [](const Answer& answer) {
                         return fmt::format("stream {}{}", answer.stream.value(),
                                            answer.overridden ? ", to be an error" : "");
                     })});
    facts.push_back({"client's PINGs left", std::to_string(client.pings_left)});
    facts.push_back({"client's resets left", std::to_string(client.resets_left)});
    facts.push_back({"client's script line", std::to_string(client.script_line)});
    facts.push_back({"client reads", client.may_read ? "yes" : "not yet"});
    tell_connection(facts, "client", client.core);
}

std::string writer_text(const Writer& writer) {
    const std::string what = writer.has_frame ? to_text(writer.frame) : "the flushed buffer";
    switch (writer.stage) {
        case Writer::Stage::idle: return "idle";
        case Writer::Stage::started:
            return fmt::format("writes {}, not yet visible: {}", what,
                               frames_text(writer.outgoing));
        case Writer::Stage::written:
            return fmt::format("has written {}, completion not posted", what);
        case Writer::Stage::posted: return fmt::format("has posted the completion of {}", what);
    }
    return kNothing;
}

std::string function_text(const RequestFunction& request) {
    const auto stage = [&request]() -> std::string {
        switch (request.stage) {
            case RequestFunction::Stage::running: return "runs";
            case RequestFunction::Stage::handed: return "has handed over a frame";
            case RequestFunction::Stage::waiting: return "waits for its write";
            case RequestFunction::Stage::stalled: return "waits for a window";
            case RequestFunction::Stage::cancelled: return "was cancelled";
        }
        return kNothing;
    };
    return fmt::format("{}, next frame {}, {} not complete{}", stage(), request.next + 1,
                       request.pending, request.returned ? ", returned" : "");
}

std::string shutdown_text(const ServerState& server) {
    return server.closed             ? "the transport is closed"
           : server.closing          ? "closes once all is out"
           : server.shutting_down    ? "graceful shutdown"
           : server.shutdown_pending ? "graceful shutdown to come"
                                     : "no";
}

std::string item_text(const NetItem& item) {
    switch (item.kind) {
        case ItemKind::token: return "a token";
        case ItemKind::read:
        case ItemKind::frame: return to_text(item.frame);
        case ItemKind::turn: return fmt::format("stream {}'s next", item.stream.value());
        case ItemKind::exit: return fmt::format("return of {}", item.stream.value());
        case ItemKind::removal: return fmt::format("removal of {}", item.stream.value());
    }
    return kNothing;
}

void tell_places(Facts& facts, const ServerState& server, const Net& net) {
    std::size_t buffer = 0;
    for (std::size_t i = 0; i < net.places.size(); ++i) {
        std::string text;
        for (const NetItem& item : server.items) {
            if (item.place == i) {
                text += (text.empty() ? "" : ", ") + item_text(item);
            }
        }
        if (net.places[i].octets > 0) {
            const std::uint32_t used = server.octets.empty() ? 0 : server.octets[buffer++];
            text += used > 0 ? fmt::format(" ({} octets)", used) : "";
        }
        facts.push_back({fmt::format("place {}", net.places[i].name),
                         text.empty() ? std::string{kNothing} : text});
    }
}

void tell_runtime(Facts& facts, const ServerState& server) {
    facts.push_back({"reader holds", server.read ? to_text(server.hand_off) : kNothing});
    facts.push_back({"loop", server.blocked ? "waits for the outstanding write" : "free"});
    facts.push_back({"writer", writer_text(server.writer)});
    facts.push_back({"handed over", listed(server.handed, [](h2::StreamId id) {
                         return fmt::format("stream {}", id.value());
                     })});
    facts.push_back({"queued to write", frames_text(server.queue)});
    facts.push_back({"streams to remove", listed(server.removals, [](const Removal& removal) {
                         return fmt::format("{} after {} frames", removal.stream.value(),
                                            removal.ahead);
                     })});
    facts.push_back({"write buffer", server.buffered.empty() && server.buffered_octets == 0
                                         ? kNothing
                                         : fmt::format("{} octets: {}", server.buffered_octets,
                                                       frames_text(server.buffered))});
    facts.push_back({"visible, not completed", frames_text(server.uncompleted)});
}

void tell_functions(Facts& facts, const ServerState& server) {
    for (const RequestFunction& request : server.requests) {
        facts.push_back(
            {fmt::format("request {}", request.stream.value()), function_text(request)});
    }
    facts.push_back({"server ends", shutdown_text(server)});
    facts.push_back({"server's new limit", server.settings_pending ? "to be announced" : kNothing});
}

void tell_server(Facts& facts, const JudgedWorld& world) {
    if (const Net* const net = world.model->net(); net != nullptr) {
        tell_places(facts, world.server, *net);
    } else {
        tell_runtime(facts, world.server);
    }
    tell_functions(facts, world.server);
    tell_connection(facts, "server", world.server.core);
}

std::string timer_text(const Timer& timer) {
    const auto kind = [&timer]() -> std::string {
        switch (timer.kind) {
            case Timer::Kind::client_reads: return "client reads";
            case Timer::Kind::shutdown_timeout: return "shutdown is over";
            case Timer::Kind::shutdown_notice: return "the last GOAWAY is due";
            case Timer::Kind::forget_reset:
                return fmt::format("reset of {} is forgotten", timer.stream.value());
        }
        return kNothing;
    };
    return fmt::format("{} in {}", kind(), timer.ticks);
}

}  // namespace

std::vector<Fact> facts_of(const JudgedWorld& world) {
    Facts facts;
    tell_wire(facts, world);
    tell_client(facts, world);
    tell_server(facts, world);
    facts.push_back({"timers", listed(world.timers, timer_text)});
    return facts;
}

std::vector<Change> changes(const Facts& before, const Facts& after) {
    const auto named = [](const Facts& facts, const std::string& name) {
        return std::find_if(facts.begin(), facts.end(),
                            [&name](const Fact& fact) { return fact.name == name; });
    };
    std::vector<Change> found;
    auto next = before.begin();  // everything before it has been told or is still there
    const auto tell_gone = [&](Facts::const_iterator until) {
        for (; next != until; ++next) {
            if (named(after, next->name) == after.end()) {
                found.push_back({next->name, next->value, kNothing});
            }
        }
    };
    for (const Fact& fact : after) {
        const auto same = named(before, fact.name);
        if (same == before.end()) {
            found.push_back({fact.name, kNothing, fact.value});
            continue;
        }
        tell_gone(same);
        if (same->value != fact.value) {
            found.push_back({fact.name, same->value, fact.value});
        }
    }
    tell_gone(before.end());
    return found;
}

std::vector<Change> changes(const JudgedWorld& before, const JudgedWorld& after) {
    std::vector<Change> found = changes(facts_of(before), facts_of(after));
    if (found.empty() && !(before == after)) {
        found.push_back({"something without a name here", kNothing, "changed"});
    }
    return found;
}

}  // namespace sim
