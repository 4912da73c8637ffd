// The point of no return, against a search that knows the whole graph.

#include <map>

#include "sim/judge/judged_transfer.hpp"
#include "sim/promises/properties.hpp"
#include "sim/search/avoidance.hpp"
#include "sim/trace/trace_search.hpp"
#include "tests/sim/trace/drawn.hpp"

namespace {

using sim::JudgedWorld;
using Kind = sim::NoReturn::Kind;

// Every state, its successors, and whether the property can be kept from it: what is left when
// states without a way on are taken away until nothing changes.
class WholeGraph {
  public:
    WholeGraph(const sim::Model& model, const sim::Property& property) : property_{property} {
        visit(JudgedWorld{model});
        for (std::size_t i = 0; i < worlds_.size(); ++i) {
            expand(i);
        }
        for (auto& node : nodes_) {
            node.kept = !broken(node);
        }
        bool changed = true;
        while (changed) {
            changed = false;
            for (auto& node : nodes_) {
                bool way_on = node.end;
                for (const std::size_t next : node.next) {
                    way_on = way_on || nodes_[next].kept;
                }
                changed = changed || (node.kept && !way_on);
                node.kept = node.kept && way_on;
            }
        }
    }
    [[nodiscard]] bool kept(const JudgedWorld& world) const {
        return nodes_[places_.at(sim::digest_text(world))].kept;
    }

  private:
    struct Node {
        std::vector<std::size_t> next;  // by steps that do not break it
        bool end = false;               // nothing is enabled
        bool kept = true;
        bool goal = false;  // can be reached
    };

    std::size_t visit(const JudgedWorld& world) {
        const auto [place, is_new] = places_.try_emplace(sim::digest_text(world), nodes_.size());
        if (is_new) {
            nodes_.emplace_back();
            worlds_.push_back(world);
        }
        return place->second;
    }
    void expand(std::size_t at) {
        sim::EventList<JudgedWorld> events;
        const JudgedWorld from = worlds_[at];
        from.enabled(events);
        nodes_[at].end = events.empty();
        for (const sim::Event event : events) {
            JudgedWorld to = from;
            const sim::Observations seen = to.step(event);
            if (property_.kind != sim::PropertyKind::always ||
                (seen & sim::bit(property_.observation)) == 0) {
                const std::size_t next = visit(to);
                nodes_[at].next.push_back(next);
            }
        }
    }
    [[nodiscard]] bool broken(const Node& node) {
        const auto at = static_cast<std::size_t>(&node - nodes_.data());
        if (property_.kind == sim::PropertyKind::no_deadlock) {
            return node.end && !worlds_[at].finished();
        }
        if (property_.kind == sim::PropertyKind::eventually) {
            mark_goals();
            return !node.goal;
        }
        return false;
    }
    void mark_goals() {
        bool changed = !marked_;
        marked_ = true;
        while (changed) {
            changed = false;
            for (std::size_t i = 0; i < nodes_.size(); ++i) {
                bool goal = worlds_[i].satisfied();
                for (const std::size_t next : nodes_[i].next) {
                    goal = goal || nodes_[next].goal;
                }
                changed = changed || goal != nodes_[i].goal;
                nodes_[i].goal = goal;
            }
        }
    }

    const sim::Property& property_;
    std::map<std::string, std::size_t> places_;
    std::vector<JudgedWorld> worlds_;
    std::vector<Node> nodes_;
    bool marked_ = false;
};

// Goes from 2 to 0; the last step makes the observation. At 2 it may also stay where it is.
struct Slope {
    enum class Event : std::uint8_t { stay, slide };
    std::uint8_t height = 2;
    bool may_stay = true;

    void enabled(sim::EventList<Slope>& out) const {
        if (height == 2 && may_stay) {
            out.push_back(Event::stay);
        }
        if (height > 0) {
            out.push_back(Event::slide);
        }
    }
    sim::Observations step(Event event) {
        height = static_cast<std::uint8_t>(height - (event == Event::slide ? 1 : 0));
        return height == 0 ? 1U : 0U;
    }
    [[nodiscard]] bool finished() const { return false; }
    [[nodiscard]] bool satisfied() const { return height == 1; }
    template <class Self, class Archive>
    static void transfer(Self& self, Archive& archive) {
        archive.scalar(self.height);
    }
};

}  // namespace

