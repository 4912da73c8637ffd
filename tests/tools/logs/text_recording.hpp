#pragma once
// A Recording as text, one line a call:
//
//   0 begins "Framer 0xc0" from the start, of a client
//   0 first SETTINGS MAX_CONCURRENT_STREAMS=100 (4 6 00 0) #3 @1000
//   0 ends: closed
//
// In parentheses are type, length, flags and stream, then come the line and the time; '?' stands
// where values are not known.

#include <string>

#include <fmt/format.h>

#include "sim/scenario/notation.hpp"
#include "tools/logs/read_log.hpp"

class TextRecording : public tools::Recording {
  public:
    std::string text;
    bool with_times = false;
    bool with_fields = false;

    void begins(std::size_t connection, const tools::Connected& connected) override {
        text += fmt::format("{} begins \"{}\"", connection, connected.first);
        text += connected.second.empty() ? "" : fmt::format(" to \"{}\"", connected.second);
        text += connected.from_the_start ? " from the start" : "";
        if (connected.first_role) {
            text += *connected.first_role == h2::Role::client ? ", of a client" : ", of a server";
        }
        text += connected.vantage == tools::Vantage::first ? "\n" : ", WRONG VANTAGE\n";
    }
    void sends(std::size_t, tools::End, std::span<const std::byte>, const tools::Moment&) override {
        text += "WRONG\n";
    }
    void misses(std::size_t, tools::End, std::uint64_t, const tools::Moment&) override {
        text += "WRONG\n";
    }
    void logs(std::size_t connection, tools::End sender, const h2::FrameHeader& header,
              const h2::Frame& frame, bool values_known, const tools::Moment& moment) override {
        text +=
            fmt::format("{} {} {}{}", connection, sender == tools::End::first ? "first" : "second",
                        sim::to_text(frame), values_known ? "" : "?");
        text += fmt::format(" ({} {} {:02x} {})", header.type, header.length, header.flags,
                            header.stream.value());
        text += fmt::format(" #{}", moment.record);
        if (with_times) {
            text += fmt::format(" @{}", moment.nanoseconds);
        }
        if (with_fields) {
            add_fields(frame);
        }
        add_values(frame);
        text += '\n';
    }
    void cannot_read(std::size_t, const tools::Connected&, std::string_view) override {
        text += "WRONG\n";
    }
    void ends(std::size_t connection, std::string_view how) override {
        text += fmt::format("{} ends: {}\n", connection, how);
    }

  private:
    void add_fields(const h2::Frame& frame) {
        h2::Fields fields;
        if (const auto* headers = std::get_if<h2::Headers>(&frame)) {
            fields = headers->fields;
        } else if (const auto* promise = std::get_if<h2::PushPromise>(&frame)) {
            fields = promise->fields;
        }
        if (fields.list != nullptr) {
            for (const h2::Field& field : fields.list->fields) {
                text += fmt::format(" [{}: {}]", field.name, field.value);
            }
        }
    }
    // What the notation leaves out.
    void add_values(const h2::Frame& frame) {
        if (const auto* ping = std::get_if<h2::Ping>(&frame)) {
            text += fmt::format(" opaque {:x}", ping->opaque);
        } else if (const auto* priority = std::get_if<h2::Priority>(&frame)) {
            text += fmt::format(" on {} weight {}{}", priority->signal.dependency.value(),
                                priority->signal.weight, priority->signal.exclusive ? "!" : "");
        } else if (const auto* data = std::get_if<h2::Data>(&frame);
                   data != nullptr && data->padding > 0) {
            text += fmt::format(" padding {}", data->padding);
        }
    }
};

// What a log tells, or the message of the error.
struct Read {
    std::string told;
    std::string error;
    tools::LogSummary summary;
};

inline Read read_text(const std::string& log, bool with_fields = false, bool with_times = false,
                      const tools::LogFormats& formats = {}, std::string_view only = {}) {
    TextRecording recording;
    recording.with_fields = with_fields;
    recording.with_times = with_times;
    const auto result = tools::read_log(log, "LOG", formats, recording, only);
    if (!result) {
        return {recording.text, sim::to_text(result.error()), {}};
    }
    return {recording.text, "", *result};
}
