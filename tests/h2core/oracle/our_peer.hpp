#pragma once
// An application on h2::Endpoint: a client sends requests, a server answers them when they are
// complete, and whoever receives content consumes it at once.

#include <list>

#include "h2core/endpoint.hpp"
#include "tests/h2core/oracle/exchange.hpp"
#include "tests/h2core/oracle/script.hpp"

namespace oracle {

class OurPeer {
  public:
    OurPeer(h2::Role role, std::uint64_t seed, h2::SettingList settings);

    void open_request();  // client
    void receive(std::span<const std::byte> octets);
    Octets take_output();
    [[nodiscard]] const Messages& received() const { return received_; }
    // What was wrong with the peer, for people; empty: nothing.
    [[nodiscard]] const std::string& complaint() const { return complaint_; }

  private:
    struct Upload {
        h2::StreamId stream;
        std::size_t left;
    };
    void send(h2::StreamId stream, const Message& message);
    void send_content();
    void submit(const h2::Command& command);
    void handle(const h2::Effects& effects);
    void handle(const h2::Effect& effect);
    void ended(h2::StreamId stream);

    h2::Policy policy_;
    std::uint64_t seed_;
    h2::SettingList settings_;
    h2::Endpoint endpoint_;
    Octets out_;
    Octets content_;
    std::vector<Upload> uploads_;
    std::list<Message> sent_;            // owns the octets of …
    std::list<h2::FieldList> sections_;  // … these
    Messages received_;
    std::string complaint_;
};

}  // namespace oracle
