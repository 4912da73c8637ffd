#pragma once
// What one received frame does to a connection: one function per frame of RFC 9113 section 6.
// Internal to connection_receive*.cpp.

#include <cstdint>
#include <optional>

#include "h2core/connection.hpp"
#include "h2core/stream_book.hpp"

namespace h2 {

class Receiver {
  public:
    // `malformed`: see Connection::receive.
    Receiver(Connection& connection, RuleId malformed)
        : c_{connection}, book_{connection}, malformed_{malformed} {}

    Step operator()(const Data& data);
    Step operator()(const Headers& headers);
    Step operator()(const Priority& priority);
    Step operator()(const RstStream& reset);
    Step operator()(const SettingsFrame& settings);
    Step operator()(const PushPromise& push);
    Step operator()(const Ping& ping);
    Step operator()(const GoAway& goaway);
    Step operator()(const WindowUpdate& update);
    Step operator()(const Continuation& continuation);
    Step operator()(const UnknownFrame& unknown);
    Step operator()(const PriorityUpdate& update);
    Step operator()(const AltSvc& service);
    Step operator()(const Origin& origin);

    Step broken(const StreamError& error);
    Step connection_error(ErrorCode code, RuleId rule);

  private:
    struct Excess {  // HEADERS above the limit: the answer
        OverLimit answer;
        RuleId rule;
    };

    static Step accept() { return {}; }
    // With an effect, made where it stays.
    template <class E, class... Args>
    static Step accept_with(Args... args) {
        Step step;
        step.effects.emplace_back(std::in_place_type<E>, args...);
        return step;
    }
    Step discard(RuleId rule) { return Step{Discard{rule}}; }
    // Our RST_STREAM, whether the stream is in the table or refused before it got there.
    Step stream_error(StreamId id, ErrorCode code, RuleId rule);
    Step malformed(StreamId id);
    // What a cell other than `to` calls for.
    Step objection(const Cell& cell, StreamId stream);

    // A stream that our GOAWAY said we shall not look at (section 6.8).
    [[nodiscard]] bool after_goaway(StreamId stream) const;
    // … and frames on it are discarded, as they must be (AfterGoAway).
    [[nodiscard]] bool ignored(StreamId stream) const;
    [[nodiscard]] std::optional<Excess> excess() const;
    Step refuse(StreamId stream, const Excess& excess);
    Step open(const Headers& headers);
    Step admit(const Headers& headers);
    Step late(const Cell& cell, StreamId id, Stream* stream, bool end_stream);
    Step settings_acked();
    Step connection_window_update(std::uint32_t increment);
    std::optional<SettingError> take_over(const SettingList& list, Settings& settings,
                                          Window Stream::* window);

    [[nodiscard]] std::optional<SettingError> changes_what_stays(const SettingList& list) const;

    Connection& c_;
    StreamBook book_;
    RuleId malformed_;
};

}  // namespace h2