TEST_CASE("no return: in every small committed trace as the whole graph says", "[trace]") {
    std::map<Kind, int> kinds;
    for (const std::string& name : traces::names()) {
        CAPTURE(name);
        const sim::Trace trace = traces::parse(traces::text_of(name));
        if (trace.scenario.pinned.states.value_or(100'000) > 2'000) {
            continue;
        }
        const sim::Model model{trace.scenario};
        const sim::Property& property = *sim::find_property(trace.property);
        const WholeGraph graph{model, property};
        std::size_t avoidable = 0;
        bool kept = graph.kept(JudgedWorld{model});
        const bool from_the_beginning = !kept;
        (void)sim::replay(model, trace, [&](const sim::ReplayStep& step) {
            const bool breaks = property.kind == sim::PropertyKind::always &&
                                (step.after.observed & sim::bit(property.observation)) != 0;
            kept = kept && !breaks && graph.kept(step.after);
            avoidable = kept ? step.number : avoidable;
        });
        const sim::NoReturn answer = sim::point_of_no_return(model, trace);
        ++kinds[answer.kind];
        if (from_the_beginning) {
            CHECK(answer.kind == Kind::beginning);
        } else {
            CHECK(answer.step == avoidable + 1);
            CHECK(answer.kind ==
                  (answer.step == trace.steps.size() ? Kind::violation : Kind::at_step));
        }
    }
    CHECK(kinds[Kind::violation] > 5);
    CHECK(kinds[Kind::at_step] > 0);
    CHECK(kinds[Kind::unknown] == 0);
}

TEST_CASE("no return: a deadlock is sealed before its last step", "[trace]") {
    const sim::Trace trace = drawn::trace_of(drawn::kDeadlock);
    const sim::NoReturn answer = sim::point_of_no_return(sim::Model{trace.scenario}, trace);
    CHECK(answer.kind == Kind::at_step);
    CHECK(answer.step == 15);
    CHECK(sim::to_text(answer, trace) ==
          "Point of no return: step 15 (loop: takes stream 3's HEADERS len=40 END_STREAM). Before "
          "it some order keeps no-deadlock, after it none does.");
}

TEST_CASE("no return: a bound is said, a witness has none", "[trace]") {
    sim::Trace trace = drawn::trace_of(drawn::kDeadlock);
    const sim::Model model{trace.scenario};
    const sim::NoReturn answer =
        sim::point_of_no_return(model, trace, {1, sim::kUnbounded, {}, {}});
    CHECK(answer.kind == Kind::unknown);
    CHECK(sim::to_text(answer, trace) ==
          "Point of no return: not known, the bound was hit after 2 states.");
    trace.property = "closed-but-counted";
    CHECK(sim::point_of_no_return(model, trace).kind == Kind::nothing);
    trace.property = "bounded-work";  // not what these steps show
    CHECK(sim::point_of_no_return(model, trace).kind == Kind::nothing);
}

TEST_CASE("no return: who goes in circles for ever breaks nothing", "[trace]") {
    using Search = sim::Avoidance<Slope>;
    using Answer = Search::Answer;
    using sim::PropertyKind;
    const auto ask = [](PropertyKind kind, Slope slope) {
        return Search{slope, {"p", kind, 0}, {100, sim::kUnbounded, {}, {}}}.ask(slope);
    };
    for (const PropertyKind kind : {PropertyKind::always, PropertyKind::no_deadlock}) {
        CHECK(ask(kind, {2, true}) == Answer::avoidable);
        CHECK(ask(kind, {2, false}) == Answer::doomed);
        CHECK(ask(kind, {1, true}) == Answer::doomed);
    }
    // Progress: the goal is at 1, from 0 there is no way to it.
    CHECK(ask(PropertyKind::eventually, {2, true}) == Answer::avoidable);
    CHECK(ask(PropertyKind::eventually, {1, true}) == Answer::doomed);
    CHECK(ask(PropertyKind::eventually, {0, true}) == Answer::doomed);
    Search search{Slope{}, {"p", PropertyKind::always, 0}, {0, sim::kUnbounded, {}, {}}};
    CHECK(search.ask(Slope{}) == Answer::unknown);
}
