// Messages are found by comparing the states before and after each step: what has left the front of
// a pipe was taken, what is new at its end was sent, and so it is with what the threads hand over.
// Which lanes there are is known at the end; until then a message has actors.

#include "sim/trace/space_time.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/notation.hpp"
#include "sim/world/client_writer.hpp"

namespace sim {
namespace {

// How many frames at the front of `before` are gone in `after`: a pipe is first in, first out.
std::size_t taken_from(const Pipe& before, const Pipe& after) {
    for (std::uint32_t gone = 0; gone < before.frames.size(); ++gone) {
        const std::uint32_t left = before.frames.size() - gone;
        bool same = left <= after.frames.size();
        for (std::uint32_t i = 0; same && i < left; ++i) {
            same = before.frames[gone + i] == after.frames[i];
        }
        if (same) {
            return gone;
        }
    }
    return before.frames.size();
}

bool reads_the_transport(const Action& action) {
    if (action.rule != nullptr) {
        return action.rule->takes.front().place == kToServer;
    }
    return action.verb == Verb::receive || action.verb == Verb::read ||
           action.verb == Verb::process;
}

std::vector<Actor> threads_of(Loop loop) {
    switch (loop) {
        case Loop::split: return {{Thread::reader, 0}, {Thread::writer, 0}, {Thread::loop, 0}};
        case Loop::single: return {{Thread::loop, 0}};
        case Loop::locked: return {{Thread::reader, 0}, {Thread::writer, 0}};
    }
    return {};
}

// One lane for all request functions.
constexpr Actor kRequests{Thread::request, 0};

std::string lane_text(Actor lane) {
    return lane == kRequests ? std::string{"requests"} : to_text(lane);
}

bool contains(const std::vector<Actor>& lanes, Actor lane) {
    return std::find(lanes.begin(), lanes.end(), lane) != lanes.end();
}

}  // namespace

SpaceTimeRecorder::SpaceTimeRecorder(const Model& model) : model_{model} {}

std::string SpaceTimeRecorder::text_of(const Load& load) {
    switch (load.kind) {
        case Load::Kind::frame: return to_text(*load.frame);
        case Load::Kind::frame_read: return "frame read";
        case Load::Kind::completion: return "completion";
        case Load::Kind::write: return "write";
        case Load::Kind::item:
            return fmt::format(
                "{}{}", load.place,
                load.stream.value() == 0 ? "" : fmt::format(" {}", load.stream.value()));
        case Load::Kind::response: return fmt::format("response {}", load.stream.value());
    }
    return {};
}

void SpaceTimeRecorder::send(Kind kind, const Load& load, Actor from, std::size_t step) {
    Draft draft;
    draft.message.kind = kind;
    draft.message.text = text_of(load);
    draft.message.from_step = step;
    draft.load = load;
    draft.from = from;
    if (kind == Kind::to_client) {
        draft.to = {Thread::client, 0};
    } else if (kind == Kind::to_server) {
        const bool single =
            model_.net() == nullptr && model_.scenario().server.loop == Loop::single;
        draft.to = {single ? Thread::loop : Thread::reader, 0};
    }
    drafts_.push_back(std::move(draft));
}

void SpaceTimeRecorder::take(Draft& draft, Actor actor, std::size_t step, Message::End end) {
    draft.message.end = end;
    draft.message.to_step = step;
    if (end == Message::End::taken) {
        draft.to = actor;
    }
}

// The oldest message that was not taken yet; null if there is none.
SpaceTimeRecorder::Draft* SpaceTimeRecorder::waiting(Kind kind, const std::optional<Load>& load) {
    const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
        return draft.message.kind == kind && draft.message.end == Message::End::on_its_way &&
               (!load || draft.load == *load);
    });
    return found == drafts_.end() ? nullptr : &*found;
}

void SpaceTimeRecorder::take_handed(const Load& load, Actor actor, std::size_t step) {
    if (Draft* const draft = waiting(Kind::hand_over, load)) {
        take(*draft, actor, step, Message::End::taken);
    }
}

