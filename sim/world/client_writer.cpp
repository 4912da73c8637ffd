// A queue offers one frame, a lock one for each stream. The preface goes first (RFC 9113 section
// 3.4) and streams open by ascending identifiers (section 5.1.1). The core hears of frames that are
// dropped before they are written.

#include "sim/world/client_writer.hpp"

#include <algorithm>

namespace sim {
namespace {

ClientWrites writes(const ConnectionWorld& world) {
    return world.model->scenario().client.design.writes;
}

// The place of the first frame that satisfies `wanted`; the number of frames if there is none.
template <class Wanted>
std::uint32_t first(const h2::InlineVector<h2::Frame, 2>& frames, const Wanted& wanted) {
    std::uint32_t place = 0;
    while (place < frames.size() && !wanted(frames[place])) {
        ++place;
    }
    return place;
}

std::uint32_t place_of(const ClientState& client, h2::StreamId stream) {
    return first(client.outgoing,
                 [stream](const h2::Frame& frame) { return h2::stream_of(frame) == stream; });
}

// A client sends one field section on a stream: the one that opens it.
bool opens_stream(const h2::Frame& frame) {
    return std::holds_alternative<h2::Headers>(frame);
}

bool of_connection(const h2::Frame& frame) {
    return h2::stream_of(frame).names_connection();
}

// The connection preface goes before everything (section 3.4).
bool preface_waits(const ClientState& client) {
    const auto* settings = client.outgoing.empty()
                               ? nullptr
                               : std::get_if<h2::SettingsFrame>(&client.outgoing.front());
    return settings != nullptr && !settings->ack;
}

// Streams open in the order of their identifiers (section 5.1.1).
bool may_take_the_lock(const ClientState& client, const h2::Frame& frame) {
    return !opens_stream(frame) ||
           h2::stream_of(client.outgoing[first(client.outgoing, opens_stream)]) ==
               h2::stream_of(frame);
}

// Streams with a frame that may be written next, in ascending order.
void lock_enabled(const ClientState& client, EventSink& out) {
    if (preface_waits(client)) {
        out.push_back({EventKind::client_write, 0});
        return;
    }
    h2::InlineVector<h2::StreamId, 8> streams;
    for (const h2::Frame& frame : client.outgoing) {
        const h2::StreamId id = h2::stream_of(frame);
        std::uint32_t place = 0;
        while (place < streams.size() && streams[place] < id) {
            ++place;
        }
        if (place == streams.size() || streams[place] != id) {
            streams.insert(place, id);
        }
    }
    for (const h2::StreamId id : streams) {
        if (may_take_the_lock(client, next_of(client, id))) {
            out.push_back({EventKind::client_write, id.value()});
        }
    }
}

// grpc-go before #1624: the limit of a SETTINGS binds once its ACK is written.
void apply_settings(ClientState& client) {
    const h2::SettingList* list = client.unapplied.front();
    client.unapplied.erase(0);
    const h2::Step heard = client.core.receive(h2::SettingsFrame{/*ack=*/false, list});
    H2_INVARIANT(std::holds_alternative<h2::Accept>(heard.verdict));  // its ACK is the one at hand
}

// It is not written after all. A RST_STREAM has nothing left to close: its stream is done with.
void discard(ClientState& client, const h2::Frame& frame) {
    client.core.withdraw(frame);
    if (std::holds_alternative<h2::RstStream>(frame)) {
        (void)client.core.report(h2::WriteStage::completion, frame);
    }
}

template <class Late>
void discard_if(ClientState& client, const Late& late) {
    for (std::uint32_t i = 0; i < client.outgoing.size();) {
        if (late(client.outgoing[i])) {
            const h2::Frame frame = client.outgoing[i];
            client.outgoing.erase(i);
            discard(client, frame);
        } else {
            ++i;
        }
    }
}

// Nothing new is opened after a GOAWAY, nothing is left to say about what it left out (section
// 6.8). A stream that only exists here is given up.
void drop_unopened(ClientState& client, const h2::GoAway& goaway) {
    h2::InlineVector<h2::StreamId, 8> unopened;
    for (const h2::Frame& frame : client.outgoing) {
        if (opens_stream(frame)) {
            unopened.push_back(h2::stream_of(frame));
        }
    }
    const auto is_unopened = [&unopened](h2::StreamId id) {
        return std::find(unopened.begin(), unopened.end(), id) != unopened.end();
    };
    discard_if(client, [&](const h2::Frame& frame) {
        const h2::StreamId id = h2::stream_of(frame);
        return id > goaway.last_stream || is_unopened(id);
    });
    for (const h2::StreamId id : unopened) {
        if (const auto reset = client.core.submit(h2::SubmitReset{id, h2::ErrorCode::CANCEL})) {
            discard(client, std::get<h2::SendFrame>(reset->front()).frame);
        }
    }
}

}  // namespace

bool has_writer(const ConnectionWorld& world) {
    return writes(world) != ClientWrites::direct;
}

bool may_write_at_once(const ConnectionWorld& world) {
    const ClientState& client = world.client;
    return client.outgoing.empty() ||
           (writes(world) == ClientWrites::lock && !preface_waits(client));
}

void write(ConnectionWorld& world, const h2::Frame& frame) {
    ClientState& client = world.client;
    const auto* settings = std::get_if<h2::SettingsFrame>(&frame);
    if (settings != nullptr && settings->ack && !client.unapplied.empty()) {
        apply_settings(client);
    }
    world.happened.push_back(ClientSent{frame});
    world.to_server.frames.push_back(frame);
    // A client's reports ask for nothing further.
    (void)client.core.report(h2::WriteStage::write_start, frame);
    (void)client.core.report(h2::WriteStage::completion, frame);
}

void send(ConnectionWorld& world, const h2::Frame& frame) {
    if (has_writer(world)) {
        world.client.outgoing.push_back(frame);
    } else {
        write(world, frame);
    }
}

void writer_enabled(const ConnectionWorld& world, EventSink& out) {
    const ClientState& client = world.client;
    if (client.outgoing.empty()) {
        return;
    }
    std::uint32_t next = 0;
    switch (writes(world)) {
        case ClientWrites::direct: return;
        case ClientWrites::queue: break;
        case ClientWrites::queue_urgent_first:
            next = first(client.outgoing, of_connection);
            next = next == client.outgoing.size() ? 0 : next;
            break;
        case ClientWrites::lock: return lock_enabled(client, out);
    }
    out.push_back({EventKind::client_write, h2::stream_of(client.outgoing[next]).value()});
}

const h2::Frame& next_of(const ClientState& client, h2::StreamId stream) {
    return client.outgoing[place_of(client, stream)];
}

void write_next_of(ConnectionWorld& world, h2::StreamId stream) {
    const std::uint32_t place = place_of(world.client, stream);
    const h2::Frame frame = world.client.outgoing[place];
    world.client.outgoing.erase(place);
    write(world, frame);
}

void drop_late(ConnectionWorld& world, const h2::Frame& heard) {
    ClientState& client = world.client;
    // Nothing but PRIORITY may be sent on a closed stream (section 5.1).
    discard_if(client, [&client](const h2::Frame& frame) {
        const auto* update = std::get_if<h2::WindowUpdate>(&frame);
        return update != nullptr && !of_connection(frame) &&
               client.core.find(update->stream) == nullptr;
    });
    if (!has_writer(world)) {
        return;
    }
    const h2::StreamId id = h2::stream_of(heard);
    if (const auto* goaway = std::get_if<h2::GoAway>(&heard)) {
        drop_unopened(client, *goaway);
    } else if (std::holds_alternative<h2::RstStream>(heard)) {
        discard_if(client, [id](const h2::Frame& frame) { return h2::stream_of(frame) == id; });
    } else if (h2::ends_stream(heard)) {
        // Both sides have ended: a request that is cancelled while frames wait has no content.
        discard_if(client, [id](const h2::Frame& frame) {
            return h2::stream_of(frame) == id && std::holds_alternative<h2::RstStream>(frame);
        });
    }
}

}  // namespace sim
