#pragma once
// The same application on nghttp2.

#include <memory>

#include <nghttp2/nghttp2.h>

#include "h2core/role.hpp"
#include "tests/h2core/oracle/exchange.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

class TheirPeer {
  public:
    TheirPeer(h2::Role role, std::uint64_t seed, const h2::SettingList& settings);

    void open_request();  // client
    void receive(std::span<const std::byte> octets);
    Octets take_output();
    [[nodiscard]] const Messages& received() const { return received_; }
    // What was wrong with the peer, for people; empty: nothing.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }

  private:
    struct Callbacks;
    void send(std::int32_t stream, const Message& message);
    void ended(std::int32_t stream);

    struct Free {
        void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
    };
    h2::Role role_;
    std::uint64_t seed_;
    std::unique_ptr<nghttp2_session, Free> session_;
    std::map<std::int32_t, std::size_t> left_;  // content to be sent
    std::int32_t next_ = 1;
    Messages received_;
    std::string complaint_;
};

}  // namespace oracle
