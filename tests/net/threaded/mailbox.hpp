#pragma once
// Where the three threads of a connection meet: the reader's hand-off of one frame, the writer's
// next octets, and its completion. Nothing else is shared between them.

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace threaded {

using ByteVector = std::vector<std::byte>;

// What waits for the loop.
struct Ready {
    bool frame = false;  // or the end of the input
    bool completion = false;
};

class Mailbox {
  public:
    // Reader. Waits until the frame before has been processed. False: the connection ends.
    bool hand_over(ByteVector frame);
    // No frame comes any more.
    void input_ends();

    // Writer. Waits for octets to write; nothing: the connection ends.
    std::optional<ByteVector> next_write();
    void post_completion(bool written);

    // Loop. Waits until anything is ready.
    Ready wait();
    // Waits for the completion of the write that is outstanding.
    void wait_for_completion();
    [[nodiscard]] Ready ready();
    // The frame that is handed over; empty: the end of the input. It stays there.
    [[nodiscard]] const ByteVector& frame() const { return frame_; }
    // The reader may hand over the next.
    void frame_processed();
    void start_write(ByteVector octets);
    // Whether the write succeeded. There is one that is posted.
    bool take_completion();

    // Any thread: all that wait return.
    void stop();

  private:
    [[nodiscard]] Ready ready_locked() const {
        return {frame_there_ || input_ended_, completion_.has_value()};
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    ByteVector frame_;  // the loop's while frame_there_
    bool frame_there_ = false;
    bool input_ended_ = false;
    std::optional<ByteVector> to_write_;
    std::optional<bool> completion_;
    bool stopped_ = false;
};

}  // namespace threaded
