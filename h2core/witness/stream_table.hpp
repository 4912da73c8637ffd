#pragma once
// The streams of a connection that a witness follows, within bounded memory: all that are open, and
// those that were closed last, since frames on them may have been under way. Of others is known
// whether they can have been open at all.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>

#include "h2core/witness/witness_stream.hpp"

namespace h2 {

class StreamTable {
  public:
    // Closed streams that are still known.
    static constexpr std::size_t kMostClosed = 4'096;
    // Streams that are followed; of further ones nothing is known.
    static constexpr std::size_t kMostStreams = 262'144;

    enum class State : std::uint8_t {
        idle,     // its opener has not opened it
        skipped,  // … and has opened a higher one
        known,    // `stream` has it
        gone,     // closed, one cannot tell any more how
        unknown,  // it may have been opened before the octets begin
    };
    struct Place {
        State state = State::idle;
        WitnessStream* stream = nullptr;  // valid until the next call of open()
    };
    // `whole`: everything that the opener of that stream has sent has been seen.
    [[nodiscard]] Place locate(StreamId id, bool whole);

    // Null if it is not known. Changes nothing.
    [[nodiscard]] const WitnessStream* find(StreamId id) const {
        const auto found = streams_.find(id.value());
        return found == streams_.end() ? nullptr : &found->second;
    }
    // Null where there are too many. A stream that exists is returned as it is.
    WitnessStream* open(StreamId id);
    // The stream is closed: it will be forgotten, the one closed earliest first.
    void close(WitnessStream& stream);

    [[nodiscard]] StreamId highest(Role opener) const { return highest_[index(opener)]; }
    // Streams whose `counts` is set.
    [[nodiscard]] std::uint32_t open_count(Role opener) const { return open_[index(opener)]; }
    void count(WitnessStream& stream);
    void count_no_more(WitnessStream& stream);

    [[nodiscard]] std::size_t size() const { return streams_.size(); }
    // visit(WitnessStream&), by ascending identifier.
    template <class Visit>
    void for_each(const Visit& visit) {
        for (auto& [id, stream] : streams_) {
            visit(stream);
        }
    }

  private:
    // Into the streams of this table: no copy of the table has it.
    struct Shortcut {
        Shortcut() = default;
        Shortcut(const Shortcut& /*other*/) {}
        Shortcut& operator=(const Shortcut& other) {
            if (this != &other) {
                to = nullptr;
            }
            return *this;
        }
        ~Shortcut() = default;
        WitnessStream* to = nullptr;
    };
    static std::size_t index(Role role) { return static_cast<std::size_t>(role); }

    std::map<std::uint32_t, WitnessStream> streams_;
    std::deque<StreamId> closed_;  // oldest first
    std::array<StreamId, 2> highest_;
    std::array<StreamId, 2> highest_forgotten_;
    std::array<std::uint32_t, 2> open_{};
    Shortcut last_;  // found last: most frames are on the stream of the one before
};

}  // namespace h2
