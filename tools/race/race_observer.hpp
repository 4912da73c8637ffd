#pragma once
// What race knows of one of its connections, by the witness of it: the responses, the refusals and
// whether they are wrong, whether the client itself is without fault, and the frames around the
// first case. It is told of the frames that have been read before the client acts upon them.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "h2core/witness/account.hpp"
#include "h2core/witness/witness.hpp"
#include "tools/race/race_cell.hpp"

namespace tools {

// How the witness judges that a stream, or all of them, were refused.
enum class RefusalKind : std::uint8_t {
    wrong,        // with an error of which the client is proven innocent (9113/5.1.2, 5.4.1)
    turned_away,  // REFUSED_STREAM
    unproven,     // CANCEL, INTERNAL_ERROR … too: the server may have had a reason of its own
};

// What the server has done wrong to a client that is proven innocent.
struct RaceWrong {
    h2::StreamId stream;  // 0: the connection
    h2::ErrorCode code = h2::ErrorCode::NO_ERROR;
};

class RaceObserver {
  public:
    void saw(h2::Role sender, const h2::Sight& sight, const h2::Account& account);

    // The response of that stream as far as it has come.
    [[nodiscard]] const SeenResponse* response(h2::StreamId stream) const;
    void forget(h2::StreamId stream) { responses_.erase(stream.value()); }
    // Of the RST_STREAM that the server has sent for the stream, or (stream 0) of its GOAWAY.
    [[nodiscard]] RefusalKind refusal(h2::StreamId stream) const;
    // The frames on the two streams, and of the connection, that were seen last; oldest first.
    [[nodiscard]] std::vector<RaceFrame> frames_around(h2::StreamId freed,
                                                       h2::StreamId refused) const;
    // Those of all streams.
    [[nodiscard]] std::vector<RaceFrame> last_frames() const;
    // Streams of the client that are open, as it sees them.
    [[nodiscard]] std::uint32_t open() const { return open_; }

    // The client has broken no rule, and never had more streams open than the server allowed.
    [[nodiscard]] bool client_proven() const { return own_faults_.empty() && kept_.unproven == 0; }
    // In the order in which they came.
    [[nodiscard]] const std::vector<RaceWrong>& wrongs() const { return wrongs_; }
    [[nodiscard]] const std::vector<std::string>& own_faults() const { return own_faults_; }
    // Rules that the server has broken for sure, but for refusals; how often.
    [[nodiscard]] const std::map<h2::RuleId, std::uint64_t>& broken() const { return broken_; }

  private:
    void judge(const h2::Finding& finding, h2::ErrorCode code);
    void take(const h2::Sight& sight);
    void remember(h2::Role sender, const h2::Sight& sight);

    std::unordered_map<std::uint32_t, SeenResponse> responses_;  // by stream
    std::unordered_map<std::uint32_t, RefusalKind> refusals_;    // by stream
    std::deque<RaceFrame> frames_;                               // the last ones
    h2::Account::LimitKept kept_;
    std::uint32_t open_ = 0;
    std::vector<RaceWrong> wrongs_;
    std::vector<std::string> own_faults_;
    std::map<h2::RuleId, std::uint64_t> broken_;
};

}  // namespace tools
