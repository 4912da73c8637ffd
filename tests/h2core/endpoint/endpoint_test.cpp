// A whole endpoint: prefaces, messages both ways, errors found before there is a typed frame.

#include <utility>

#include "tests/h2core/endpoint/pair.hpp"

using namespace h2;  // NOLINT(google-build-using-namespace)
using wire::check_connection_error;
using wire::Heard;
using wire::octets;
using wire::OctetVector;
using wire::Pair;
using wire::Peer;

namespace {

const Policy kPolicy;
const FieldList kRequest = {
    1, 0, {{":method", "POST"}, {":scheme", "https"}, {":path", "/a"}, {"x-custom", "value"}}};
const FieldList kResponse = {2, 0, {{":status", "200"}, {"x-served-by", "h2"}}};
const FieldList kTrailers = {3, 0, {{"grpc-status", "0"}}};

std::vector<Field> copy_of(const Fields& fields) {
    return fields.list == nullptr ? std::vector<Field>{} : fields.list->fields;
}

OctetVector settings_of(std::initializer_list<int> payload) {
    return wire::frame(FrameType::SETTINGS, 0, 0, octets(payload));
}

}  // namespace

TEST_CASE("9113/3.4 both prefaces, cut at every octet", "[9113/3.4/magic]") {
    Peer client{Role::client, kPolicy};
    client.submit(SubmitSettings{nullptr});
    const OctetVector sent = client.take();
    for (std::size_t cut = 0; cut <= sent.size(); ++cut) {
        CAPTURE(cut);
        Peer server{Role::server, kPolicy};

        server.hear(std::span{sent}.first(cut));
        const Heard heard = server.hear(std::span{sent}.subspan(cut));

        CHECK(server.take() == wire::frame(FrameType::SETTINGS, flag::ACK, 0, {}));
        CHECK(server.endpoint.octets_received() == sent.size());
        CHECK(server.endpoint.pending() == 0);
    }
}

TEST_CASE("9113/3.4 a preface that is none ends the connection at its first wrong octet",
          "[9113/3.4/magic]") {
    for (std::size_t wrong = 0; wrong < wire::kPreface.size(); ++wrong) {
        CAPTURE(wrong);
        OctetVector sent = wire::kPreface;
        sent[wrong] ^= std::byte{1};
        Peer server{Role::server, kPolicy};

        const Heard heard = server.hear(std::span{sent}.first(wrong + 1));

        check_connection_error(heard.last(), ErrorCode::PROTOCOL_ERROR, RuleId::preface_magic);
        CHECK(heard.receptions.front().offset == wrong);
        CHECK(server.endpoint.connection().closed());
    }
}

TEST_CASE("9113/3.4 the first frame is SETTINGS, whatever else is wrong with it",
          "[9113/3.4/settings-first]") {
    const OctetVector first = GENERATE(wire::frame(FrameType::PING, 0, 0, wire::zeros(8)),
                                       wire::frame(FrameType::PRIORITY, 0, 1, wire::zeros(4)),
                                       wire::frame(FrameType::SETTINGS, flag::ACK, 0, {}),
                                       wire::frame(FrameType::HEADERS, 5, 1, wire::kGet));
    Peer server{Role::server, kPolicy};
    server.hear(wire::kPreface);

    const Heard heard = server.hear(first);

    check_connection_error(heard.last(), ErrorCode::PROTOCOL_ERROR, RuleId::settings_first);
}

TEST_CASE("9113/8.1 a request with content and trailers, and its response", "[endpoint]") {
    Pair pair{kPolicy};
    const StreamId id = pair.request(kRequest, false);
    const OctetVector body = wire::zeros(5);
    pair.client.submit(SubmitData{id, {body.data(), 5}, false});
    pair.client.submit(SubmitHeaders{id, {&kTrailers}, true, false});

    OctetVector sent = pair.client.take();
    std::span<const std::byte> rest = sent;
    const Reception headers = pair.server.endpoint.receive(rest);
    REQUIRE(headers.kind == Reception::Kind::frame);
    CHECK(copy_of(std::get<Headers>(headers.frame).fields) == kRequest.fields);
    CHECK(headers.step.verdict == Verdict{Accept{}});
    rest = rest.subspan(headers.consumed);
    const Reception data = pair.server.endpoint.receive(rest);
    CHECK(std::get<Data>(data.frame).payload == h2::Octets{body.data(), 5});
    CHECK(data.offset == headers.offset + headers.consumed);
    rest = rest.subspan(data.consumed);
    const Reception trailers = pair.server.endpoint.receive(rest);
    const auto* delivered = std::get_if<DeliverHeaders>(&trailers.step.effects.front());
    REQUIRE(delivered != nullptr);
    CHECK(delivered->trailers);
    CHECK(delivered->end_stream);
    CHECK(copy_of(delivered->fields) == kTrailers.fields);

    pair.server.submit(SubmitHeaders{id, {&kResponse}, true, false});
    const OctetVector answered = pair.server.take();
    const Reception response = pair.client.endpoint.receive(answered);
    CHECK(copy_of(std::get<Headers>(response.frame).fields) == kResponse.fields);
    pair.server.submit(RequestDone{id});
    CHECK(pair.client.endpoint.connection().streams().empty());
    CHECK(pair.server.endpoint.connection().streams().empty());
}

