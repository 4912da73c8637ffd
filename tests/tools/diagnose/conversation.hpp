#pragma once
// HTTP/2 over a recorded TCP connection: frames as octets, and what diagnose says of the capture.

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "h2core/wire/preface.hpp"
#include "tests/support/packets.hpp"
#include "tools/capture/read_capture.hpp"
#include "tools/diagnose/diagnosis.hpp"
#include "tools/diagnose/verdict.hpp"

namespace conversation {

inline std::string number(std::uint64_t value, int octets) {
    std::string text;
    for (int i = octets - 1; i >= 0; --i) {
        text += static_cast<char>((value >> (8 * static_cast<unsigned>(i))) & 0xffU);
    }
    return text;
}

inline std::string frame(int type, int flags, std::uint32_t stream, std::string_view payload) {
    return number(payload.size(), 3) + number(static_cast<std::uint64_t>(type), 1) +
           number(static_cast<std::uint64_t>(flags), 1) + number(stream, 4) + std::string{payload};
}

inline std::string settings() {
    return frame(4, 0, 0, "");
}
inline std::string limit(std::uint32_t streams) {
    return frame(4, 0, 0, number(3, 2) + number(streams, 4));
}
inline std::string acknowledgment() {
    return frame(4, 1, 0, "");
}
// GET / of http, with END_STREAM.
inline std::string request(std::uint32_t stream) {
    return frame(1, 5, stream, std::string{"\x82\x86\x84\x41\x01"} + "a");
}
// 200, with END_STREAM.
inline std::string response(std::uint32_t stream) {
    return frame(1, 5, stream, "\x88");
}
inline std::string head(std::uint32_t stream) {
    return frame(1, 4, stream, "\x88");
}
inline std::string data(std::uint32_t stream, std::size_t octets, bool end) {
    return frame(0, end ? 1 : 0, stream, std::string(octets, 'x'));
}
inline std::string reset(std::uint32_t stream, std::uint32_t code = 1) {
    return frame(3, 0, stream, number(code, 4));
}
inline std::string goaway(std::uint32_t last, std::uint32_t code) {
    return frame(7, 0, 0, number(last, 4) + number(code, 4));
}

// A server that allows so many streams; both know.
inline void begins(packets::Tcp& tcp, std::uint32_t streams) {
    tcp.opens();
    tcp.client.sends(std::string{h2::kClientPreface} + settings());
    tcp.server.sends(limit(streams) + acknowledgment());
    tcp.client.sends(acknowledgment());
    tcp.server.acknowledges_only();
}

struct Judged {
    tools::ConnectionFacts facts;
    tools::Verdict verdict;
};

// Of all connections in HTTP/2.
inline std::vector<Judged> diagnose(const std::string& octets) {
    std::string copy = octets;
    std::FILE* stream = fmemopen(copy.data(), copy.size(), "rb");
    REQUIRE(stream != nullptr);
    tools::Diagnosis diagnosis;
    const auto read = tools::read_capture(stream, "test.pcap", diagnosis);
    REQUIRE(read);
    std::vector<Judged> judged;
    for (tools::ConnectionFacts& facts : diagnosis.take()) {
        tools::Verdict verdict = tools::judge(facts);
        judged.push_back({std::move(facts), std::move(verdict)});
    }
    return judged;
}

inline Judged only(const packets::Packets& capture) {
    std::vector<Judged> all = diagnose(capture.pcap());
    REQUIRE(all.size() == 1);
    return std::move(all.front());
}

// "server-wrong, proven", or without the second word.
inline std::string verdict_of(const packets::Packets& capture) {
    const Judged one = only(capture);
    return std::string{tools::name(one.verdict.blame)} +
           (one.verdict.client_proven ? ", proven" : "");
}

}  // namespace conversation
