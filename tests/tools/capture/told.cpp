// Writes down what is told, one line a call.

#include "tests/tools/capture/told.hpp"

#include <cstdio>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace captured {
namespace {

const char* name_of(tools::End end) {
    return end == tools::End::first ? "first" : "second";
}

}  // namespace

void Told::say(std::string line) {
    if (keeps_lines) {
        lines.push_back(std::move(line));
    }
}

void Told::begins(std::size_t connection, const tools::Connected& connected) {
    say(fmt::format("{} begins {} {} #{}{}{}", connection, connected.first, connected.second,
                    connected.record, connected.from_the_start ? "" : " later",
                    connected.secured ? " secured" : ""));
}

void Told::cannot_read(std::size_t connection, const tools::Connected& connected,
                       std::string_view reason) {
    say(fmt::format("{} unreadable {} {}: {}", connection, connected.first, connected.second,
                    reason));
}

void Told::sends(std::size_t connection, tools::End sender, std::span<const std::byte> octets,
                 const tools::Moment& moment) {
    const std::string_view text{reinterpret_cast<const char*>(octets.data()), octets.size()};
    streams[{connection, sender}] += text;
    times.push_back(moment.nanoseconds);
    say(fmt::format("{} {} {} #{} received {}", connection, name_of(sender), text, moment.record,
                    moment.received));
}

void Told::misses(std::size_t connection, tools::End sender, std::uint64_t octets,
                  const tools::Moment& moment) {
    streams[{connection, sender}] += std::string(std::min<std::uint64_t>(octets, 1'000'000), '?');
    say(fmt::format("{} {} misses {} received {}", connection, name_of(sender), octets,
                    moment.received));
}

void Told::logs(std::size_t /*connection*/, tools::End /*sender*/,
                const h2::FrameHeader& /*header*/, const h2::Frame& /*frame*/,
                bool /*values_known*/, const tools::Moment& /*moment*/) {
    FAIL("a capture has octets");
}

void Told::ends(std::size_t connection, std::string_view how) {
    say(fmt::format("{} {}", connection, how));
}

h2::Result<tools::CaptureSummary, sim::InputError> read_file(const std::string& octets,
                                                             tools::Recording& recording) {
    std::string copy = octets;
    copy.push_back('\0');  // fmemopen takes no empty buffer
    std::FILE* const stream = fmemopen(copy.data(), octets.empty() ? 1 : octets.size(), "rb");
    REQUIRE(stream != nullptr);
    return tools::read_capture(stream, "FILE", recording);
}

Lines told(const std::string& file) {
    Told recording;
    const auto summary = read_file(file, recording);
    REQUIRE((summary ? "" : sim::to_text(summary.error())) == "");
    return recording.lines;
}

Lines told(const packets::Packets& capture) {
    return told(capture.pcap());
}

Lines sent(const packets::Packets& capture) {
    Lines lines = told(capture);
    std::erase_if(lines, [](const std::string& line) {
        return line.find(" first ") == line.npos && line.find(" second ") == line.npos;
    });
    return lines;
}

}  // namespace captured
