#pragma once
// An endpoint as a program would drive it: frames wait in a queue, are encoded one at a time and
// reported at their stations; DATA is consumed later; request functions return later.

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

#include "h2core/endpoint.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace fuzz {

using Span = std::span<const std::byte>;

inline const h2::FieldList kRequest{
    1, 0, {{":method", "POST"}, {":scheme", "https"}, {":path", "/"}, {":authority", "a"}}};
inline const h2::FieldList kPromise{
    2, 0, {{":method", "GET"}, {":scheme", "https"}, {":path", "/style"}, {":authority", "a"}}};
inline const h2::FieldList kLongRequest = [] {
    static const std::string kValue(20'000, 'v');  // over two frames
    return h2::FieldList{3,
                         0,
                         {{":method", "POST"},
                          {":scheme", "https"},
                          {":path", "/long"},
                          {":authority", "a"},
                          {"x-long", kValue},
                          {"authorization", "secret", true}}};
}();
inline const h2::FieldList kResponse{4, 0, {{":status", "200"}, {"server", "s"}}};
inline const h2::FieldList kInterim{5, 0, {{":status", "103"}, {"link", "</style>"}}};
inline const h2::FieldList kTrailers{6, 0, {{"grpc-status", "0"}}};

using enum h2::SettingId;
// Values that an endpoint may announce at any time.
inline const h2::SettingList kSettings[] = {
    {0, {}},
    {1, {{MAX_CONCURRENT_STREAMS, 3}}},
    {2, {{INITIAL_WINDOW_SIZE, 0}}},
    {3, {{INITIAL_WINDOW_SIZE, 100'000}, {HEADER_TABLE_SIZE, 100}}},
    {4, {{HEADER_TABLE_SIZE, 0}, {HEADER_TABLE_SIZE, 8'192}}},
    {5, {{MAX_FRAME_SIZE, 32'768}, {MAX_CONCURRENT_STREAMS, 0}}},
    {6, {{ENABLE_PUSH, 0}}},
    {7, {{HEADER_TABLE_SIZE, 4'096}, {MAX_CONCURRENT_STREAMS, 100}, {INITIAL_WINDOW_SIZE, 7}}},
};

inline const std::vector<std::byte> kContent(16'384, std::byte{'c'});

struct Side {
    Side(h2::Role role, const h2::Policy& policy) : endpoint{role, policy} {}

    // Takes all of `octets`; `seen` is called with every reception.
    template <class Seen>
    void hear(Span octets, Seen seen) {
        while (!octets.empty()) {
            const bool was_closed = endpoint.connection().closed();
            const h2::Reception reception = endpoint.receive(octets);
            using Kind = h2::Reception::Kind;
            FUZZ_REQUIRE(reception.consumed <= octets.size());
            FUZZ_REQUIRE(reception.consumed > 0 || reception.kind != Kind::need_more);
            FUZZ_REQUIRE(reception.kind != Kind::need_more || reception.consumed == octets.size());
            if (was_closed) {
                FUZZ_REQUIRE(reception.consumed == octets.size());
                FUZZ_REQUIRE(reception.step.effects.empty());
            }
            octets = octets.subspan(reception.consumed);
            ++receptions;
            const std::size_t streams = endpoint.connection().streams().size();
            FUZZ_REQUIRE(streams <= receptions + commands);
            FUZZ_REQUIRE(reception.step.effects.size() <= 4 + streams);
            seen(reception);
            handle(reception.step.effects);
        }
    }
    void hear(Span octets) {
        hear(octets, [](const h2::Reception&) {});
    }

    bool submit(const h2::Command& command) {
        const auto effects = endpoint.submit(command);
        FUZZ_REQUIRE(!endpoint.connection().closed() || !effects.has_value());
        if (effects) {
            ++commands;
            const auto* update = std::get_if<h2::SubmitWindowUpdate>(&command);
            if (update != nullptr && update->stream.names_connection()) {
                granted += update->increment;
            }
            handle(*effects);
        }
        return effects.has_value();
    }

    // Encodes the oldest frame in the queue to the end of `out`. False if there is none.
    bool write_one() {
        if (queue.empty()) {
            return false;
        }
        const h2::Frame frame = queue.front();
        queue.pop_front();
        endpoint.encode(frame, out);
        handle(endpoint.report(h2::WriteStage::write_start, frame));
        handle(endpoint.report(h2::WriteStage::completion, frame));
        return true;
    }

    // The application is done with the oldest DATA it got.
    bool consume_one() {
        if (unread.empty()) {
            return false;
        }
        const auto [stream, octets] = unread.front();
        unread.pop_front();
        handle(endpoint.consume(stream, octets));
        return true;
    }

    bool finish_one_request() {
        if (running.empty()) {
            return false;
        }
        const h2::StreamId stream = running.front();
        running.pop_front();
        submit(h2::RequestDone{stream});
        return true;
    }

    h2::Endpoint endpoint;
    std::deque<h2::Frame> queue;
    std::vector<std::byte> out;
    std::deque<std::pair<h2::StreamId, std::uint32_t>> unread;
    std::deque<h2::StreamId> running;
    std::int64_t granted = 65'535;  // what the connection's receive window is without any DATA
    std::size_t receptions = 0;
    std::size_t commands = 0;

  private:
    void handle(const h2::Effects& effects) {
        for (const h2::Effect& effect : effects) {
            if (const auto* send = std::get_if<h2::SendFrame>(&effect)) {
                queue.push_back(send->frame);
            } else if (const auto* data = std::get_if<h2::DeliverData>(&effect)) {
                unread.emplace_back(data->stream, data->payload.size);
            } else if (const auto* start = std::get_if<h2::StartRequest>(&effect)) {
                running.push_back(start->stream);
            } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
                drop(reset->stream);
            }
        }
    }

    // What is queued for a stream that the peer has reset. A promise stays: its stream is another.
    void drop(h2::StreamId stream) {
        for (auto frame = queue.begin(); frame != queue.end();) {
            if (h2::stream_of(*frame) == stream &&
                !std::holds_alternative<h2::PushPromise>(*frame)) {
                endpoint.withdraw(*frame);
                frame = queue.erase(frame);
            } else {
                ++frame;
            }
        }
    }
};

// The fields that may come next on the stream: an application knows what it has sent.
inline const h2::FieldList* next_fields(const h2::Connection& connection, h2::StreamId id) {
    const h2::Stream* stream = connection.find(id);
    if (stream == nullptr && connection.role() == h2::Role::client) {
        return &kRequest;
    }
    const bool begun = stream != nullptr && stream->outbound != h2::MessagePhase::expect_headers;
    return begun ? &kTrailers : &kResponse;
}

// A command that the choices stand for; the endpoint may refuse it.
inline h2::Command command_of(Choices& choices, const h2::Connection& connection) {
    const std::uint32_t kind = choices.below(16);
    // A stream of the table, or one it may not have.
    const auto& streams = connection.streams();
    const std::uint32_t pick = choices.octet();
    const h2::StreamId stream = streams.empty() || pick >= 128 ? h2::StreamId::from_wire(pick % 16)
                                                               : streams[pick % streams.size()].id;
    const bool client = connection.role() == h2::Role::client;
    switch (kind) {
        case 0:
        case 1:
        case 2:
            if (client) {
                return h2::SubmitHeaders{connection.next_stream_id(),
                                         {kind == 2 ? &kLongRequest : &kRequest},
                                         choices.flag(),
                                         false};
            }
            [[fallthrough]];
        case 3:
            return h2::SubmitHeaders{
                stream, {next_fields(connection, stream)}, choices.flag(), false};
        case 4: return h2::SubmitHeaders{stream, {&kInterim}, false, true};
        case 5:
        case 6:
        case 7:
        case 8: {
            const std::int64_t room = std::max(connection.sendable(stream), 0);
            const std::int64_t wanted = 64 * std::int64_t{choices.octet()};
            const std::uint32_t size = static_cast<std::uint32_t>(std::min(room, wanted));
            return h2::SubmitData{stream, {kContent.data(), size}, choices.flag()};
        }
        case 9: return h2::SubmitReset{stream, h2::ErrorCode::CANCEL};
        case 10: return h2::SubmitSettings{&kSettings[choices.below(8)]};
        case 11: return h2::SubmitPing{choices.octet()};
        case 12:
            return h2::SubmitWindowUpdate{choices.flag() ? stream : h2::StreamId{},
                                          choices.u16() + 1};
        case 13: return h2::SubmitPush{stream, {&kPromise}};
        case 14: return h2::RequestDone{stream};
        default: return h2::SubmitGoAway{h2::ErrorCode::NO_ERROR, choices.below(4) != 0};
    }
}

}  // namespace fuzz
