#pragma once
// A world with a list of picks and a cursor in that list: what a person steps through. Forward
// applies the next pick, back returns to exactly the state before it. Taking another event than the
// next one begins a run of one's own; the recorded picks can be restored at any time.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "sim/judge/judged_world.hpp"
#include "sim/trace/trace_table.hpp"

namespace sim {

class Walk {
  public:
    // Stands before the first step. Of `recorded`, only the picks up to the first that is not
    // enabled count. The model outlives the walk.
    Walk(const Model& model, std::span<const Pick> recorded);

    // Steps behind the cursor, and all steps of the list.
    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] std::size_t length() const { return picks_.size(); }
    [[nodiscard]] const std::vector<Pick>& picks() const { return picks_; }
    // rows()[i] shows step i + 1; as many as length().
    [[nodiscard]] const std::vector<TraceRow>& rows() const { return rows_; }

    [[nodiscard]] const JudgedWorld& world() const { return world_; }
    // The state before the step that led here; at position 0 the initial state.
    [[nodiscard]] const JudgedWorld& before() const { return before_; }
    [[nodiscard]] EventList<JudgedWorld> enabled() const;

    // To the state after that many steps, at most length().
    void go_to(std::size_t position);

    // The enabled event `pick` happens now. If it is the next pick, the steps after it stay; if it
    // is another one, they are gone and it is the last. False if it is not enabled.
    bool take(Pick pick);

    // Of the list, the first step that is not the recorded one, from 1; none: it is the recorded
    // list or a beginning of it.
    [[nodiscard]] std::optional<std::size_t> own_from() const;

    // The recorded picks again. The cursor stays where both lists are the same, else it goes back
    // to the last state that they share.
    void restore();

  private:
    void advance();
    void cut(std::size_t length);
    void append(std::span<const Pick> picks);

    const Model& model_;
    std::vector<Pick> recorded_;
    std::vector<Pick> picks_;
    std::vector<TraceRow> rows_;
    // After 0, kApart, 2 * kApart … steps, as far as the cursor has come: the way back is short.
    std::vector<JudgedWorld> checkpoints_;
    std::size_t position_ = 0;
    JudgedWorld before_;
    JudgedWorld world_;
};

// The whole list as a trace. What its last step shows is its claim: the recorded trace's own if all
// steps are the same, a broken property of the scenario, a deadlock; else it claims nothing about
// the property of the recorded one.
Trace trace_of(const Model& model, const Trace& recorded, Walk walk);

}  // namespace sim
