#pragma once
// Builders for tests of h2core: streams, frames and connections in one word each, and the printing
// that makes a failed check readable.

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <variant>

#include <catch2/catch.hpp>

#include "h2core/connection.hpp"
#include "h2core/overloaded.hpp"

namespace h2 {

inline std::ostream& operator<<(std::ostream& out, StreamId id) {
    return out << "stream " << id.value();
}
inline std::ostream& operator<<(std::ostream& out, ErrorCode code) {
    return out << name(code);
}
inline std::ostream& operator<<(std::ostream& out, RuleId id) {
    return out << rule(id).slug;
}
inline std::ostream& operator<<(std::ostream& out, Lifecycle state) {
    return out << name(state);
}
inline std::ostream& operator<<(std::ostream& out, Refusal refusal) {
    return out << name(refusal);
}
inline std::ostream& operator<<(std::ostream& out, WriteStage stage) {
    return out << name(stage);
}

}  // namespace h2

namespace test {

inline std::string text(const h2::Verdict& verdict) {
    const auto with_rule = [](const std::string& what, h2::RuleId id) {
        return what + " by " + std::string{h2::rule(id).slug};
    };
    return std::visit(
        h2::overloaded{
            [](const h2::Accept&) { return std::string{"accept"}; },
            [&](const h2::Discard& discard) { return with_rule("discard", discard.rule); },
            [&](const h2::StreamError& error) {
                return with_rule("stream error " + std::string{h2::name(error.code)} + " on " +
                                     std::to_string(error.stream.value()),
                                 error.rule);
            },
            [&](const h2::ConnectionError& error) {
                return with_rule("connection error " + std::string{h2::name(error.code)},
                                 error.rule);
            },
        },
        verdict);
}

}  // namespace test

template <>
struct Catch::StringMaker<h2::Verdict> {
    static std::string convert(const h2::Verdict& verdict) { return test::text(verdict); }
};

namespace test {

inline h2::StreamId stream(std::uint32_t id) {
    return h2::StreamId::from_wire(id);
}

// Frames as a peer sends them. `octets` are counted, not looked at.

inline h2::Frame headers(std::uint32_t id, bool end_stream = false, h2::Fields fields = {}) {
    h2::Headers frame;
    frame.stream = stream(id);
    frame.fields = fields;
    frame.end_stream = end_stream;
    return frame;
}
inline h2::Frame data(std::uint32_t id, std::uint32_t octets, bool end_stream = false) {
    return h2::Data{stream(id), {nullptr, octets}, 0, end_stream};
}
inline h2::Frame rst(std::uint32_t id, h2::ErrorCode code = h2::ErrorCode::CANCEL) {
    return h2::RstStream{stream(id), code};
}
inline h2::Frame priority(std::uint32_t id) {
    return h2::Priority{stream(id), {}};
}
inline h2::Frame window_update(std::uint32_t id, std::uint32_t increment) {
    return h2::WindowUpdate{stream(id), increment};
}
inline h2::Frame push_promise(std::uint32_t parent, std::uint32_t promised) {
    return h2::PushPromise{stream(parent), stream(promised), {}};
}
inline h2::Frame goaway(std::uint32_t last, h2::ErrorCode code = h2::ErrorCode::NO_ERROR) {
    return h2::GoAway{stream(last), code, {}};
}
inline h2::Frame settings(const h2::SettingList& list) {
    return h2::SettingsFrame{false, &list};
}
inline h2::Frame settings_ack() {
    return h2::SettingsFrame{true, nullptr};
}

// Connections after the exchange of SETTINGS. The policy must outlive them.

inline h2::Settings limit(std::uint32_t streams) {
    h2::Settings settings;
    settings.max_concurrent_streams = streams;
    return settings;
}
inline h2::Connection server(const h2::Policy& policy, const h2::Settings& local = {},
                             const h2::Settings& peer = {}) {
    return h2::Connection::established(h2::Role::server, local, peer, policy);
}
inline h2::Connection client(const h2::Policy& policy, const h2::Settings& local = {},
                             const h2::Settings& peer = {}) {
    return h2::Connection::established(h2::Role::client, local, peer, policy);
}

// Submits what must be carried out; the effects.
inline h2::Effects submit(h2::Connection& connection, const h2::Command& command) {
    const auto outcome = connection.submit(command);
    REQUIRE(outcome.has_value());
    return *outcome;
}
// Submits what must be refused, and must change nothing; why.
inline h2::Refusal refusal(h2::Connection& connection, const h2::Command& command) {
    const h2::Connection before = connection;
    const auto outcome = connection.submit(command);
    REQUIRE_FALSE(outcome.has_value());
    CHECK(connection == before);
    return outcome.error();
}
// The only frame among effects.
inline h2::Frame only_frame(const h2::Effects& effects) {
    REQUIRE(effects.size() == 1);
    REQUIRE(std::holds_alternative<h2::SendFrame>(effects[0]));
    return std::get<h2::SendFrame>(effects[0]).frame;
}
// Submits a command that makes one frame; the frame.
inline h2::Frame sent(h2::Connection& connection, const h2::Command& command) {
    return only_frame(submit(connection, command));
}

// A whole response with END_STREAM in its HEADERS / in DATA / in trailers; the closing frame.
inline h2::Frame respond_with_headers(h2::Connection& server, std::uint32_t id) {
    return sent(server, h2::SubmitHeaders{stream(id), {}, true, false});
}
inline h2::Frame respond_with_data(h2::Connection& server, std::uint32_t id) {
    (void)sent(server, h2::SubmitHeaders{stream(id), {}, false, false});
    return sent(server, h2::SubmitData{stream(id), {nullptr, 0}, true});
}
inline h2::Frame respond_with_trailers(h2::Connection& server, std::uint32_t id) {
    (void)sent(server, h2::SubmitHeaders{stream(id), {}, false, false});
    return sent(server, h2::SubmitHeaders{stream(id), {}, true, false});
}

inline h2::Verdict accepted() {
    return h2::Accept{};
}
inline h2::Verdict discarded(h2::RuleId rule) {
    return h2::Discard{rule};
}
inline h2::Verdict stream_error(std::uint32_t id, h2::ErrorCode code, h2::RuleId rule) {
    return h2::StreamError{stream(id), code, rule};
}
inline h2::Verdict connection_error(h2::ErrorCode code, h2::RuleId rule) {
    return h2::ConnectionError{code, rule};
}

}  // namespace test
