// Flow control (RFC 9113 section 6.9): each window as what has been granted less what was sent.

#include "h2core/window.hpp"
#include "h2core/witness/account.hpp"

namespace h2 {

// All of the payload counts (section 6.9.1). What exceeds a window is said once: afterwards it is
// as if it had been granted.
void Account::debit(const Passing& at, const Data& data, WitnessStream* stream) {
    const std::int64_t octets = data.flow_controlled();
    const Role other = peer_of(at.sender);
    Side& sender = side(at.sender);
    sender.balance -= octets;
    if (octets > 0 && Window::kInitial + sender.balance < 0) {
        if (both_whole()) {
            add(at, RuleId::flow_control_connection, data.stream);
        } else if (whole(at.sender)) {
            add_unknown(at, RuleId::flow_control_connection, data.stream);
        }
        sender.balance = -Window::kInitial;
    }
    if (stream == nullptr) {
        return;
    }
    HalfStream& half = stream->of(at.sender);
    const std::int64_t initial = side(other).announced.greatest(&Settings::initial_window_size);
    const std::int64_t window = initial + half.balance;
    half.balance -= octets;
    if (octets > 0 && octets > window && half.known && stream->of(other).known &&
        side(other).announced.knows(SettingId::INITIAL_WINDOW_SIZE)) {
        add(at, window < 0 ? RuleId::negative_window : RuleId::flow_control_stream, data.stream);
        half.balance = -initial;
    }
}

// A window is too large for sure only with all the DATA that has passed: its receiver, who grants,
// has received no more than that.
void Account::window_update(const Passing& at, const WindowUpdate& update) {
    const Role other = peer_of(at.sender);
    const bool connection = update.stream.names_connection();
    if (update.increment == 0) {
        add(at,
            connection ? RuleId::window_update_zero_connection : RuleId::window_update_zero_stream,
            update.stream);
    }
    if (connection) {
        std::int64_t& balance = side(other).balance;
        balance += update.increment;
        if (Window::kInitial + balance > Window::kMax && both_whole()) {
            add(at, RuleId::window_overflow_connection, {});
            balance -= update.increment;
        }
        return;
    }
    WitnessStream* stream = uses(at, update.stream, update);
    if (stream == nullptr) {
        return;
    }
    HalfStream& half = stream->of(other);
    const AnnouncedSettings& announced = side(at.sender).announced;
    half.balance += update.increment;
    if (both_whole() && half.known && !stream->closed() &&
        announced.latest().initial_window_size + half.balance > Window::kMax) {
        add(at, RuleId::window_overflow_stream, update.stream);
        half.balance -= update.increment;
    }
}

}  // namespace h2
