#pragma once
// Two endpoints joined by octets, and octets written by hand for what no endpoint of ours sends.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "h2core/endpoint.hpp"

namespace wire {

using OctetVector = std::vector<std::byte>;

inline OctetVector octets(std::initializer_list<int> values) {
    OctetVector result;
    for (const int value : values) {
        result.push_back(static_cast<std::byte>(value));
    }
    return result;
}

inline void append(OctetVector& to, std::span<const std::byte> more) {
    to.insert(to.end(), more.begin(), more.end());
}

inline OctetVector frame(h2::FrameType type, int flags, std::uint32_t stream,
                         const OctetVector& payload) {
    OctetVector result(h2::kFrameHeaderSize);
    h2::store_frame_header(
        {static_cast<std::uint32_t>(payload.size()), static_cast<std::uint8_t>(type),
         static_cast<std::uint8_t>(flags), h2::StreamId::from_wire(stream)},
        std::span<std::byte, h2::kFrameHeaderSize>{result});
    append(result, payload);
    return result;
}

inline OctetVector zeros(std::size_t count) {
    return OctetVector(count);
}

// :method GET, :scheme https, :path /, all from the static table.
inline const OctetVector kGet = octets({0x82, 0x87, 0x84});
inline const OctetVector kPreface = [] {
    OctetVector result;
    for (const char c : h2::kClientPreface) {
        result.push_back(static_cast<std::byte>(c));
    }
    return result;
}();

// Everything an endpoint made of some octets.
struct Heard {
    std::vector<h2::Reception> receptions;  // frames refer to storage that may be gone
    std::vector<h2::Verdict> verdicts;
    h2::Effects effects;

    [[nodiscard]] const h2::Verdict& last() const {
        REQUIRE_FALSE(verdicts.empty());
        return verdicts.back();
    }
};

// An endpoint whose frames are encoded and written at once.
struct Peer {
    Peer(h2::Role role, const h2::Policy& policy) : endpoint{role, policy} {}

    void send(const h2::Effects& effects) {
        for (const h2::Effect& effect : effects) {
            if (const auto* frame = std::get_if<h2::SendFrame>(&effect)) {
                endpoint.encode(frame->frame, out);
                send(endpoint.report(h2::WriteStage::write_start, frame->frame));
                send(endpoint.report(h2::WriteStage::completion, frame->frame));
            }
        }
    }
    void submit(const h2::Command& command) {
        const auto accepted = endpoint.submit(command);
        REQUIRE(accepted.has_value());
        send(*accepted);
    }
    // Hears all of it; answers go to `out`.
    Heard hear(std::span<const std::byte> octets) {
        Heard heard;
        while (!octets.empty()) {
            const h2::Reception reception = endpoint.receive(octets);
            REQUIRE(reception.consumed <= octets.size());
            octets = octets.subspan(reception.consumed);
            using Kind = h2::Reception::Kind;
            if (reception.kind == Kind::frame || reception.kind == Kind::undecodable) {
                heard.verdicts.push_back(reception.step.verdict);
                for (const h2::Effect& effect : reception.step.effects) {
                    heard.effects.push_back(effect);
                }
                send(reception.step.effects);
            } else if (reception.kind == Kind::need_more) {
                REQUIRE(octets.empty());
            }
            heard.receptions.push_back(reception);
        }
        return heard;
    }
    OctetVector take() { return std::exchange(out, {}); }

    h2::Endpoint endpoint;
    OctetVector out;
};

struct Pair {
    explicit Pair(const h2::Policy& policy) : Pair{policy, nullptr} {}
    // Prefaces and SETTINGS exchanged and acknowledged.
    Pair(const h2::Policy& policy, const h2::SettingList* server_settings)
        : client{h2::Role::client, policy}, server{h2::Role::server, policy} {
        client.submit(h2::SubmitSettings{nullptr});
        server.submit(h2::SubmitSettings{server_settings});
        settle();
    }
    // OctetVector go to and fro until there are none.
    void settle() {
        while (!client.out.empty() || !server.out.empty()) {
            server.hear(client.take());
            client.hear(server.take());
        }
    }
    // A request of the client; its stream.
    h2::StreamId request(const h2::FieldList& fields, bool end_stream = true) {
        const h2::StreamId id = client.endpoint.connection().next_stream_id();
        client.submit(h2::SubmitHeaders{id, {&fields}, end_stream, false});
        return id;
    }

    Peer client;
    Peer server;
};

template <class Error>
const Error* error_in(const h2::Verdict& verdict) {
    return std::get_if<Error>(&verdict);
}

inline void check_connection_error(const h2::Verdict& verdict, h2::ErrorCode code,
                                   h2::RuleId rule) {
    CHECK(verdict == h2::Verdict{h2::ConnectionError{code, rule}});
}

}  // namespace wire
