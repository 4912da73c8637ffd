// Any file as a log: refused with a reason, or told connection by connection, each of which begins
// once, ends once and has frames in between; and as a description of a format of logs.

#include <set>
#include <string>

#include "tests/fuzz/fuzz.hpp"
#include "tools/logs/read_log.hpp"

namespace {

// Holds what is told against how a Recording is told of connections.
class HeldRecording : public tools::Recording {
  public:
    void begins(std::size_t connection, const tools::Connected& connected) override {
        FUZZ_REQUIRE(begun_.insert(connection).second);
        FUZZ_REQUIRE(connected.record > 0 && connected.vantage == tools::Vantage::first);
    }
    void sends(std::size_t, tools::End, std::span<const std::byte>, const tools::Moment&) override {
        FUZZ_REQUIRE(false);
    }
    void misses(std::size_t, tools::End, std::uint64_t, const tools::Moment&) override {
        FUZZ_REQUIRE(false);
    }
    void logs(std::size_t connection, tools::End, const h2::FrameHeader& header,
              const h2::Frame& frame, bool values_known, const tools::Moment& moment) override {
        FUZZ_REQUIRE(begun_.contains(connection) && !ended_.contains(connection));
        FUZZ_REQUIRE(moment.record > 0 && moment.nanoseconds >= -1);
        FUZZ_REQUIRE(header.stream.value() <= h2::StreamId::kMax);
        FUZZ_REQUIRE(!values_known || !std::holds_alternative<h2::UnknownFrame>(frame));
        if (const auto* data = std::get_if<h2::Data>(&frame)) {
            FUZZ_REQUIRE(data->flow_controlled() == header.length);
        }
        ++frames_;
    }
    void cannot_read(std::size_t, const tools::Connected&, std::string_view) override {
        FUZZ_REQUIRE(false);
    }
    void ends(std::size_t connection, std::string_view how) override {
        FUZZ_REQUIRE(begun_.contains(connection) && ended_.insert(connection).second);
        FUZZ_REQUIRE(how == "closed" || how == "ends");
    }

    void hold(const tools::LogSummary& summary) const {
        FUZZ_REQUIRE(begun_ == ended_);
        FUZZ_REQUIRE(summary.connections == begun_.size());
        FUZZ_REQUIRE(summary.frames == frames_);
    }
    [[nodiscard]] std::uint64_t frames() const { return frames_; }

  private:
    std::set<std::size_t> begun_;
    std::set<std::size_t> ended_;
    std::uint64_t frames_ = 0;
};

void hold_error(const sim::InputError& error) {
    FUZZ_REQUIRE(error.code != sim::ErrorCode::none);
    FUZZ_REQUIRE(!error.message.empty());
    FUZZ_REQUIRE(sim::to_text(error).find('\x1b') == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const tools::LogFormats formats;
    const std::string text{reinterpret_cast<const char*>(data), size};
    HeldRecording recording;
    if (const auto summary = tools::read_log(text, "FILE", formats, recording)) {
        recording.hold(*summary);
        FUZZ_REQUIRE(tools::is_log(text, formats));
    } else {
        hold_error(summary.error());
        FUZZ_REQUIRE(recording.frames() == 0);
    }
    if (text.starts_with('{')) {
        tools::LogFormats more = formats;
        for (const sim::InputError& error : more.add(text, "FILE")) {
            hold_error(error);
        }
    }
    return 0;
}
