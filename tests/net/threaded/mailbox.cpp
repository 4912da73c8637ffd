// One mutex and one condition for three threads: simple, and fast enough to lose a race with.

#include "tests/net/threaded/mailbox.hpp"

#include <utility>

namespace threaded {

bool Mailbox::hand_over(ByteVector frame) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return stopped_ || !frame_there_; });
    if (stopped_) {
        return false;
    }
    frame_ = std::move(frame);
    frame_there_ = true;
    changed_.notify_all();
    return true;
}

void Mailbox::input_ends() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return stopped_ || !frame_there_; });
    frame_.clear();
    input_ended_ = true;
    changed_.notify_all();
}

std::optional<ByteVector> Mailbox::next_write() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return stopped_ || to_write_; });
    return stopped_ ? std::nullopt : std::exchange(to_write_, std::nullopt);
}

void Mailbox::post_completion(bool written) {
    const std::lock_guard lock{mutex_};
    completion_ = written;
    changed_.notify_all();
}

Ready Mailbox::wait() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] {
        const Ready now = ready_locked();
        return now.frame || now.completion;
    });
    return ready_locked();
}

void Mailbox::wait_for_completion() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return completion_.has_value(); });
}

Ready Mailbox::ready() {
    const std::lock_guard lock{mutex_};
    return ready_locked();
}

void Mailbox::frame_processed() {
    const std::lock_guard lock{mutex_};
    frame_there_ = false;
    changed_.notify_all();
}

void Mailbox::start_write(ByteVector octets) {
    const std::lock_guard lock{mutex_};
    to_write_ = std::move(octets);
    changed_.notify_all();
}

bool Mailbox::take_completion() {
    const std::lock_guard lock{mutex_};
    return std::exchange(completion_, std::nullopt).value_or(false);
}

void Mailbox::stop() {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    changed_.notify_all();
}

}  // namespace threaded