void SpaceTimeRecorder::follow_pipe(Kind kind, const ReplayStep& step, const Action& action) {
    const bool inwards = kind == Kind::to_server;
    const Pipe& before = inwards ? step.before.to_server : step.before.to_client;
    const Pipe& after = inwards ? step.after.to_server : step.after.to_client;
    const std::size_t taken = taken_from(before, after);
    const auto end = reads_the_transport(action) ? Message::End::taken : Message::End::lost;
    for (std::size_t i = 0; i < taken; ++i) {
        if (Draft* const draft = waiting(kind)) {
            take(*draft, action.actor, step.number, end);
        }
    }
    for (std::size_t i = before.frames.size() - taken; i < after.frames.size(); ++i) {
        send(kind, {Load::Kind::frame, after.frames[static_cast<std::uint32_t>(i)], {}},
             action.actor, step.number);
    }
}

// What the client leaves to its writer. A frame that is dropped there is no arrow.
void SpaceTimeRecorder::follow_client(const ReplayStep& step, const Action& action) {
    if (!has_writer(step.before)) {
        return;
    }
    const auto& before = step.before.client.outgoing;
    const auto& after = step.after.client.outgoing;
    if (action.actor.thread == Thread::client_writer) {
        take_handed({Load::Kind::frame, action.frame, {}}, action.actor, step.number);
    } else if (after.size() > before.size()) {
        for (std::uint32_t i = before.size(); i < after.size(); ++i) {
            send(Kind::hand_over, {Load::Kind::frame, after[i], {}}, action.actor, step.number);
        }
    }
}

// What one thread of the server gives to another, seen from where each of them stands.
void SpaceTimeRecorder::follow_server(const ReplayStep& step, const Action& action) {
    const ServerState& before = step.before.server;
    const ServerState& after = step.after.server;
    if (after.closed) {
        return;
    }
    if (model_.net() != nullptr) {
        return follow_places(step, action);
    }
    const auto handed = [&](const Load& load) { take_handed(load, action.actor, step.number); };
    const auto give = [&](const Load& load) {
        send(Kind::hand_over, load, action.actor, step.number);
    };
    using Stage = Writer::Stage;
    const Load frame_read{Load::Kind::frame_read, {}, {}};
    if (before.read && !after.read) {
        handed(frame_read);
    } else if (!before.read && after.read) {
        give(frame_read);
    }
    const Load completion{Load::Kind::completion, {}, {}};
    if (before.writer.stage == Stage::posted && after.writer.stage != Stage::posted) {
        handed(completion);
    } else if (before.writer.stage != Stage::posted && after.writer.stage == Stage::posted) {
        give(completion);
    }
    const Load write{Load::Kind::write, {}, {}};
    if (action.verb == Verb::show) {
        handed(write);
    } else if (before.writer.stage != Stage::started && after.writer.stage == Stage::started) {
        give(write);
    }
    const Load response{Load::Kind::response, {}, action.stream};
    if (action.verb == Verb::take || action.verb == Verb::drop) {
        handed(response);
    } else if (action.verb == Verb::hand_over && after.handed.size() > before.handed.size()) {
        give(response);
    }
}

// What has come into a place of a net, and what has left it. Tokens are no message.
void SpaceTimeRecorder::follow_places(const ReplayStep& step, const Action& action) {
    const Net& net = *model_.net();
    const auto& before = step.before.server.items;
    const auto& after = step.after.server.items;
    const auto load_of = [&](const NetItem& item) {
        return Load{Load::Kind::item, item.frame, item.stream, net.places[item.place].name};
    };
    const auto each_missing = [](const auto& from, const auto& in, const auto& visit) {
        auto left = in;
        for (const NetItem& item : from) {
            const auto* const found = std::find(left.begin(), left.end(), item);
            if (found != left.end()) {
                left.erase(static_cast<std::size_t>(found - left.begin()));
            } else if (item.kind != ItemKind::token) {
                visit(item);
            }
        }
    };
    each_missing(before, after, [&](const NetItem& item) {
        take_handed(load_of(item), action.actor, step.number);
    });
    each_missing(after, before, [&](const NetItem& item) {
        send(Kind::hand_over, load_of(item), action.actor, step.number);
    });
}

