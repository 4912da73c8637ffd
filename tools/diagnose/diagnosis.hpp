#pragma once
// All connections of a recording: those in HTTP/2 are judged, of the others it is said what they
// are.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/capture/recording.hpp"
#include "tools/diagnose/connection_facts.hpp"
#include "tools/diagnose/connection_watch.hpp"

namespace tools {

class Diagnosis : public Recording {
  public:
    void begins(std::size_t connection, const Connected& connected) override;
    void cannot_read(std::size_t connection, const Connected& connected,
                     std::string_view reason) override;
    void sends(std::size_t connection, End sender, std::span<const std::byte> octets,
               const Moment& moment) override;
    void misses(std::size_t connection, End sender, std::uint64_t octets,
                const Moment& moment) override;
    void logs(std::size_t connection, End sender, const h2::FrameHeader& header,
              const h2::Frame& frame, bool values_known, const Moment& moment) override;
    void ends(std::size_t connection, std::string_view how) override;

    // Of those that are over, by their first packet or line; finishes the others.
    std::vector<ConnectionFacts> take();
    // What is not HTTP/2, by what it is, and how many connections of it.
    std::map<std::string, std::uint64_t> take_others() { return std::exchange(others_, {}); }

  private:
    ConnectionWatch* find(std::size_t connection);

    std::map<std::size_t, std::unique_ptr<ConnectionWatch>> open_;
    std::vector<ConnectionFacts> over_;
    std::map<std::string, std::uint64_t> others_;
};

}  // namespace tools