TEST_CASE("9113/4.1 a copy in the middle of a frame or a field block goes on by itself",
          "[endpoint]") {
    OctetVector sent = wire::frame(FrameType::HEADERS, flag::END_STREAM, 1, octets({0x82}));
    wire::append(sent, wire::frame(FrameType::CONTINUATION, 0, 1, octets({0x87})));
    wire::append(sent, wire::frame(FrameType::CONTINUATION, flag::END_HEADERS, 1, octets({0x84})));
    for (std::size_t cut = 0; cut < sent.size(); ++cut) {
        CAPTURE(cut);
        Pair pair{kPolicy};
        pair.server.hear(std::span{sent}.first(cut));
        Peer copy = pair.server;
        pair.server.hear(wire::zeros(3));  // disturbs only the original

        const Heard heard = copy.hear(std::span{sent}.subspan(cut));

        CHECK(heard.last() == Verdict{Accept{}});
        REQUIRE(copy.endpoint.connection().streams().size() == 1);
        CHECK(copy.endpoint.connection().streams().front().id == StreamId::from_wire(1));
    }
}

TEST_CASE("9113/6.10 nothing comes between the frames of a field block", "[9113/6.10/expected]") {
    const OctetVector between = GENERATE(wire::frame(FrameType::PING, 0, 0, wire::zeros(8)),
                                         wire::frame(FrameType::CONTINUATION, 4, 3, {}),
                                         wire::frame(FrameType::HEADERS, 4, 1, wire::kGet),
                                         wire::frame(FrameType{0x77}, 0, 0, {}));
    Pair pair{kPolicy};
    pair.server.hear(wire::frame(FrameType::HEADERS, 0, 1, wire::kGet));
    CHECK(pair.server.endpoint.in_field_block());

    const Heard heard = pair.server.hear(between);

    check_connection_error(heard.last(), ErrorCode::PROTOCOL_ERROR, RuleId::continuation_expected);
}

TEST_CASE("9113/6.10 a CONTINUATION without a field block", "[9113/6.10/alone]") {
    Pair pair{kPolicy};

    const Heard heard = pair.server.hear(wire::frame(FrameType::CONTINUATION, 4, 1, wire::kGet));

    check_connection_error(heard.last(), ErrorCode::PROTOCOL_ERROR, RuleId::continuation_alone);
}

