// Every flow-controlled octet is given back to the connection once, on every path it can take
// (RFC 9113 section 6.9.1; catalogue of leaks: DATA on closed, reset, refused, malformed streams).

#include "tests/h2core/endpoint/pair.hpp"

using namespace h2;  // NOLINT(google-build-using-namespace)
using wire::OctetVector;
using wire::Pair;

namespace {

const Policy kWindowsPolicy;
const FieldList kPost = {
    1, 0, {{":method", "POST"}, {":scheme", "https"}, {":path", "/"}, {"content-length", "4"}}};
const FieldList kOpenEnded = {2, 0, {{":method", "POST"}, {":scheme", "https"}, {":path", "/"}}};
constexpr std::uint32_t kOctets = 16'000;  // of one DATA frame; five pass half of the window

OctetVector data(std::uint32_t stream, int flags = 0) {
    return wire::frame(FrameType::DATA, flags, stream, wire::zeros(kOctets));
}

std::uint32_t given_back(const OctetVector& out, std::uint32_t stream) {
    FrameDecoder decoder;
    std::span<const std::byte> rest = out;
    std::uint32_t sum = 0;
    SettingList settings;
    while (!rest.empty()) {
        const auto wire = decoder.next(rest);
        REQUIRE(wire.outcome == FrameDecoder::Outcome::frame);
        const Payload payload = decode_payload(wire.header, wire.payload, settings);
        if (const Frame* frame = std::get_if<Frame>(&payload)) {
            const auto* update = std::get_if<WindowUpdate>(frame);
            if (update != nullptr && update->stream == StreamId::from_wire(stream)) {
                sum += update->increment;
            }
        }
    }
    return sum;
}

// The server's window for the connection is whole again, but for less than half of it.
void check_conserved(const Pair& pair, std::uint64_t received, const OctetVector& answers) {
    CHECK(received > 65'535 / 2);
    const std::uint32_t back = given_back(answers, 0);
    CHECK(back <= received);
    CHECK(received - back <= 65'535 / 2);
    CHECK(pair.server.endpoint.connection().connection_receive_window() ==
          65'535 - static_cast<std::int64_t>(received) + back);
}

// Sends DATA frames until three are on the wire and collects what the server answers.
OctetVector answers_to(Pair& pair, std::uint32_t stream, int frames) {
    OctetVector answers;
    for (int i = 0; i < frames; ++i) {
        pair.server.hear(data(stream));
        wire::append(answers, pair.server.take());
    }
    return answers;
}

}  // namespace

TEST_CASE("9113/6.9.1 consumed DATA is given back to stream and connection",
          "[9113/6.9.1/exceeded-connection][window]") {
    Pair pair{kWindowsPolicy};
    const StreamId id = pair.request(kOpenEnded, false);
    pair.settle();

    pair.server.hear(data(id.value()));
    pair.server.hear(data(id.value()));
    pair.server.hear(data(id.value()));
    CHECK(pair.server.out.empty());  // nothing is consumed yet
    pair.server.send(pair.server.endpoint.consume(id, 3 * kOctets));

    CHECK(given_back(pair.server.out, 0) == 3 * kOctets);
    CHECK(given_back(pair.server.out, id.value()) == 3 * kOctets);
    CHECK(pair.server.endpoint.connection().connection_receive_window() == 65'535);
}

TEST_CASE("9113/6.9.1 padding is given back at once", "[window]") {
    Pair pair{kWindowsPolicy};
    const StreamId id = pair.request(kOpenEnded, false);
    pair.settle();
    OctetVector payload = wire::zeros(257);
    payload[0] = std::byte{255};  // one octet of content, 256 of padding
    OctetVector answers;

    for (int i = 0; i < 140; ++i) {
        pair.server.hear(wire::frame(FrameType::DATA, flag::PADDED, id.value(), payload));
        wire::append(answers, pair.server.take());
    }

    CHECK(given_back(answers, 0) >= 65'535 / 2);
    CHECK(given_back(answers, id.value()) == given_back(answers, 0));
    CHECK(given_back(answers, 0) <= 140 * 256);
}

TEST_CASE("9113/5.1 DATA on a stream that we reset", "[9113/5.1/late-after-our-reset][window]") {
    Pair pair{kWindowsPolicy};
    const StreamId id = pair.request(kOpenEnded, false);
    pair.settle();
    pair.server.submit(SubmitReset{id, ErrorCode::CANCEL});
    pair.server.take();

    check_conserved(pair, 3 * kOctets, answers_to(pair, id.value(), 3));
}

TEST_CASE("9113/5.1 DATA after END_STREAM is a stream error and counted",
          "[9113/5.1/half-closed-remote][window]") {
    Pair pair{kWindowsPolicy};
    const StreamId id = pair.request(kOpenEnded, true);
    pair.settle();

    check_conserved(pair, 3 * kOctets, answers_to(pair, id.value(), 3));
}

TEST_CASE("9113/6.8 DATA on a stream beyond our GOAWAY", "[9113/6.8/ignored][window]") {
    Pair pair{kWindowsPolicy};
    pair.server.submit(SubmitGoAway{});
    pair.server.take();
    pair.server.hear(wire::frame(FrameType::HEADERS, flag::END_HEADERS, 1, wire::kGet));

    check_conserved(pair, 3 * kOctets, answers_to(pair, 1, 3));
}

TEST_CASE("golang/go#55846: DATA beyond our GOAWAY that is not given back", "[window]") {
    Policy policy;
    policy.after_goaway = AfterGoAway::discard_uncredited;
    Pair pair{policy};
    pair.server.submit(SubmitGoAway{});
    pair.server.take();
    pair.server.hear(wire::frame(FrameType::HEADERS, flag::END_HEADERS, 1, wire::kGet));

    CHECK(given_back(answers_to(pair, 1, 3), 0) == 0);
}

TEST_CASE("9113/8.1.1 DATA beyond content-length", "[9113/8.1.1/content-length][window]") {
    Pair pair{kWindowsPolicy};
    const StreamId id = pair.request(kPost, false);
    pair.settle();

    const auto first = pair.server.hear(data(id.value()));

    CHECK(first.last() ==
          Verdict{StreamError{id, ErrorCode::PROTOCOL_ERROR, RuleId::content_length_mismatch}});
    OctetVector answers = pair.server.take();
    wire::append(answers, answers_to(pair, id.value(), 2));
    check_conserved(pair, 3 * kOctets, answers);
}

TEST_CASE("9113/6.9.1 DATA beyond the stream's window is still the connection's",
          "[9113/6.9.1/exceeded-stream][window]") {
    const SettingList small = {1, {{SettingId::INITIAL_WINDOW_SIZE, 100}}};
    Pair pair{kWindowsPolicy, &small};
    const StreamId id = pair.request(kOpenEnded, false);
    pair.settle();

    const auto first = pair.server.hear(data(id.value()));

    CHECK(first.last() ==
          Verdict{StreamError{id, ErrorCode::FLOW_CONTROL_ERROR, RuleId::flow_control_stream}});
    OctetVector answers = pair.server.take();
    wire::append(answers, answers_to(pair, id.value(), 2));
    check_conserved(pair, 3 * kOctets, answers);
}

TEST_CASE("9113/6.9.1 what an application held of a stream that was reset", "[window]") {
    Pair pair{kWindowsPolicy};
    const StreamId id = pair.request(kOpenEnded, false);
    pair.settle();
    pair.server.hear(data(id.value()));
    pair.server.hear(data(id.value()));
    pair.server.hear(data(id.value()));
    pair.client.submit(SubmitReset{id, ErrorCode::CANCEL});
    pair.settle();

    pair.server.send(pair.server.endpoint.consume(id, 3 * kOctets));

    CHECK(given_back(pair.server.out, 0) == 3 * kOctets);
    CHECK(given_back(pair.server.out, id.value()) == 0);  // nobody waits for it
}

TEST_CASE("9113/6.9.2 a lowered INITIAL_WINDOW_SIZE does not strand a peer",
          "[9113/6.9.2/window-overflow][window]") {
    const SettingList lowered = {1, {{SettingId::INITIAL_WINDOW_SIZE, 10'000}}};
    Pair pair{kWindowsPolicy};
    const StreamId id = pair.request(kOpenEnded, false);
    pair.settle();
    pair.server.hear(data(id.value()));
    pair.server.send(pair.server.endpoint.consume(id, kOctets));
    CHECK(given_back(pair.server.take(), id.value()) == 0);  // less than half of the old window

    pair.server.submit(SubmitSettings{&lowered});
    pair.server.hear(wire::frame(FrameType::SETTINGS, flag::ACK, 0, {}));

    CHECK(given_back(pair.server.take(), id.value()) == kOctets);
}
