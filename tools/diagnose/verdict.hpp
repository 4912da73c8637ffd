#pragma once
// Who was wrong on a connection, in one sentence, and what that rests on.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/diagnose/connection_facts.hpp"

namespace tools {

enum class Blame : std::uint8_t { nobody, client, server, both, undecidable };
std::string_view name(Blame blame);  // "nobody-wrong", "client-wrong", …, "undecidable"

struct Verdict {
    Blame blame = Blame::nobody;
    // The client has kept every rule for sure, the limit of streams by what it had received.
    bool client_proven = false;
    // To paste into an issue: "the client is proven to have kept the limit: … the server's
    // RST_STREAM(PROTOCOL_ERROR) on stream 127, frame 241, is wrong by RFC 9113 5.1.2".
    std::string sentence;
    std::string advice;            // what to capture instead; empty: nothing
    std::vector<Charge> decisive;  // those that convict, or that nobody can decide; the first ones
};

Verdict judge(const ConnectionFacts& facts);

// A charge that convicts: a MUST that was broken for sure, or an error that accuses a peer of
// nothing.
bool convicts(const Charge& charge);

// "RST_STREAM(PROTOCOL_ERROR) on stream 127, frame 241".
std::string place_of(const Charge& charge, const ConnectionFacts& facts);

}  // namespace tools
