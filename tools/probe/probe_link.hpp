#pragma once
// One case on one connection: octets out, frames in through a witness, and barriers. No sleep
// decides anything; a time limit only says that there was no answer.
//
// After the last step, unless the case is quiet: a PING, the end of the case's stream where an
// outcome is about it, a request on a stream of its own, a PING. A peer that answers all of that
// has found no fault.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "h2core/witness/witness.hpp"
#include "tools/net/byte_stream.hpp"
#include "tools/net/loop.hpp"
#include "tools/probe/probe_grade.hpp"
#include "tools/wire/wire_writer.hpp"

namespace tools {

// What the holes in requests are filled with.
struct ProbeTarget {
    std::string scheme;
    std::string authority;
    std::map<std::string, std::string> paths;  // by kind: "page", "body", "post"
};

// A frame of either side, for reports.
struct ProbeFrame {
    bool ours = false;
    std::string text;  // as `decode` prints it
};

struct ProbeEnd {
    ProbeReaction reaction;
    std::vector<h2::Finding> findings;  // of the witness, about the peer; rules that are broken
    std::vector<ProbeFrame> frames;
    std::string trouble;       // why the case did not come to its question; empty: it did
    std::uint64_t octets = 0;  // of content on the case's stream
    bool early = false;        // that stream was over before the last step
};

class ProbeLink : public std::enable_shared_from_this<ProbeLink> {
  public:
    using Done = std::function<void(ProbeEnd end)>;

    // `asked` and `target` outlive the link.
    ProbeLink(net::Loop& loop, std::unique_ptr<net::ByteStream> stream, const ProbeCase& asked,
              const ProbeTarget& target, net::Milliseconds limit, Done done);

    void start();
    // To be called regularly.
    void tick(net::Milliseconds passed);

  private:
    struct StreamSeen {
        std::string status;
        bool data = false;
        bool ended = false;
        std::uint64_t octets = 0;
        std::optional<h2::ErrorCode> reset;
        [[nodiscard]] bool over() const { return ended || reset; }
    };
    enum class Stage : std::uint8_t { opening, settling, steps, ping, stream, request, last, done };

    void opened(const std::error_code& error);
    void begin();
    void read();
    void received(std::span<const std::byte> octets);
    [[nodiscard]] bool is_excused(const h2::Finding& finding) const;
    void take(const h2::Sight& sight);
    void note(const h2::Frame& frame);
    void note(const h2::Headers& headers);
    void advance();
    bool step();
    bool awaited(const ProbeStep& step);
    bool next_stage();
    void send_frames(const nlohmann::json& frames);
    void note_settings(const nlohmann::json& settings);
    void send_filled(const ProbeStep& step);
    void send_ping(std::uint64_t opaque);
    void send_request();
    void send(const std::vector<std::byte>& octets);
    void send_text(std::string_view octets);
    void write();
    void peer_ended();
    void finish(ProbeReaction reaction);
    void give_up();
    [[nodiscard]] bool asks_about_stream() const;
    [[nodiscard]] bool has_failed() const;
    [[nodiscard]] ProbeReaction reaction() const;
    [[nodiscard]] std::string waiting() const;
    [[nodiscard]] StreamSeen& of_case() { return streams_[asked_.stream]; }

    net::Loop& loop_;
    std::unique_ptr<net::ByteStream> stream_;
    const ProbeCase& asked_;
    const ProbeTarget& target_;
    net::Milliseconds limit_;
    Done done_;
    h2::Witness witness_;
    WireWriter writer_;
    std::vector<std::byte> room_;
    std::deque<std::vector<std::byte>> out_;
    std::vector<std::byte> writing_;
    std::map<std::uint32_t, StreamSeen> streams_;
    std::set<std::uint32_t> sent_on_closed_;  // streams of which we broke that rule
    ProbeEnd end_;
    Stage stage_ = Stage::opening;
    std::size_t step_ = 0;
    bool step_begun_ = false;
    std::uint32_t segment_ = 0;
    std::uint32_t largest_frame_ = 16'384;
    std::uint32_t window_ = 65'535;  // of new streams, as we have announced it
    std::uint32_t highest_stream_ = 0;
    std::uint32_t settings_sent_ = 0;
    std::uint32_t settings_acknowledged_ = 0;
    std::set<std::uint64_t> pinged_;
    std::uint64_t ping_answered_ = 0;
    bool settings_received_ = false;
    bool other_protocol_ = false;
    bool unasked_ = false;  // an answer to a PING that was none
    bool ended_ = false;
    std::optional<h2::ErrorCode> goaway_;
    net::Milliseconds silent_for_{0};
    net::Milliseconds lasted_{0};
};

}  // namespace tools
