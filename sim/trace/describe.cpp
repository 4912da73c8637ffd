#include "sim/trace/describe.hpp"

#include <bit>

#include <fmt/format.h>

#include "h2core/overloaded.hpp"
#include "sim/scenario/notation.hpp"
#include "sim/world/client_writer.hpp"
#include "sim/world/server.hpp"

namespace sim {
namespace {

std::string write_text(const Writer& writer) {
    return writer.has_frame ? to_text(writer.frame) : std::string{"the flushed buffer"};
}

// The frames a request function hands over next.
std::string next_frames(const Model& model, const RequestFunction& request) {
    std::string text;
    for (std::size_t i = request.next; i < model.response().size(); ++i) {
        const PlannedFrame& frame = model.response()[i];
        const char* const kind = frame.kind == PlannedFrame::Kind::data ? "DATA" : "HEADERS";
        text += fmt::format("{}{} len={}{}", text.empty() ? "" : " and ", kind, frame.octets,
                            frame.end_stream ? " END_STREAM" : "");
        if (!frame.with_next) {
            break;
        }
    }
    return text;
}

// split: the frame waits in the hand-off; else it comes straight from the transport.
std::string process_text(const JudgedWorld& world) {
    const ServerState& server = world.server;
    if (world.model->scenario().server.loop != Loop::split) {
        return "processes " + to_text(world.to_server.frames.front());
    }
    const std::string processed = "processes " + to_text(server.hand_off);
    return completes_before_read(world)
               ? fmt::format("takes the completion of {}, {}", write_text(server.writer), processed)
               : processed;
}

std::string complete_text(const JudgedWorld& world) {
    const ServerState& server = world.server;
    if (world.model->scenario().server.loop == Loop::single) {
        return fmt::format("hears that {} write(s) have finished", server.uncompleted.size());
    }
    return fmt::format("hears that {} is written", write_text(server.writer));
}

std::string written_text(const JudgedWorld& world) {
    const ServerState& server = world.server;
    const h2::Frame& frame = world.model->scenario().server.loop == Loop::single
                                 ? server.queue.front()
                                 : server.writer.outgoing.front();
    return fmt::format("makes {} visible", to_text(frame));
}

std::string script_text(const JudgedWorld& world) {
    return "sends " + to_text(world.model->script()[world.client.script_line].frame);
}

std::string step_text(const JudgedWorld& world, const RequestFunction& request) {
    if (world.model->scenario().server.loop == Loop::locked &&
        request.stage == RequestFunction::Stage::handed) {
        return "takes the lock, begins to write " + next_frames(*world.model, request);
    }
    return "hands over " + next_frames(*world.model, request);
}

std::string check_text(const JudgedWorld& world) {
    const h2::Connection& core = world.client.core;
    return fmt::format("sees {} of {} streams open", core.local_count(),
                       core.peer_settings().max_concurrent_streams);
}

EventText open_text(const JudgedWorld& world, Event event) {
    const ClientDesign& design = world.model->scenario().client.design;
    const bool queues = has_writer(world) && design.opens != ClientOpens::when_written;
    const bool whole = world.model->scenario().request.body == 0;
    const unsigned passed = world.client.passed;
    return {passed == 0 ? "client" : fmt::format("caller {}", std::countr_zero(passed) + 1),
            fmt::format("{} HEADERS {}{}", queues ? "queues" : "sends", event.stream,
                        whole ? " END_STREAM" : "")};
}

std::string answer_text(const JudgedWorld& world, h2::StreamId id) {
    for (const Answer& answer : world.client.answers) {
        if (answer.stream == id && answer.overridden) {
            return fmt::format("reports an error for stream {}, whose response is complete",
                               id.value());
        }
    }
    return fmt::format("gives the response on stream {} to its caller", id.value());
}

EventText describe_client(const JudgedWorld& world, Event event) {
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    const std::string verb = has_writer(world) ? "queues" : "sends";
    switch (event.kind) {
        case EventKind::client_receive:
            return {"client", "receives " + to_text(world.to_client.frames.front())};
        case EventKind::client_control:
            return {"client", "sends " + to_text(world.client.outgoing.front())};
        case EventKind::client_write:
            return {"client writer", "sends " + to_text(next_of(world.client, stream))};
        case EventKind::client_ping: return {"client", verb + " PING"};
        case EventKind::client_check:
            return {fmt::format("caller {}", event.stream), check_text(world)};
        case EventKind::client_open: return open_text(world, event);
        case EventKind::client_body:
            return {"client", fmt::format("{} DATA {} len={} END_STREAM", verb, event.stream,
                                          world.model->scenario().request.body)};
        case EventKind::client_reset:
            return {"client", fmt::format("{} RST_STREAM {} CANCEL", verb, event.stream)};
        case EventKind::client_goaway: return {"client", verb + " GOAWAY last=0 NO_ERROR"};
        case EventKind::client_take: return {"client", answer_text(world, stream)};
        default: return {"client", script_text(world)};
    }
}

EventText describe_server(const JudgedWorld& world, Event event) {
    const ServerState& server = world.server;
    const h2::StreamId stream = h2::StreamId::from_wire(event.stream);
    const Loop loop = world.model->scenario().server.loop;
    const std::string looper = loop == Loop::locked ? "reader" : "loop";
    const std::string writer = loop == Loop::single ? "loop" : "writer";
    switch (event.kind) {
        case EventKind::reader_read:
            return {"reader", "reads " + to_text(world.to_server.frames.front())};
        case EventKind::loop_process: return {looper, process_text(world)};
        case EventKind::loop_block:
            return {"loop", fmt::format("waits for the write of {}", write_text(server.writer))};
        case EventKind::loop_complete:
            return {loop == Loop::locked ? "writer" : "loop", complete_text(world)};
        case EventKind::loop_take: {
            const RequestFunction* request = find_request(server, stream);
            return {"loop", request == nullptr
                                ? std::string{"drops a frame of a stream that is gone"}
                                : fmt::format("takes stream {}'s {}", event.stream,
                                              next_frames(*world.model, *request))};
        }
        case EventKind::writer_write: return {writer, written_text(world)};
        case EventKind::writer_post:
            return {"writer", fmt::format("posts the completion of {}", write_text(server.writer))};
        case EventKind::writer_remove:
            return {writer, fmt::format("takes the removal of stream {}", event.stream)};
        case EventKind::request_step:
            return {fmt::format("request {}", event.stream),
                    step_text(world, *find_request(server, stream))};
        case EventKind::request_return:
            return {fmt::format("request {}", event.stream), "returns, its stream was reset"};
        case EventKind::reader_write:
            return {"reader", "takes the lock, begins to write " + to_text(server.queue.front())};
        case EventKind::server_settings:
            return {"server", fmt::format("announces SETTINGS MAX_CONCURRENT_STREAMS={}",
                                          world.model->scenario().server.new_limit.value_or(0))};
        case EventKind::server_shutdown: return {"server", "begins the graceful shutdown"};
        default: return {"server", "closes the transport"};
    }
}

}  // namespace

EventText describe(const JudgedWorld& world, Event event) {
    if (event.kind == EventKind::clock_advance) {
        return {"clock", "advances to the next timer"};
    }
    return event.kind <= EventKind::client_script ? describe_client(world, event)
                                                  : describe_server(world, event);
}

std::string step_name(const JudgedWorld& world, Event event) {
    const EventText text = describe(world, event);
    return text.actor + ": " + text.action;
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
