#pragma once
// Stands between connections and whoever listens: what begins with TLS is kept as a list of its
// records, everything else goes on.

#include <cstddef>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "tools/capture/recording.hpp"
#include "tools/capture/tls_records.hpp"

namespace tools {

class TlsSplit : public Recording {
  public:
    explicit TlsSplit(Recording& out) : out_{out} {}

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

    // Those of TLS, in the order in which they began; all must have ended.
    [[nodiscard]] std::vector<TlsConnection> take_secured();

  private:
    // What is not known to be anything yet, and TLS. Others are not here.
    std::unordered_map<std::size_t, Connected> begun_;
    std::map<std::size_t, TlsRecords> secured_;
    bool go_on(std::size_t connection);

    Recording& out_;
};

}  // namespace tools
