// From octets to the state machine: the same octets, in the same process, into h2::Endpoint and
// into nghttp2_session_mem_recv, both as servers. What each wants to answer is collected and thrown
// away by both; h2::Witness only looks on. Read the frames/s of a pair of rows; their quotient is
// what carries over to another machine.
//
//     meson compile -C build wire_bench && build/tests/bench/wire_bench

#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>
#include <nghttp2/nghttp2.h>

#include "h2core/endpoint.hpp"
#include "h2core/wire/frame_encoder.hpp"
#include "h2core/witness/witness.hpp"

namespace {

using OctetVector = std::vector<std::byte>;

constexpr std::size_t kFrames = 900;   // below every stack's default budget for resets
constexpr std::size_t kRead = 16'384;  // octets handed over at a time, as from a socket

const h2::FieldList kRequest = {1,
                                0,
                                {{":method", "GET"},
                                 {":scheme", "https"},
                                 {":authority", "www.example.com"},
                                 {":path", "/"},
                                 {"accept", "*/*"},
                                 {"user-agent", "h2bench/1.0"}}};

// A client's half of a connection: its preface, SETTINGS, and the frames of one kind.
struct Session {
    OctetVector octets;
    std::size_t frames = 0;
};

struct Writer {
    h2::Policy policy;
    h2::Endpoint client{h2::Role::client, policy};
    Session session;

    Writer() { add(h2::SettingsFrame{}); }
    void add(const h2::Frame& frame) {
        client.encode(frame, session.octets);
        ++session.frames;
    }
};

h2::Headers request(std::uint32_t stream, bool end_stream) {
    h2::Headers headers;
    headers.stream = h2::StreamId::from_wire(stream);
    headers.fields = {&kRequest};
    headers.end_stream = end_stream;
    return headers;
}

Session resets() {
    Writer writer;
    for (std::uint32_t i = 0; i < kFrames; ++i) {
        writer.add(request(2 * i + 1, false));
        writer.add(h2::RstStream{h2::StreamId::from_wire(2 * i + 1), h2::ErrorCode::CANCEL});
    }
    return writer.session;
}

Session pings() {
    Writer writer;
    for (std::uint32_t i = 0; i < kFrames; ++i) {
        writer.add(h2::Ping{i, false});
    }
    return writer.session;
}

Session window_updates() {
    Writer writer;
    writer.add(request(1, false));
    for (std::uint32_t i = 0; i < kFrames; ++i) {
        writer.add(h2::WindowUpdate{h2::StreamId::from_wire(i % 2), 100});
    }
    return writer.session;
}

Session small_data() {
    Writer writer;
    writer.add(request(1, false));
    static const OctetVector octets(16);
    for (std::uint32_t i = 0; i < kFrames; ++i) {
        writer.add(h2::Data{h2::StreamId::from_wire(1), {octets.data(), 16}, 0, false});
    }
    return writer.session;
}

template <class Hand>
void in_pieces(const OctetVector& octets, const Hand& hand) {
    std::span<const std::byte> rest = octets;
    while (!rest.empty()) {
        const std::size_t size = rest.size() < kRead ? rest.size() : kRead;
        hand(rest.first(size));
        rest = rest.subspan(size);
    }
}

// What the endpoint wants sent is encoded; what it delivers is looked at.
std::size_t carry_out(h2::Endpoint& server, const h2::Effects& effects, OctetVector& out) {
    std::size_t delivered = 0;
    for (const h2::Effect& effect : effects) {
        if (const auto* send = std::get_if<h2::SendFrame>(&effect)) {
            server.encode(send->frame, out);
            (void)server.report(h2::WriteStage::write_start, send->frame);
            (void)server.report(h2::WriteStage::completion, send->frame);
        } else if (const auto* reset = std::get_if<h2::DeliverReset>(&effect)) {
            (void)server.submit(h2::RequestDone{reset->stream});
        } else {
            ++delivered;
        }
    }
    return delivered;
}

void ours(benchmark::State& state, Session (*make)()) {
    const Session session = make();
    const h2::Policy policy;
    OctetVector out;
    for (auto _ : state) {
        h2::Endpoint server{h2::Role::server, policy};
        std::size_t delivered = 0;
        in_pieces(session.octets, [&](std::span<const std::byte> octets) {
            while (!octets.empty()) {
                const h2::Reception reception = server.receive(octets);
                octets = octets.subspan(reception.consumed);
                delivered += carry_out(server, reception.step.effects, out);
            }
            out.clear();
        });
        benchmark::DoNotOptimize(delivered);
        if (server.connection().closed()) {
            state.SkipWithError("the session was refused");
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(session.frames) * state.iterations());
}

void witness(benchmark::State& state, Session (*make)()) {
    const Session session = make();
    for (auto _ : state) {
        h2::Witness witness;
        std::size_t found = 0;
        in_pieces(session.octets, [&](std::span<const std::byte> octets) {
            for (;;) {
                const h2::Sight sight = witness.sent(h2::Role::client, octets);
                octets = octets.subspan(sight.consumed);
                found += sight.findings.size();
                if (sight.kind == h2::Sight::Kind::need_more) {
                    break;
                }
            }
        });
        benchmark::DoNotOptimize(found);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(session.frames) * state.iterations());
}

int count_field(nghttp2_session*, const nghttp2_frame*, const uint8_t*, size_t, const uint8_t*,
                size_t, uint8_t, void* user) {
    ++*static_cast<std::size_t*>(user);
    return 0;
}

int count_frame(nghttp2_session*, const nghttp2_frame*, void* user) {
    ++*static_cast<std::size_t*>(user);
    return 0;
}

void nghttp2(benchmark::State& state, Session (*make)()) {
    const Session session = make();
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, count_field);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, count_frame);
    for (auto _ : state) {
        std::size_t delivered = 0;
        nghttp2_session* server = nullptr;
        nghttp2_session_server_new(&server, callbacks, &delivered);
        in_pieces(session.octets, [&](std::span<const std::byte> octets) {
            const auto taken = nghttp2_session_mem_recv(
                server, reinterpret_cast<const uint8_t*>(octets.data()), octets.size());
            if (taken != static_cast<ssize_t>(octets.size())) {
                state.SkipWithError("the session was refused");
            }
            const uint8_t* answer = nullptr;
            while (nghttp2_session_mem_send(server, &answer) > 0) {}
        });
        benchmark::DoNotOptimize(delivered);
        nghttp2_session_del(server);
    }
    nghttp2_session_callbacks_del(callbacks);
    state.SetItemsProcessed(static_cast<std::int64_t>(session.frames) * state.iterations());
}

BENCHMARK_CAPTURE(ours, headers_and_rst_stream, resets);
BENCHMARK_CAPTURE(witness, headers_and_rst_stream, resets);
BENCHMARK_CAPTURE(nghttp2, headers_and_rst_stream, resets);
BENCHMARK_CAPTURE(ours, ping, pings);
BENCHMARK_CAPTURE(witness, ping, pings);
BENCHMARK_CAPTURE(nghttp2, ping, pings);
BENCHMARK_CAPTURE(ours, window_update, window_updates);
BENCHMARK_CAPTURE(witness, window_update, window_updates);
BENCHMARK_CAPTURE(nghttp2, window_update, window_updates);
BENCHMARK_CAPTURE(ours, data_of_16_octets, small_data);
BENCHMARK_CAPTURE(witness, data_of_16_octets, small_data);
BENCHMARK_CAPTURE(nghttp2, data_of_16_octets, small_data);

}  // namespace

BENCHMARK_MAIN();
