#pragma once
// What the reader of captures tells, as lines that tests compare.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/packets.hpp"
#include "tools/capture/read_capture.hpp"

namespace captured {

using Lines = std::vector<std::string>;

// Writes down everything: "0 first abc #4 received 0".
class Told : public tools::Recording {
  public:
    void begins(std::size_t connection, const tools::Connected& connected) override;
    void cannot_read(std::size_t connection, const tools::Connected& connected,
                     std::string_view reason) override;
    void sends(std::size_t connection, tools::End sender, std::span<const std::byte> octets,
               const tools::Moment& moment) override;
    void misses(std::size_t connection, tools::End sender, std::uint64_t octets,
                const tools::Moment& moment) override;
    void logs(std::size_t connection, tools::End sender, const h2::FrameHeader& header,
              const h2::Frame& frame, bool values_known, const tools::Moment& moment) override;
    void ends(std::size_t connection, std::string_view how) override;

    Lines lines;
    std::map<std::pair<std::size_t, tools::End>, std::string> streams;  // gaps are '?'
    std::vector<std::int64_t> times;                                    // of what was sent
    bool keeps_lines = true;                                            // else streams only

  private:
    void say(std::string line);
};

// Reads a file that is in memory.
h2::Result<tools::CaptureSummary, sim::InputError> read_file(const std::string& octets,
                                                             tools::Recording& recording);

// Everything that is told of a capture; fails the test if it is refused.
Lines told(const std::string& file);
Lines told(const packets::Packets& capture);
// The same without who begins and how it ends.
Lines sent(const packets::Packets& capture);

}  // namespace captured