void SpaceTimeRecorder::add(const ReplayStep& step) {
    rows_.push_back(make_row(model_, step));
    const Action& action = rows_.back().action;
    follow_pipe(Kind::to_server, step, action);
    follow_pipe(Kind::to_client, step, action);
    follow_client(step, action);
    follow_server(step, action);
}

std::vector<Actor> SpaceTimeRecorder::client_lanes() const {
    const ClientDesign& design = model_.scenario().client.design;
    std::vector<Actor> lanes;
    if (design.opens == ClientOpens::check_then_reserve) {
        for (std::uint32_t caller = 1; caller <= design.callers; ++caller) {
            lanes.push_back({Thread::caller, caller});
        }
    }
    lanes.push_back({Thread::client, 0});
    if (design.writes != ClientWrites::direct) {
        lanes.push_back({Thread::client_writer, 0});
    }
    return lanes;
}

// The threads of the server, but for those of its functions.
std::vector<Actor> SpaceTimeRecorder::server_lanes() const {
    const Net* const net = model_.net();
    if (net == nullptr) {
        return threads_of(model_.scenario().server.loop);
    }
    std::vector<Actor> lanes;
    for (const NetThread& thread : net->threads) {
        if (!thread.per_stream) {
            lanes.push_back({Thread::net, 0, thread.name});
        }
    }
    return lanes;
}

std::vector<Actor> SpaceTimeRecorder::lanes() const {
    std::vector<Actor> lanes = client_lanes();
    const std::vector<Actor> threads = server_lanes();
    lanes.insert(lanes.end(), threads.begin(), threads.end());
    std::vector<Actor> requests;
    std::vector<Actor> others;  // the server's operator, the clock: only where they do something
    for (const TraceRow& row : rows_) {
        const Actor actor = row.action.actor;
        const bool of_stream =
            actor.thread == Thread::request || (actor.thread == Thread::net && actor.number != 0);
        std::vector<Actor>& kind = of_stream ? requests : others;
        if (!contains(lanes, actor) && !contains(kind, actor)) {
            kind.push_back(actor);
        }
    }
    std::sort(requests.begin(), requests.end());
    std::sort(others.begin(), others.end(),
              [](Actor a, Actor b) { return name(a.thread) < name(b.thread); });
    if (requests.size() > kMostRequestLanes) {
        requests = {kRequests};
    }
    lanes.insert(lanes.end(), requests.begin(), requests.end());
    lanes.insert(lanes.end(), others.begin(), others.end());
    return lanes;
}

SpaceTime SpaceTimeRecorder::picture() const {
    const std::vector<Actor> lanes = this->lanes();
    SpaceTime picture{{}, client_lanes().size(), rows_, {}, {}};
    for (const Actor lane : lanes) {
        picture.lanes.push_back(lane_text(lane));
    }
    const auto place = [&lanes](Actor actor) {
        const Actor lane = contains(lanes, actor) ? actor : kRequests;
        return static_cast<std::size_t>(std::find(lanes.begin(), lanes.end(), lane) -
                                        lanes.begin());
    };
    for (const TraceRow& row : rows_) {
        picture.at.push_back(place(row.action.actor));
    }
    for (const Draft& draft : drafts_) {
        // What a thread has begun to hand over and nobody has taken is no arrow.
        // Neither is what stays with the thread, in a place of its own.
        if (draft.message.kind == Kind::hand_over &&
            (draft.message.end != Message::End::taken || draft.from == draft.to)) {
            continue;
        }
        picture.messages.push_back(draft.message);
        picture.messages.back().from_lane = place(draft.from);
        picture.messages.back().to_lane = place(draft.to);
    }
    return picture;
}

}  // namespace sim
