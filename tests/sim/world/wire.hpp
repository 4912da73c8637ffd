#pragma once
// Hand-written sequences of frames for the compliance monitor, in the notation of scripts. A line
// says who does what:
//   "C HEADERS 1"   the client sends it            "s HEADERS 1"   the server processes it
//   "S HEADERS 1"   the server makes it visible    "c HEADERS 1"   the client receives it
//   "Cs …", "Sc …"  both, at once
// and, for the server's decisions: "admit 1 limit=1", "refuse 1", "refuse-retryable 1", "condemn",
// "close".

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "sim/judge/monitor.hpp"
#include "sim/scenario/notation.hpp"
#include "tests/support/frames.hpp"

namespace fixture {

using Lines = std::vector<std::string_view>;

class Wire {
  public:
    static constexpr std::uint32_t kNoLimit = h2::kUnlimited;

    // After the exchange of SETTINGS; `connected(false)`: from the first octet.
    explicit Wire(std::uint32_t limit = 1, std::uint32_t window = 65'535) {
        monitor.begin(limit, window);
    }
    struct FromTheStart {};
    explicit Wire(FromTheStart) {}

    // What the lines showed, in all.
    sim::Observations play(const Lines& lines) {
        sim::Observations all = 0;
        for (const std::string_view line : lines) {
            all |= play_line(line);
        }
        seen |= all;
        return all;
    }
    sim::Observations play_line(std::string_view line) {
        const std::size_t space = line.find(' ');
        const std::string_view what = line.substr(0, space);
        const std::string_view rest =
            space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
        if (what == "condemn") {
            return monitor.server_condemned({}, h2::RuleId::error_without_cause);
        }
        if (what == "ignore") {
            return monitor.server_ignored(stream(rest));
        }
        if (what == "drop") {
            return monitor.server_dropped(stream(rest), h2::RuleId::closed_silently);
        }
        if (what == "close") {
            return monitor.transport_closed();
        }
        if (what == "refuse" || what == "refuse-retryable") {
            return monitor.server_refused(stream(rest), what == "refuse-retryable");
        }
        if (what == "admit") {
            const std::size_t equals = rest.find('=');
            return monitor.server_admitted(
                stream(rest),
                static_cast<std::uint32_t>(std::stoul(std::string{rest.substr(equals + 1)})));
        }
        return play_frame(what, parse(rest));
    }
    sim::Observations play_frame(std::string_view who, const h2::Frame& frame) {
        sim::Observations all = 0;
        for (const char actor : who) {
            switch (actor) {
                case 'C': all |= monitor.client_sent(frame); break;
                case 's': monitor.server_received(frame); break;
                case 'S': all |= monitor.server_sent(frame); break;
                case 'c': all |= monitor.client_received(frame); break;
                default: FAIL("no such actor: " << actor);
            }
        }
        seen |= all;
        return all;
    }
    [[nodiscard]] bool saw(sim::Observation observation) const {
        return (seen & sim::bit(observation)) != 0;
    }

    sim::Monitor monitor;
    sim::Observations seen = 0;

  private:
    static h2::StreamId stream(std::string_view text) {
        return test::stream(static_cast<std::uint32_t>(std::stoul(std::string{text})));
    }
    h2::Frame parse(std::string_view text) {
        auto line = sim::parse_script_line(text);
        if (!line) {
            FAIL(line.error());
        }
        auto* settings = std::get_if<h2::SettingsFrame>(&line->frame);
        if (settings != nullptr && !settings->ack) {
            lists_.push_back({static_cast<std::uint32_t>(lists_.size() + 1), line->settings});
            settings->list = &lists_.back();
        }
        return line->frame;
    }

    std::deque<h2::SettingList> lists_;
};

}  // namespace fixture
