#pragma once
// What an implementation makes of one frame: nothing wrong, a stream error or a connection error
// (RFC 9113 section 5.4), the last two with their code.

#include <cstdint>
#include <ostream>
#include <string>

#include "h2core/error_code.hpp"
#include "h2core/stream_id.hpp"

namespace oracle {

struct Outcome {
    enum class Scope : std::uint8_t { accept, stream, connection };
    Scope scope = Scope::accept;
    h2::StreamId stream;  // of a stream error
    h2::ErrorCode code = h2::ErrorCode::NO_ERROR;
    bool operator==(const Outcome&) const = default;
};

inline Outcome accept() {
    return {};
}
inline Outcome stream_error(std::uint32_t stream, h2::ErrorCode code) {
    return {Outcome::Scope::stream, h2::StreamId::from_wire(stream), code};
}
inline Outcome connection_error(h2::ErrorCode code) {
    return {Outcome::Scope::connection, {}, code};
}

inline std::string text(const Outcome& outcome) {
    const std::string code{h2::name(outcome.code)};
    switch (outcome.scope) {
        case Outcome::Scope::accept: return "accept";
        case Outcome::Scope::stream:
            return "stream error " + code + " on " + std::to_string(outcome.stream.value());
        case Outcome::Scope::connection: break;
    }
    return "connection error " + code;
}
inline std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    return out << text(outcome);
}

}  // namespace oracle
