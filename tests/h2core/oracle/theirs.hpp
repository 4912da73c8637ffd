#pragma once
// nghttp2_session under a script.

#include <memory>

#include <nghttp2/nghttp2.h>

#include "tests/h2core/oracle/outcome.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

class Theirs {
  public:
    explicit Theirs(const Script& script);

    // Octets up to the end of a frame, or the last ones.
    Outcome receive(std::span<const std::byte> octets);
    void act(const Request& request);
    void act(const Respond& respond);
    void act(const Reset& reset);
    void act(const GoAway& goaway);

    // It wants to read no more: after GOAWAY, when no stream is left. The library leaves it to its
    // application to hang up, and has no more opinions.
    [[nodiscard]] bool finished() const { return nghttp2_session_want_read(session_.get()) == 0; }

  private:
    // Takes what it wants to send; the worst of RST_STREAM and GOAWAY among it.
    Outcome sent();

    struct Free {
        void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
    };
    std::unique_ptr<nghttp2_session, Free> session_;
};

}  // namespace oracle
