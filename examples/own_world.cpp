// A world of one's own, explored: a race is found, and its repair is proven. With h2sim installed:
//
//     c++ -std=c++20 own_world.cpp $(pkg-config --cflags --libs h2sim) -o own_world
//
// A server has two slots. The client knows it and never has more than two requests open. The
// server takes a slot when it reads a request. It gives the slot back when it hears that the answer
// was written: an event of its own, and others may come first. The repaired server gives the slot
// back with the answer. own_world.txt has the output; sim/search/explorer.hpp explains every part.

#include <cstdint>
#include <string_view>

#include <fmt/core.h>

#include "sim/search/explorer.hpp"

namespace {

enum class Release : std::uint8_t { when_written, with_answer };

// What a step can show: the numbers of bits.
constexpr unsigned kRefused = 0;    // a request was refused
constexpr unsigned kBeyond = 1;     // the server works on more requests than it has slots
constexpr unsigned kSlotsFull = 2;  // the last free slot was taken
constexpr std::uint8_t kSlots = 2;

struct Exchange {
    enum class Event : std::uint8_t { send, read, answer, hear_written };

    Release release;  // a constant: it never changes, so it is no part of the state

    std::uint8_t to_send = 4;  // requests that the client has not sent yet
    std::uint8_t open = 0;     // requests without an answer, as the client counts
    std::uint8_t on_wire = 0;  // requests that the server has not read yet
    std::uint8_t working = 0;  // requests that the server has read and not answered
    std::uint8_t unheard = 0;  // answers of which the server has not heard that they were written
    std::uint8_t used = 0;     // slots that are taken, as the server counts

    // Lists what may happen next. The order is a part of the world: picks are indexes into it.
    void enabled(sim::EventList<Exchange>& out) const {
        if (to_send > 0 && open < kSlots) {
            out.push_back(Event::send);
        }
        if (on_wire > 0) {
            out.push_back(Event::read);
        }
        if (working > 0) {
            out.push_back(Event::answer);
        }
        if (unheard > 0) {
            out.push_back(Event::hear_written);
        }
    }

    // Applies one of these events and says what it shows.
    sim::Observations step(Event event) {
        switch (event) {
            case Event::send: --to_send, ++open, ++on_wire; return 0;
            case Event::read: return read();
            case Event::answer:
                --working, --open;
                release == Release::with_answer ? --used : ++unheard;
                return 0;
            case Event::hear_written: --unheard, --used; return 0;
        }
        return 0;
    }
    sim::Observations read() {
        --on_wire;
        if (used == kSlots) {
            --open;  // a refusal is an answer, too
            return 1U << kRefused;
        }
        ++working, ++used;
        return (working > kSlots ? 1U << kBeyond : 0) | (used == kSlots ? 1U << kSlotsFull : 0);
    }

    // Is it a proper end if nothing can happen any more?
    bool finished() const { return satisfied(); }
    // Is what is hoped for the case? Everything was sent and has its answer.
    bool satisfied() const { return to_send == 0 && open == 0; }

    // Lists the whole state. The explorer writes it by this function and reads it back by it.
    static void transfer(auto& self, auto& archive) {
        archive.scalars(self.to_send, self.open, self.on_wire);
        archive.scalars(self.working, self.unheard, self.used);
    }
};

constexpr std::string_view kWords[] = {"send", "read", "answer", "hear written"};

void tell(const Exchange& initial) {
    const sim::Exploration found =
        sim::explore(initial, {{"no-refusal", sim::PropertyKind::always, kRefused, kSlotsFull},
                               {"within-slots", sim::PropertyKind::always, kBeyond, kSlotsFull},
                               {"no-deadlock", sim::PropertyKind::no_deadlock},
                               {"all-answered", sim::PropertyKind::eventually}});
    fmt::print("  {} states, {}\n", found.states, found.complete ? "complete" : "incomplete");
    for (const sim::PropertyResult& result : found.properties) {
        fmt::print("  {:<14}{}{}\n", result.spec.name, sim::name(result.verdict),
                   result.shortest ? ", in no fewer steps than these:" : "");
        Exchange world = initial;
        for (const sim::Pick pick : result.picks) {  // none where nothing was found
            sim::EventList<Exchange> events;
            world.enabled(events);
            world.step(events[pick]);
            fmt::print("    {:<14}open for the client: {}, slots used: {}\n",
                       kWords[static_cast<unsigned>(events[pick])], world.open, world.used);
        }
    }
}

}  // namespace

int main() {
    fmt::print("A slot is given back when the server hears that the answer was written:\n");
    tell({Release::when_written});
    fmt::print("A slot is given back with the answer:\n");
    tell({Release::with_answer});
}
