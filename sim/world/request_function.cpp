// Request functions: they run beside everything else, hand over the frames of their response one
// by one, wait until each is written, and return in any order.

#include "sim/world/server.hpp"
#include "sim/world/server_net.hpp"

namespace sim {
namespace {

h2::Command command_for(const Model& model, h2::StreamId stream, const PlannedFrame& frame) {
    switch (frame.kind) {
        case PlannedFrame::Kind::headers:
            return h2::SubmitHeaders{stream, model.response_fields(), frame.end_stream, false};
        case PlannedFrame::Kind::data:
            return h2::SubmitData{stream, {nullptr, frame.octets}, frame.end_stream};
        case PlannedFrame::Kind::trailers:
            return h2::SubmitHeaders{stream, model.trailer_fields(), true, false};
    }
    H2_INVARIANT(false && "unknown kind of frame");
}

// Behind the last of the frames that are handed over with the one at `first`.
std::size_t end_of(std::span<const PlannedFrame> plan, std::size_t first) {
    while (plan[first].with_next) {
        ++first;
    }
    return first + 1;
}

void erase_request(ServerState& server, h2::StreamId stream) {
    for (std::uint32_t i = 0; i < server.requests.size(); ++i) {
        if (server.requests[i].stream == stream) {
            server.requests.erase(i);
            return;
        }
    }
}

void erase_handed(ServerState& server, h2::StreamId stream) {
    for (std::uint32_t i = 0; i < server.handed.size();) {
        if (server.handed[i] == stream) {
            server.handed.erase(i);
        } else {
            ++i;
        }
    }
}

// What is queued and not begun is dropped; RST_STREAM stays.
void drop_queued(ServerState& server, h2::StreamId stream) {
    for (std::uint32_t i = 0; i < server.queue.size();) {
        const h2::Frame& frame = server.queue[i];
        if (h2::stream_of(frame) == stream && !std::holds_alternative<h2::RstStream>(frame)) {
            server.core.withdraw(frame);
            take_queued(server, i);
        } else {
            ++i;
        }
    }
}

FunctionWaits waits_for(const ConnectionWorld& world) {
    const Net* const net = world.model->net();
    return net == nullptr ? FunctionWaits::completed : net->functions_wait;
}

// The core hears of a function's return when an exit is taken.
bool hears_by_exit(const ConnectionWorld& world) {
    const Net* const net = world.model->net();
    return net != nullptr && net->returns_to != kNoPlace;
}

// The frame that the function hands over next, behind those that it has handed over and that the
// core has not accepted.
std::size_t first_to_hand(const ConnectionWorld& world, const RequestFunction& request) {
    std::size_t first = request.next;
    if (waits_for(world) != FunctionWaits::nothing) {
        return first;
    }
    std::uint32_t ahead = request.due;
    for (const NetItem& item : world.server.items) {
        ahead += item.kind == ItemKind::turn && item.stream == request.stream ? 1 : 0;
    }
    for (; ahead > 0; --ahead) {
        first = end_of(world.model->response(), first);
    }
    return first;
}

// How it stands with a function whose frames the core has accepted.
RequestFunction::Stage stage_behind(const ConnectionWorld& world, const RequestFunction& request) {
    const FunctionWaits waits = waits_for(world);
    const bool goes_on =
        waits == FunctionWaits::accepted || (waits == FunctionWaits::nothing && !request.returned);
    return goes_on ? RequestFunction::Stage::running : RequestFunction::Stage::waiting;
}

// The core hears of the frames that the function hands over together. False: a window does not
// admit one of them, or the stream is gone.
bool submit_frames(ConnectionWorld& world, h2::StreamId stream) {
    ServerState& server = world.server;
    const auto& plan = world.model->response();
    for (bool more = true; more;) {
        RequestFunction* request = find_request(server, stream);
        if (request == nullptr) {
            return false;
        }
        const PlannedFrame& frame = plan[request->next];
        const auto accepted = server.core.submit(command_for(*world.model, stream, frame));
        if (!accepted) {
            if (accepted.error() != h2::Refusal::window_exhausted) {  // the stream is gone
                cancel_request(world, stream);
            } else if (waits_for(world) != FunctionWaits::nothing || request->returned) {
                request->stage = RequestFunction::Stage::stalled;
            }
            return false;
        }
        more = frame.with_next;
        ++request->next;
        ++request->pending;
        request->stage = stage_behind(world, *request);
        if (request->next == plan.size()) {
            erase_request(server, stream);
        }
        apply_server(world, *accepted);
    }
    return true;
}

// So many of the frames that have been heard of as the windows admit.
void submit_due(ConnectionWorld& world, h2::StreamId stream) {
    while (submit_frames(world, stream)) {
        RequestFunction* request = find_request(world.server, stream);
        if (request == nullptr || --request->due == 0) {
            return;
        }
    }
}

}  // namespace

std::span<const PlannedFrame> next_frames(const Model& model, const RequestFunction& request) {
    const std::span plan{model.response()};
    return plan.subspan(request.next, end_of(plan, request.next) - request.next);
}

const RequestFunction* find_request(const ServerState& server, h2::StreamId stream) {
    for (const RequestFunction& request : server.requests) {
        if (request.stream == stream) {
            return &request;
        }
    }
    return nullptr;
}

RequestFunction* find_request(ServerState& server, h2::StreamId stream) {
    const ServerState& constant = server;
    return const_cast<RequestFunction*>(find_request(constant, stream));
}

void start_request(ConnectionWorld& world, h2::StreamId stream) {
    ServerState& server = world.server;
    std::uint32_t place = 0;
    while (place < server.requests.size() && server.requests[place].stream < stream) {
        ++place;
    }
    RequestFunction request;
    request.stream = stream;
    server.requests.insert(place, request);
    const std::uint64_t bound =
        std::uint64_t{server.core.limit_in_force()} + server.core.policy().slack;
    world.happened.push_back(RequestStarted{server.core.running_requests(), bound});
}

void cancel_request(ConnectionWorld& world, h2::StreamId stream) {
    ServerState& server = world.server;
    if (world.model->net() != nullptr) {
        withdraw_items(world, stream);
    } else {
        erase_handed(server, stream);
        drop_queued(server, stream);
    }
    RequestFunction* request = find_request(server, stream);
    if (request == nullptr) {
        return;
    }
    if (request->returned) {
        erase_request(server, stream);
    } else {
        request->stage = RequestFunction::Stage::cancelled;
        request->next = 0;
        request->pending = 0;
        request->due = 0;
    }
}

void return_request(ConnectionWorld& world, h2::StreamId stream) {
    erase_request(world.server, stream);
    if (hears_by_exit(world)) {
        put_item(world, world.model->net()->returns_to,
                 {kNoPlace, ItemKind::exit, stream, h2::Frame{}});
    } else {
        hear_returned(world, stream);
    }
}

void hear_returned(ConnectionWorld& world, h2::StreamId stream) {
    if (const auto done = world.server.core.submit(h2::RequestDone{stream})) {
        apply_server(world, *done);
    }
}

bool may_step(const ConnectionWorld& world, const RequestFunction& request) {
    if (request.stage != RequestFunction::Stage::running || request.returned) {
        return false;
    }
    if (world.model->scenario().response.early) {
        return true;
    }
    const h2::Stream* stream = world.server.core.find(request.stream);
    return stream != nullptr && stream->inbound == h2::MessagePhase::done;
}

bool window_admits(const ConnectionWorld& world, const RequestFunction& request) {
    const PlannedFrame& frame = world.model->response()[request.next];
    return frame.kind != PlannedFrame::Kind::data || frame.octets == 0 ||
           world.server.core.sendable(request.stream) >= static_cast<std::int32_t>(frame.octets);
}

void hand_over(ConnectionWorld& world, RequestFunction& request) {
    const auto& plan = world.model->response();
    const bool last = end_of(plan, first_to_hand(world, request)) == plan.size();
    request.stage = waits_for(world) == FunctionWaits::nothing && !last
                        ? RequestFunction::Stage::running
                        : RequestFunction::Stage::handed;
    request.returned = last;
    if (last && !hears_by_exit(world)) {
        hear_returned(world, request.stream);
    }
}

bool has_handed_over_all(const ConnectionWorld& world, h2::StreamId stream) {
    const RequestFunction* request = find_request(world.server, stream);
    return request == nullptr || request->returned;
}

void go_on(ConnectionWorld& world, const h2::Frame& frame) {
    RequestFunction* request = find_request(world.server, h2::stream_of(frame));
    if (request == nullptr || request->pending == 0 ||
        std::holds_alternative<h2::RstStream>(frame)) {
        return;
    }
    --request->pending;
    if (request->pending == 0 && request->stage == RequestFunction::Stage::waiting) {
        request->stage = RequestFunction::Stage::running;
    }
}

void submit_next(ConnectionWorld& world, h2::StreamId stream) {
    RequestFunction* request = find_request(world.server, stream);
    if (request == nullptr || waits_for(world) != FunctionWaits::nothing) {
        submit_frames(world, stream);
        return;
    }
    ++request->due;
    submit_due(world, stream);
}

void retry_stalled(ConnectionWorld& world) {
    const auto requests = world.server.requests;  // submitting changes the list
    for (const RequestFunction& request : requests) {
        if (request.due > 0) {
            submit_due(world, request.stream);
        } else if (request.stage == RequestFunction::Stage::stalled) {
            submit_frames(world, request.stream);
        }
    }
}

}  // namespace sim
