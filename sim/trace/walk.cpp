// A world cannot step back, so copies of it are kept on the way: going back starts from a copy at
// or before the place and steps forward again. The row of a step is made when the walk first takes
// it.

#include "sim/trace/walk.hpp"

#include <algorithm>

namespace sim {
namespace {

constexpr std::size_t kApart = 16;  // steps between two checkpoints

bool is_whole(const Walk& walk, const Trace& recorded) {
    return !walk.own_from() && walk.length() == recorded.steps.size();
}

}  // namespace

Walk::Walk(const Model& model, std::span<const Pick> recorded)
    : model_{model}, checkpoints_{JudgedWorld{model}}, before_{model}, world_{model} {
    append(recorded);
    recorded_ = picks_;
    go_to(0);
}

EventList<JudgedWorld> Walk::enabled() const {
    EventList<JudgedWorld> events;
    world_.enabled(events);
    return events;
}

void Walk::go_to(std::size_t position) {
    position = std::min(position, length());
    if (position < position_) {
        // One step further back, so that before() is known too.
        const std::size_t checkpoint = (position == 0 ? 0 : position - 1) / kApart;
        world_ = checkpoints_[checkpoint];
        before_ = world_;
        position_ = checkpoint * kApart;
    }
    while (position_ < position) {
        advance();
    }
}

void Walk::advance() {
    const Event event = enabled()[picks_[position_]];
    before_ = world_;
    world_.step(event);
    ++position_;
    if (position_ == checkpoints_.size() * kApart) {
        checkpoints_.push_back(world_);
    }
    if (rows_.size() < position_) {
        rows_.push_back(make_row(model_, {position_, event, before_, world_}));
    }
}

void Walk::cut(std::size_t length) {
    picks_.resize(length);
    rows_.resize(length);
    while (checkpoints_.size() > length / kApart + 1) {
        checkpoints_.pop_back();
    }
}

// The cursor stands at the end, before and after.
void Walk::append(std::span<const Pick> picks) {
    for (const Pick pick : picks) {
        if (pick >= enabled().size()) {
            return;
        }
        picks_.push_back(pick);
        advance();
    }
}

bool Walk::take(Pick pick) {
    if (pick >= enabled().size()) {
        return false;
    }
    if (position_ == length() || picks_[position_] != pick) {
        cut(position_);
        picks_.push_back(pick);
    }
    advance();
    return true;
}

std::optional<std::size_t> Walk::own_from() const {
    const auto [own, recorded] =
        std::mismatch(picks_.begin(), picks_.end(), recorded_.begin(), recorded_.end());
    return own == picks_.end() ? std::nullopt
                               : std::optional{static_cast<std::size_t>(own - picks_.begin()) + 1};
}

void Walk::restore() {
    const auto own = own_from();
    const std::size_t shared = own ? *own - 1 : length();
    const std::size_t position = std::min(position_, shared);
    go_to(shared);
    cut(shared);
    append(std::span{recorded_}.subspan(shared));
    go_to(position);
}

Trace trace_of(const Model& model, const Trace& recorded, Walk walk) {
    walk.go_to(walk.length());
    PropertyResult result;
    result.spec.name = recorded.property;
    result.picks = walk.picks();
    if (is_whole(walk, recorded)) {
        result.verdict = recorded.verdict;
        result.shortest = recorded.shortest;
    } else if (walk.length() > 0 && walk.rows().back().wrong) {
        const std::vector<std::string>& broken = walk.rows().back().observed;
        const bool same =
            std::find(broken.begin(), broken.end(), recorded.property) != broken.end();
        result.spec.name = same ? recorded.property : broken.front();
        result.verdict = PropertyVerdict::violated;
    } else if (walk.enabled().empty() && !walk.world().finished()) {
        result.spec.name = "no-deadlock";
        result.verdict = PropertyVerdict::violated;
    }
    return record_trace(model, recorded.document, result);
}

}  // namespace sim
