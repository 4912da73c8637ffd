#include "sim/trace/space_time.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/notation.hpp"
#include "sim/trace/describe.hpp"
#include "sim/world/client_writer.hpp"

namespace sim {
namespace {

constexpr std::string_view kRequest = "request ";
constexpr const char* kRequests = "requests";
constexpr const char* kClientWriter = "client writer";

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

bool reads_the_transport(Event event) {
    return event.kind == EventKind::client_receive || event.kind == EventKind::reader_read ||
           event.kind == EventKind::loop_process;
}

// "request 12" → 12; 0 for any other lane.
unsigned long request_number(const std::string& lane) {
    return lane.starts_with(kRequest) ? std::stoul(lane.substr(kRequest.size())) : 0;
}

std::vector<std::string> threads_of(Loop loop) {
    switch (loop) {
        case Loop::split: return {"reader", "writer", "loop"};
        case Loop::single: return {"loop"};
        case Loop::locked: return {"reader", "writer"};
    }
    return {};
}

}  // namespace

SpaceTimeRecorder::SpaceTimeRecorder(const Model& model) : model_{model} {}

void SpaceTimeRecorder::send(Kind kind, std::string text, const std::string& from,
                             std::size_t step) {
    Draft draft;
    draft.message.kind = kind;
    draft.message.text = std::move(text);
    draft.message.from_step = step;
    draft.from = from;
    if (kind == Kind::to_client) {
        draft.to = "client";
    } else if (kind == Kind::to_server) {
        draft.to = model_.scenario().server.loop == Loop::single ? "loop" : "reader";
    }
    drafts_.push_back(std::move(draft));
}

void SpaceTimeRecorder::take(Draft& draft, const std::string& lane, std::size_t step,
                             Message::End end) {
    draft.message.end = end;
    draft.message.to_step = step;
    if (end == Message::End::taken) {
        draft.to = lane;
    }
}

// The oldest message that was not taken yet; null if there is none.
SpaceTimeRecorder::Draft* SpaceTimeRecorder::waiting(Kind kind, const std::string& text) {
    const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
        return draft.message.kind == kind && draft.message.end == Message::End::on_its_way &&
               (text.empty() || draft.message.text == text);
    });
    return found == drafts_.end() ? nullptr : &*found;
}

void SpaceTimeRecorder::follow_pipe(Kind kind, const ReplayStep& step, const std::string& actor) {
    const bool inwards = kind == Kind::to_server;
    const Pipe& before = inwards ? step.before.to_server : step.before.to_client;
    const Pipe& after = inwards ? step.after.to_server : step.after.to_client;
    const std::size_t taken = taken_from(before, after);
    const auto end = reads_the_transport(step.event) ? Message::End::taken : Message::End::lost;
    for (std::size_t i = 0; i < taken; ++i) {
        if (Draft* const draft = waiting(kind)) {
            take(*draft, actor, step.number, end);
        }
    }
    for (std::size_t i = before.frames.size() - taken; i < after.frames.size(); ++i) {
        send(kind, to_text(after.frames[static_cast<std::uint32_t>(i)]), actor, step.number);
    }
}

// What the client leaves to its writer. A frame that is dropped there is no arrow.
void SpaceTimeRecorder::follow_client(const ReplayStep& step, const std::string& actor) {
    if (!has_writer(step.before)) {
        return;
    }
    const auto& before = step.before.client.outgoing;
    const auto& after = step.after.client.outgoing;
    if (step.event.kind == EventKind::client_write) {
        const h2::StreamId stream = h2::StreamId::from_wire(step.event.stream);
        if (Draft* const draft =
                waiting(Kind::hand_over, to_text(next_of(step.before.client, stream)))) {
            take(*draft, actor, step.number, Message::End::taken);
        }
    } else if (after.size() > before.size()) {
        for (std::uint32_t i = before.size(); i < after.size(); ++i) {
            send(Kind::hand_over, to_text(after[i]), actor, step.number);
        }
    }
}