TEST_CASE("9113/4.2 a frame above MAX_FRAME_SIZE is an error as soon as its header is there",
          "[9113/4.2/max-frame-size]") {
    Pair pair{kPolicy};
    OctetVector header = wire::frame(FrameType::DATA, 0, 1, wire::zeros(16'385));
    header.resize(kFrameHeaderSize);

    const Heard heard = pair.server.hear(header);

    check_connection_error(heard.last(), ErrorCode::FRAME_SIZE_ERROR, RuleId::frame_size_max);
}

TEST_CASE("9113/4.2 a raised MAX_FRAME_SIZE is in force with its acknowledgment",
          "[9113/4.2/max-frame-size]") {
    const SettingList raised = {1, {{SettingId::MAX_FRAME_SIZE, 20'000}}};
    Pair pair{kPolicy, &raised};
    const auto ping = wire::frame(FrameType{0x99}, 0, 0, wire::zeros(20'000));

    CHECK(pair.server.hear(ping).last() == Verdict{Discard{RuleId::unknown_frame_ignored}});
    check_connection_error(
        pair.server.hear(wire::frame(FrameType{0x99}, 0, 0, wire::zeros(20'001))).last(),
        ErrorCode::FRAME_SIZE_ERROR, RuleId::frame_size_max);
}

TEST_CASE("9113/6.3 a PRIORITY of a wrong size, by the state of its stream", "[9113/6.3/size]") {
    Pair pair{kPolicy};
    const StreamId open = pair.request(kRequest, false);
    pair.settle();
    const auto broken = [](std::uint32_t stream) {
        return wire::frame(FrameType::PRIORITY, 0, stream, wire::zeros(4));
    };

    SECTION("open: a stream error") {
        CHECK(pair.server.hear(broken(open.value())).last() ==
              Verdict{StreamError{open, ErrorCode::FRAME_SIZE_ERROR, RuleId::priority_size}});
    }
    SECTION("closed: nobody is left to be told") {
        pair.client.submit(SubmitReset{open, ErrorCode::CANCEL});
        pair.settle();
        CHECK(pair.server.hear(broken(open.value())).last() ==
              Verdict{Discard{RuleId::priority_size}});
    }
    SECTION("idle: RST_STREAM must not name it") {
        check_connection_error(pair.server.hear(broken(9)).last(), ErrorCode::FRAME_SIZE_ERROR,
                               RuleId::priority_size);
    }
}

TEST_CASE("9113/6.8 the last stream of a GOAWAY includes the one that caused it", "[endpoint]") {
    Pair pair{kPolicy};

    const Heard heard =
        pair.server.hear(wire::frame(FrameType::HEADERS, flag::END_HEADERS, 7, octets({0x80})));

    check_connection_error(heard.last(), ErrorCode::COMPRESSION_ERROR, RuleId::hpack_index);
    const auto& goaway = std::get<GoAway>(std::get<SendFrame>(heard.effects[0]).frame);
    CHECK(goaway.last_stream == StreamId::from_wire(7));
}

TEST_CASE("9113/5.4.1 nothing is read after a connection error", "[9113/5.4.1/closed]") {
    Pair pair{kPolicy};
    pair.server.hear(wire::frame(FrameType::PING, 0, 1, wire::zeros(8)));
    pair.server.take();

    const Heard heard = pair.server.hear(wire::frame(FrameType::PING, 0, 0, wire::zeros(8)));

    CHECK(heard.verdicts.empty());
    CHECK(pair.server.out.empty());
}

TEST_CASE("8441/3 ENABLE_CONNECT_PROTOCOL is not withdrawn", "[8441/3/withdrawn]") {
    Pair pair{kPolicy};
    CHECK(pair.client.hear(settings_of({0, 8, 0, 0, 0, 1})).last() == Verdict{Accept{}});
    CHECK(pair.client.hear(settings_of({0, 8, 0, 0, 0, 1})).last() == Verdict{Accept{}});

    const Heard heard = pair.client.hear(settings_of({0, 8, 0, 0, 0, 0}));

    check_connection_error(heard.last(), ErrorCode::PROTOCOL_ERROR,
                           RuleId::settings_connect_protocol_withdrawn);
}

TEST_CASE("9218/2.1 NO_RFC7540_PRIORITIES stays as the first SETTINGS said", "[9218/2.1/changed]") {
    Pair pair{kPolicy};  // the first had none: 0
    CHECK(pair.server.hear(settings_of({0, 9, 0, 0, 0, 0})).last() == Verdict{Accept{}});

    const Heard heard = pair.server.hear(settings_of({0, 9, 0, 0, 0, 1}));

    check_connection_error(heard.last(), ErrorCode::PROTOCOL_ERROR,
                           RuleId::settings_no_priorities_changed);
}

TEST_CASE("8441/3 and 9218/2.1 values above 1", "[8441/3/value][9218/2.1/value]") {
    const auto [id, rule] = GENERATE(std::pair{8, RuleId::settings_connect_protocol},
                                     std::pair{9, RuleId::settings_no_priorities});
    Peer server{Role::server, kPolicy};
    server.hear(wire::kPreface);

    const Heard heard = server.hear(settings_of({0, id, 0, 0, 0, 2}));

    check_connection_error(heard.last(), ErrorCode::PROTOCOL_ERROR, rule);
}

TEST_CASE("9218/7.1 PRIORITY_UPDATE by role and prioritized stream",
          "[9218/7.1/prioritized][9218/7.1/from-server]") {
    Pair pair{kPolicy};
    const auto update = [](int stream) {
        return wire::frame(FrameType::PRIORITY_UPDATE, 0, 0, octets({0, 0, 0, stream, 'u'}));
    };

    CHECK(pair.server.hear(update(5)).last() == Verdict{Accept{}});  // idle: ahead of its HEADERS
    check_connection_error(pair.client.hear(update(1)).last(), ErrorCode::PROTOCOL_ERROR,
                           RuleId::priority_update_from_server);
    check_connection_error(pair.server.hear(update(2)).last(), ErrorCode::PROTOCOL_ERROR,
                           RuleId::priority_update_prioritized);
}

TEST_CASE("9218/7.1 a priority for an idle stream takes the place of a stream",
          "[9218/7.1/idle-limit]") {
    const SettingList two = {1, {{SettingId::MAX_CONCURRENT_STREAMS, 2}}};
    Pair pair{kPolicy, &two};
    const auto update = [](int stream) {
        return wire::frame(FrameType::PRIORITY_UPDATE, 0, 0, octets({0, 0, 0, stream}));
    };
    pair.request(kRequest, false);  // stream 1
    pair.settle();

    CHECK(pair.server.hear(update(1)).last() == Verdict{Accept{}});  // open: takes none
    CHECK(pair.server.hear(update(3)).last() == Verdict{Accept{}});
    CHECK(pair.server.hear(update(3)).last() == Verdict{Accept{}});  // the same place
    Pair more = pair;
    check_connection_error(more.server.hear(update(5)).last(), ErrorCode::PROTOCOL_ERROR,
                           RuleId::priority_update_idle_limit);
    pair.request(kRequest, false);  // stream 3 is open now …
    pair.settle();
    CHECK(pair.server.hear(update(3)).last() == Verdict{Accept{}});
    check_connection_error(pair.server.hear(update(5)).last(), ErrorCode::PROTOCOL_ERROR,
                           RuleId::priority_update_idle_limit);
}

TEST_CASE("9113/6.6 no promise on a promised stream", "[9113/6.6/parent]") {
    Pair pair{kPolicy};
    const StreamId parent = pair.request(kRequest);
    const auto promise = [](std::uint32_t on, int promised) {
        OctetVector payload = octets({0, 0, 0, promised, 0x41, 0x01, 'a'});  // :authority a
        wire::append(payload, wire::kGet);
        return wire::frame(FrameType::PUSH_PROMISE, flag::END_HEADERS, on, payload);
    };
    CHECK(pair.client.hear(promise(parent.value(), 2)).last() == Verdict{Accept{}});
    CHECK(pair.client.hear(wire::frame(FrameType::HEADERS, flag::END_HEADERS, 2, octets({0x88})))
              .last() == Verdict{Accept{}});

    check_connection_error(pair.client.hear(promise(2, 4)).last(), ErrorCode::PROTOCOL_ERROR,
                           RuleId::push_parent);
}

TEST_CASE("7838/4 and 8336/2 ALTSVC and ORIGIN are for clients, on the stream that fits",
          "[7838/4/ignored][8336/2/ignored]") {
    Pair pair{kPolicy};
    const OctetVector with_origin = octets({0, 1, 'o', 'v'});
    const OctetVector without = octets({0, 0, 'v'});
    const auto verdict = [](Peer& peer, FrameType type, std::uint32_t stream,
                            const OctetVector& body) {
        return peer.hear(wire::frame(type, 0, stream, body)).last();
    };

    CHECK(verdict(pair.client, FrameType::ALTSVC, 0, with_origin) == Verdict{Accept{}});
    CHECK(verdict(pair.client, FrameType::ALTSVC, 1, without) == Verdict{Accept{}});
    CHECK(verdict(pair.client, FrameType::ALTSVC, 0, without) ==
          Verdict{Discard{RuleId::altsvc_ignored}});
    CHECK(verdict(pair.client, FrameType::ALTSVC, 1, with_origin) ==
          Verdict{Discard{RuleId::altsvc_ignored}});
    CHECK(verdict(pair.server, FrameType::ALTSVC, 0, with_origin) ==
          Verdict{Discard{RuleId::altsvc_ignored}});
    CHECK(verdict(pair.client, FrameType::ORIGIN, 0, {}) == Verdict{Accept{}});
    CHECK(verdict(pair.client, FrameType::ORIGIN, 1, {}) ==
          Verdict{Discard{RuleId::origin_ignored}});
    CHECK(verdict(pair.server, FrameType::ORIGIN, 0, {}) ==
          Verdict{Discard{RuleId::origin_ignored}});
}
