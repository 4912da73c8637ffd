#pragma once
// A trace as a space-time picture, before anything is drawn: a lane for each thread, the steps on
// them, and the messages between them. A message has the step at which it was sent and the step at
// which it was taken, so two that are on their way at the same time can be seen to cross.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/trace/replay.hpp"
#include "sim/trace/trace_table.hpp"

namespace sim {

struct Message {
    enum class Kind : std::uint8_t {
        to_server,  // a frame in the transport: visible from the first step, taken at the last
        to_client,
        hand_over,  // from one thread to another of the same side
    };
    enum class End : std::uint8_t { taken, lost, on_its_way };
    Kind kind = Kind::to_server;
    End end = End::on_its_way;  // lost: the server closed the transport
    std::string text;           // the frame, or what is handed over
    std::size_t from_step = 0;  // from 1
    std::size_t to_step = 0;    // later than from_step; 0 if it is on its way after the last step
    std::size_t from_lane = 0;
    std::size_t to_lane = 0;  // of one that was not taken: the lane that would take it
};

struct SpaceTime {
    std::vector<std::string> lanes;  // threads: the client's up to the wire, the server's from it
    std::size_t client_lanes = 1;    // so many of them are the client's
    std::vector<TraceRow> rows;      // the steps
    std::vector<std::size_t> at;     // rows[i] is a step of lanes[at[i]]
    std::vector<Message> messages;   // of each kind in the order in which they were sent
};

// More request functions than this share one lane, "requests".
inline constexpr std::size_t kMostRequestLanes = 12;

// Is shown the steps of a replay one by one, from the first.
class SpaceTimeRecorder {
  public:
    explicit SpaceTimeRecorder(const Model& model);
    void add(const ReplayStep& step);
    [[nodiscard]] SpaceTime picture() const;

  private:
    // What a message is about.
    struct Load {
        enum class Kind : std::uint8_t { frame, frame_read, completion, write, response, item };
        Kind kind = Kind::frame;
        std::optional<h2::Frame> frame;
        h2::StreamId stream;       // of a response, or an item
        std::string_view place{};  // an item of a net: where it stands
        bool operator==(const Load&) const = default;
    };
    struct Draft {  // a message whose lanes are still actors
        Message message;
        Load load;
        Actor from;
        Actor to;
    };
    using Kind = Message::Kind;

    void send(Kind kind, const Load& load, Actor from, std::size_t step);
    void take(Draft& draft, Actor actor, std::size_t step, Message::End end);
    void take_handed(const Load& load, Actor actor, std::size_t step);
    void follow_pipe(Kind kind, const ReplayStep& step, const Action& action);
    void follow_client(const ReplayStep& step, const Action& action);
    void follow_places(const ReplayStep& step, const Action& action);
    [[nodiscard]] std::vector<Actor> server_lanes() const;
    void follow_server(const ReplayStep& step, const Action& action);
    Draft* waiting(Kind kind, const std::optional<Load>& load = {});
    static std::string text_of(const Load& load);
    [[nodiscard]] std::vector<Actor> client_lanes() const;
    [[nodiscard]] std::vector<Actor> lanes() const;

    const Model& model_;
    std::vector<TraceRow> rows_;
    std::vector<Draft> drafts_;
};

}  // namespace sim