// What one thread of the server gives to another, seen from where each of them stands.
void SpaceTimeRecorder::follow_server(const ReplayStep& step, const std::string& actor) {
    const ServerState& before = step.before.server;
    const ServerState& after = step.after.server;
    if (after.closed) {
        return;
    }
    const auto handed = [&](const std::string& what) {
        if (Draft* const draft = waiting(Kind::hand_over, what)) {
            take(*draft, actor, step.number, Message::End::taken);
        }
    };
    const auto give = [&](const std::string& what) {
        send(Kind::hand_over, what, actor, step.number);
    };
    using Stage = Writer::Stage;
    if (before.read && !after.read) {
        handed("frame read");
    } else if (!before.read && after.read) {
        give("frame read");
    }
    if (before.writer.stage == Stage::posted && after.writer.stage != Stage::posted) {
        handed("completion");
    } else if (before.writer.stage != Stage::posted && after.writer.stage == Stage::posted) {
        give("completion");
    }
    if (step.event.kind == EventKind::writer_write) {
        handed("write");
    } else if (before.writer.stage != Stage::started && after.writer.stage == Stage::started) {
        give("write");
    }
    const std::string response = fmt::format("response {}", step.event.stream);
    if (step.event.kind == EventKind::loop_take) {
        handed(response);
    } else if (step.event.kind == EventKind::request_step &&
               after.handed.size() > before.handed.size()) {
        give(response);
    }
}

void SpaceTimeRecorder::add(const ReplayStep& step) {
    rows_.push_back(make_row(model_, step));
    const std::string actor = rows_.back().actor;
    follow_pipe(Kind::to_server, step, actor);
    follow_pipe(Kind::to_client, step, actor);
    follow_client(step, actor);
    follow_server(step, actor);
}

std::vector<std::string> SpaceTimeRecorder::client_lanes() const {
    const ClientDesign& design = model_.scenario().client.design;
    std::vector<std::string> lanes;
    if (design.opens == ClientOpens::check_then_reserve) {
        for (std::uint32_t caller = 1; caller <= design.callers; ++caller) {
            lanes.push_back(fmt::format("caller {}", caller));
        }
    }
    lanes.emplace_back("client");
    if (design.writes != ClientWrites::direct) {
        lanes.emplace_back(kClientWriter);
    }
    return lanes;
}

std::vector<std::string> SpaceTimeRecorder::lanes() const {
    std::vector<std::string> lanes = client_lanes();
    const std::vector<std::string> threads = threads_of(model_.scenario().server.loop);
    lanes.insert(lanes.end(), threads.begin(), threads.end());
    std::vector<std::string> requests;
    std::vector<std::string> others;  // "server", "clock": only where they do something
    for (const TraceRow& row : rows_) {
        if (std::find(lanes.begin(), lanes.end(), row.actor) == lanes.end()) {
            (request_number(row.actor) > 0 ? requests : others).push_back(row.actor);
        }
    }
    const auto sort = [](std::vector<std::string>& names) {
        std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
            return std::pair{request_number(a), a} < std::pair{request_number(b), b};
        });
        names.erase(std::unique(names.begin(), names.end()), names.end());
    };
    sort(requests);
    sort(others);
    if (requests.size() > kMostRequestLanes) {
        requests = {kRequests};
    }
    lanes.insert(lanes.end(), requests.begin(), requests.end());
    lanes.insert(lanes.end(), others.begin(), others.end());
    return lanes;
}

SpaceTime SpaceTimeRecorder::picture() const {
    SpaceTime picture{lanes(), client_lanes().size(), rows_, {}, {}};
    const auto place = [&](const std::string& name) {
        const auto find = [&](const std::string& lane) {
            return std::find(picture.lanes.begin(), picture.lanes.end(), lane);
        };
        const auto found = find(name);
        return static_cast<std::size_t>((found == picture.lanes.end() ? find(kRequests) : found) -
                                        picture.lanes.begin());
    };
    for (const TraceRow& row : rows_) {
        picture.at.push_back(place(row.actor));
    }
    for (const Draft& draft : drafts_) {
        // What a thread has begun to hand over and nobody has taken is no arrow.
        if (draft.message.kind == Kind::hand_over && draft.message.end != Message::End::taken) {
            continue;
        }
        picture.messages.push_back(draft.message);
        picture.messages.back().from_lane = place(draft.from);
        picture.messages.back().to_lane = place(draft.to);
    }
    return picture;
}

}  // namespace sim
