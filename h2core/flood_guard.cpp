// What is counted of each frame, and when a count is given back. flood_guard.hpp says what is never
// counted, and why.

#include "h2core/flood_guard.hpp"

#include <algorithm>

namespace h2 {

namespace {

// Of PING or SETTINGS; the peer causes one with each of its own.
bool is_acknowledgment(const Frame& frame) {
    const Ping* ping = std::get_if<Ping>(&frame);
    const SettingsFrame* settings = std::get_if<SettingsFrame>(&frame);
    return (ping != nullptr && ping->ack) || (settings != nullptr && settings->ack);
}

// The peer may have seen the end of our response. One that only waits in a queue is as good as
// none: a server that answers at once would otherwise never count a reset.
bool is_answered(const Stream& stream) {
    return stream.outbound == MessagePhase::done && stream.closing_stage >= WriteStage::write_start;
}

// Streams above a limit that the peer may not have seen are refused, and it has done no wrong.
bool is_fault(const Verdict& verdict) {
    const StreamError* error = std::get_if<StreamError>(&verdict);
    return error != nullptr && error->rule != RuleId::concurrency_limit_unacked;
}

}  // namespace

bool FloodGuard::Bucket::take() {
    if (taken_ == budget_.capacity) {
        return false;
    }
    ++taken_;
    return true;
}

void FloodGuard::Bucket::give_back(std::uint64_t tokens) {
    taken_ -= static_cast<std::uint32_t>(std::min<std::uint64_t>(tokens, taken_));
}

FloodGuard::FloodGuard(const Budgets& budgets, Role role)
    : role_{role},
      budgets_{budgets},
      resets_received_{budgets.resets_received},
      resets_caused_{budgets.resets_caused} {}

RuleId FloodGuard::received(const Frame& frame, const Step& step, const Stream* before) {
    if (std::holds_alternative<Discard>(step.verdict) ||
        std::holds_alternative<ConnectionError>(step.verdict)) {
        return RuleId::none;
    }
    count_answers(step.effects);
    if (answers_queued() > budgets_.control_frames_queued) {
        return RuleId::flood_control_frames;
    }
    if (is_fault(step.verdict)) {
        return resets_caused_.take() ? RuleId::none : RuleId::flood_resets_caused;
    }
    if (cancels_request(frame, before) && !resets_received_.take()) {
        return RuleId::flood_resets_received;
    }
    count_empty(frame);
    return empty_in_a_row_ > budgets_.empty_frames ? RuleId::flood_empty_frames : RuleId::none;
}

void FloodGuard::count_answers(const Effects& effects) {
    for (const Effect& effect : effects) {
        const SendFrame* sent = std::get_if<SendFrame>(&effect);
        if (sent == nullptr) {
            continue;
        }
        if (is_acknowledgment(sent->frame)) {
            ++acknowledgments_queued_;
        } else if (const RstStream* reset = std::get_if<RstStream>(&sent->frame)) {
            resets_queued_.insert(reset->stream);
        }
    }
}

// A request whose work is thrown away.
bool FloodGuard::cancels_request(const Frame& frame, const Stream* before) const {
    return role_ == Role::server && std::holds_alternative<RstStream>(frame) && before != nullptr &&
           before->id.opened_by(Role::client) && !is_answered(*before);
}

// Frames that are neither DATA nor HEADERS do not end a row: they are cheap to put between.
void FloodGuard::count_empty(const Frame& frame) {
    if (const Data* data = std::get_if<Data>(&frame)) {
        const bool empty = data->payload.size == 0 && !data->end_stream;
        empty_in_a_row_ = empty ? empty_in_a_row_ + 1 : 0;
    } else if (std::holds_alternative<Headers>(frame)) {
        empty_in_a_row_ = 0;
    }
}

std::uint64_t FloodGuard::answers_queued() const {
    return acknowledgments_queued_ + std::uint64_t{resets_queued_.size()};
}

void FloodGuard::written(const Frame& frame) {
    if (is_acknowledgment(frame)) {
        acknowledgments_queued_ -= acknowledgments_queued_ > 0 ? 1 : 0;
    } else if (const RstStream* reset = std::get_if<RstStream>(&frame)) {
        resets_queued_.erase(reset->stream);
    } else if (ends_stream(frame)) {
        resets_received_.give_back(1);
    }
}

void FloodGuard::seconds_passed(std::uint32_t seconds) {
    resets_received_.give_back(std::uint64_t{seconds} * budgets_.resets_received.per_second);
    resets_caused_.give_back(std::uint64_t{seconds} * budgets_.resets_caused.per_second);
}

}  // namespace h2
