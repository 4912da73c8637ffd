// One delay after the other.

#include "tools/race/perturbation.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "tools/system/failure.hpp"

namespace tools {
namespace {

// Longer than what a scheduler does by itself, shorter than what makes a server unlike itself.
constexpr std::array<std::chrono::microseconds, 4> kDelays{
    std::chrono::microseconds{200}, std::chrono::milliseconds{1}, std::chrono::milliseconds{5},
    std::chrono::milliseconds{20}};

}  // namespace

Perturbation::Perturbation(std::string command, std::uint16_t port)
    : command_{std::move(command)},
      port_{port},
      server_{std::make_unique<LaunchedServer>(command_, port_, std::chrono::microseconds{0})} {}

void Perturbation::watch() {
    if (step_ == 0) {
        threads_ = std::max(threads_, server_->threads());
    }
}

std::optional<std::chrono::microseconds> Perturbation::next() {
    if (step_ == 0 && !can_delay_writes()) {
        note_ = "its writes cannot be held: strace is not there, or may not trace";
        return std::nullopt;
    }
    if (step_ == 0 && threads_ <= 1) {
        note_ =
            "holding its writes cannot show anything: each of its processes has one thread, "
            "which would be held as a whole";
        return std::nullopt;
    }
    if (step_ > 0 && server_ != nullptr && server_->end_and_tell() != Readers::apart) {
        note_ =
            "holding its writes cannot show anything: the thread that writes on a connection is "
            "the one that reads from it";
        in_vain_ = true;
        return std::nullopt;
    }
    if (step_ == kDelays.size()) {
        return std::nullopt;
    }
    const std::chrono::microseconds delay = kDelays[step_++];
    server_.reset();
    try {
        server_ = std::make_unique<LaunchedServer>(command_, port_, delay);
    } catch (const Failure& failure) {
        constexpr std::string_view kPrefix = "h2sim: error: ";
        note_ = fmt::format("with writes held for {} us it does not start: {}", delay.count(),
                            std::string_view{failure.what()}.substr(kPrefix.size()));
        return std::nullopt;
    }
    return delay;
}

}  // namespace tools
