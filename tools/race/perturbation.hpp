#pragma once
// The server that race has launched, as it is at first, and then again and again with writes that
// return later and later.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "tools/race/launched_server.hpp"

namespace tools {

class Perturbation {
  public:
    // Starts it, undisturbed. Throws as LaunchedServer does.
    Perturbation(std::string command, std::uint16_t port);

    // Starts it anew, with the next longer delay: 200 µs, 1, 5 and 20 ms. Nothing where there is no
    // longer one, where a delay could not show anything, or it does not start; note() says why.
    std::optional<std::chrono::microseconds> next();
    // To be called while there is a connection: how many threads are at work?
    void watch();
    // The delays that next() has made so far could not show anything.
    [[nodiscard]] bool in_vain() const { return in_vain_; }
    // Empty: nothing was in the way.
    [[nodiscard]] const std::string& note() const { return note_; }

  private:
    std::string command_;
    std::uint16_t port_;
    std::unique_ptr<LaunchedServer> server_;
    std::size_t step_ = 0;
    std::size_t threads_ = 0;  // the most that were seen
    std::string note_;
    bool in_vain_ = false;
};

}  // namespace tools
