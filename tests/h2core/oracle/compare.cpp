#include "tests/h2core/oracle/compare.hpp"

#include <algorithm>
#include <set>

#include "h2core/overloaded.hpp"
#include "tests/h2core/oracle/ours.hpp"
#include "tests/h2core/oracle/theirs.hpp"

namespace oracle {

namespace {

using Scope = Outcome::Scope;

// A script as one string of octets, cut anew by the lengths that frames claim to have.
class Tape {
  public:
    explicit Tape(const Script& script) : script_{script} {
        for (const Item& item : script.items) {
            if (const Octets* octets = std::get_if<Octets>(&item)) {
                append(octets_, *octets);
            } else {
                actions_.push_back({octets_.size(), &item});
            }
        }
    }
    // The action that is due before the next frame, or null.
    const Item* next_action() {
        if (done_ == actions_.size() || actions_[done_].offset > position_) {
            return nullptr;
        }
        return actions_[done_++].item;
    }
    std::span<const std::byte> next_frame() {
        const std::span<const std::byte> rest = std::span{octets_}.subspan(position_);
        std::size_t size = rest.size();
        if (position_ == 0 && script_.role == h2::Role::server) {
            size = magic().size();
        } else if (rest.size() >= h2::kFrameHeaderSize) {
            size = h2::kFrameHeaderSize +
                   h2::load_frame_header(rest.first<h2::kFrameHeaderSize>()).length;
        }
        size = std::min(size, rest.size());
        position_ += size;
        return rest.first(size);
    }

  private:
    struct Action {
        std::size_t offset;
        const Item* item;
    };
    const Script& script_;
    Octets octets_;
    std::vector<Action> actions_;
    std::size_t position_ = 0;
    std::size_t done_ = 0;
};

// The last frame of a script may be cut off: who waits for the rest of it does no wrong.
bool is_complete(std::span<const std::byte> octets) {
    return octets.size() >= h2::kFrameHeaderSize &&
           octets.size() - h2::kFrameHeaderSize ==
               h2::load_frame_header(octets.first<h2::kFrameHeaderSize>()).length;
}

// An answer to one stream too many: who has reset one that the other has not counts differently.
bool depends_on_count(const Occasion& occasion) {
    const bool opens = occasion.header.is(h2::FrameType::HEADERS) ||
                       occasion.header.is(h2::FrameType::CONTINUATION);
    return opens && (occasion.theirs.code == h2::ErrorCode::REFUSED_STREAM ||
                     occasion.rule == h2::RuleId::concurrency_limit ||
                     occasion.rule == h2::RuleId::concurrency_limit_unacked ||
                     (occasion.ours.scope == Scope::accept &&
                      occasion.theirs == connection_error(h2::ErrorCode::PROTOCOL_ERROR)));
}

std::string text(const Occasion& occasion) {
    return "at a frame of type " + std::to_string(occasion.header.type) + " on stream " +
           std::to_string(occasion.header.stream.value()) + "\n  ours:   " + text(occasion.ours) +
           " by " + std::string{h2::rule(occasion.rule).slug} +
           "\n  theirs: " + text(occasion.theirs);
}

class Run {
  public:
    explicit Run(const Script& script)
        : script_{script}, tape_{script}, ours_{script}, theirs_{script} {}

    Comparison operator()() {
        for (;;) {
            if (!ours_.in_field_block()) {
                act_where_due();
            }
            const std::span<const std::byte> octets = tape_.next_frame();
            if (octets.empty() || !compare_frame(octets)) {
                return result_;
            }
        }
    }

  private:
    void act_where_due() {
        while (const Item* action = tape_.next_action()) {
            act(*action);
        }
    }
    void act(const Item& item) {
        std::visit(h2::overloaded{
                       [](const Octets&) {},
                       [this](const auto& action) {
                           ours_.act(action);
                           theirs_.act(action);
                       },
                   },
                   item);
    }
    // False when there is nothing more to compare.
    bool compare_frame(std::span<const std::byte> octets) {
        const bool in_block = ours_.in_field_block();
        const bool finished = theirs_.finished();
        result_.ours = ours_.receive(octets);
        const Outcome theirs = theirs_.receive(octets);
        if (theirs.scope > pending_.scope) {
            pending_ = theirs;
        }
        if ((finished || theirs_.finished()) && pending_.scope == Scope::accept) {
            return false;
        }
        const bool undecided = ours_.in_field_block() || !is_complete(octets);
        if (undecided && result_.ours.scope == Scope::accept) {
            return true;
        }
        result_.theirs = pending_;
        result_.rule = ours_.rule();
        pending_ = {};
        ++result_.compared;
        if (result_.ours == result_.theirs) {
            result_.errors += result_.ours.scope == Scope::accept ? 0 : 1;
            return result_.ours.scope != Scope::connection;
        }
        Occasion occasion = occasion_of(octets);
        occasion.in_field_block = in_block;
        return differ(occasion);
    }
    Occasion occasion_of(std::span<const std::byte> octets) {
        Occasion occasion;
        occasion.role = script_.role;
        if (octets.size() >= h2::kFrameHeaderSize) {
            occasion.header = h2::load_frame_header(octets.first<h2::kFrameHeaderSize>());
        }
        occasion.octets = octets;
        occasion.frame = ours_.frame();
        occasion.rule = ours_.rule();
        occasion.connect = ours_.is_tunnel(occasion.header.stream);
        occasion.ours = result_.ours;
        occasion.theirs = result_.theirs;
        return occasion;
    }
    // False when the connection cannot go on for both.
    bool differ(const Occasion& occasion) {
        const bool ends =
            occasion.ours.scope == Scope::connection || occasion.theirs.scope == Scope::connection;
        const bool diverged = diverged_.contains(occasion.header.stream);
        if (!diverged_.empty() && depends_on_count(occasion)) {
            return false;
        }
        diverge(occasion);
        if (diverged) {
            return !ends;
        }
        const Difference* known = find_difference(occasion);
        if (known == nullptr) {
            result_.unlisted = text(script_) + text(occasion) + ", after " +
                               std::to_string(result_.compared - 1) + " frames on which we agree";
            return false;
        }
        result_.listed.push_back(known);
        return !ends;
    }
    // Nothing about these streams is comparable any more.
    void diverge(const Occasion& occasion) {
        diverged_.insert(occasion.header.stream);
        diverged_.insert(occasion.ours.stream);
        diverged_.insert(occasion.theirs.stream);
        if (occasion.frame != nullptr) {
            if (const auto* push = std::get_if<h2::PushPromise>(occasion.frame)) {
                diverged_.insert(push->promised);
            }
        }
        diverged_.erase(h2::StreamId{});
    }

    const Script& script_;
    Tape tape_;
    Ours ours_;
    Theirs theirs_;
    Outcome pending_;  // theirs, of the field block so far
    std::set<h2::StreamId> diverged_;
    Comparison result_;
};

}  // namespace

Comparison compare(const Script& script) {
    return Run{script}();
}

}  // namespace oracle
